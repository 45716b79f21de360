import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { findRoute } from '../../../app/features.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { EmptyState } from '../../../ui/page.tsx';
import { PagedTable } from '../../../ui/paged-table.tsx';
import type { ReportDefinition, ReportRow } from './report-definition.ts';
import { listColumns } from './report-table.tsx';

interface BehindPanelProps {
  readonly report: ReportDefinition;
  readonly row: ReportRow;
  /** Arguments of the report that stand behind its figures too. */
  readonly question: Readonly<Record<string, string | number | null>>;
  readonly currency: string;
  readonly onClose: () => void;
}

/** The rows behind a figure of a report (R93); each opens its page where it has one. */
export function BehindPanel({ report, row, question, currency, onClose }: BehindPanelProps): ReactNode {
  const { t } = useTranslation();
  const { behind } = report;
  const kept = Object.fromEntries(behind.keeps.flatMap((name) => (name in question ? [[name, question[name]]] : [])));
  const paged = usePagedQuery<ReportRow>(behind.query, { ...behind.args(row), ...kept });
  const columns = useMemo(
    () => listColumns(behind.columns, (key) => t(`reports.columns.${key}`), currency),
    [behind, t, currency],
  );
  const [first, second] = report.columns;
  const titleOf = (value: unknown) => (value === null || value === undefined || value === '' ? '' : String(value));
  const title = titleOf(first?.value(row)) || t('reports.noName');
  const target = report.open?.(row);
  const page = usePermission(target ? findRoute(target.kind)?.permission : undefined) ? target : undefined;
  return (
    <aside className="report-behind" aria-label={t('reports.behindTitle')}>
      <div className="report-behind-head">
        <h2 className="ellipsis">{title}</h2>
        {second?.kind === 'text' ? <span className="text-3 ellipsis">{titleOf(second.value(row))}</span> : null}
        <span className="report-behind-keys">
          {page ? (
            <ActionButton
              label={t('reports.openPage')}
              keys="mod+enter"
              labelKey="reports.openPage"
              onRun={() => openTab(page.kind, page.params)}
            />
          ) : null}
          <ActionButton label={t('reports.close')} keys="escape" labelKey="reports.close" onRun={onClose} />
        </span>
      </div>
      <div className="report-behind-note text-3 small">{t(`reports.${report.name}.behind`)}</div>
      <PagedTable<ReportRow>
        label={t('reports.behindTitle')}
        columns={columns}
        paged={paged}
        rowKey={({ id }) => id}
        {...(behind.open
          ? {
              onOpen: (line: ReportRow) => {
                const target = behind.open?.(line);
                if (target) openTab(target.kind, target.params);
              },
            }
          : {})}
        empty={<EmptyState title={t('reports.behindEmpty')} />}
      />
    </aside>
  );
}
