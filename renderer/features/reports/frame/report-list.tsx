import { RightOutlined } from '@ant-design/icons';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import { may, usePermission, useSession } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { Page, PageHeader } from '../../../ui/page.tsx';
import type { ReportDefinition } from './report-definition.ts';
import { whoReads } from './tell-report.ts';
import './report.css';

interface ReportListProps {
  readonly titleKey: string;
  readonly reports: readonly ReportDefinition[];
  /** The route that shows one of them. */
  readonly route: string;
}

/** What can be asked: each report with the question that it answers. */
export function ReportList({ titleKey, reports, route }: ReportListProps): ReactNode {
  const { t } = useTranslation();
  const list = useRef<HTMLElement>(null);
  const session = useSession((state) => state.session);
  const seesCost = usePermission(permissions.seeCost);
  const allowed = reports.filter(({ permission }) => may(session, permission));
  useEffect(() => list.current?.querySelector('button')?.focus({ preventScroll: true }), []);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const all: (Element | null)[] = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = all.indexOf(document.activeElement);
    const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
    if (next instanceof HTMLElement) next.focus();
    event.preventDefault();
  };
  return (
    <Page header={<PageHeader title={t(titleKey)} note={t('reports.listNote')} />}>
      <nav ref={list} className="report-list" aria-label={t(titleKey)} onKeyDown={onKeyDown}>
        {allowed.map(({ name }) => (
          <button
            key={name}
            type="button"
            className="report-list-entry"
            onClick={() => openTab(route, { report: name })}
          >
            <span className="strong">{t(`reports.${name}.title`)}</span>
            <span className="text-2">{t(`reports.${name}.about`, whoReads(seesCost))}</span>
            <RightOutlined className="text-3" aria-hidden />
          </button>
        ))}
      </nav>
    </Page>
  );
}
