import { Select } from 'antd';
import type { RefSelectProps } from 'antd/es/select';
import dayjs from 'dayjs';
import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '#shared/protocol/audit.ts';
import { bridge } from '../../../app/bridge.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { namesOfDeed } from '../../../app/names-of-deed.ts';
import { notifyRefusal } from '../../../app/notices.ts';
import { keyText, useShortcut } from '../../../app/shortcuts.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { dateTimeText } from '../../../ui/format-text.ts';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { saveTextFile } from '../../../ui/save-text-file.ts';
import { SearchField } from '../../../ui/search-field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { AuditPanel, AuditState } from './entry-panel.tsx';
import { fieldsOfWords } from './fields-of-words.ts';
import { aboutOf, deedOf } from './told-entry.ts';
import { type AuditFilter, useAudit } from './use-audit.ts';
import './audit.css';

const periods = ['any', 'today', 'week', 'month'] as const;
type Period = (typeof periods)[number];
const daysOf: Readonly<Record<Period, number | null>> = { any: null, today: 0, week: 6, month: 29 };

/** Who did what, when and where, and who allowed it. Opened with a row, what became of that one. */
export function AuditScreen({ params }: ScreenProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const [typed, setTyped] = useState('');
  const [userId, setUserId] = useState<string | null>(null);
  const [deviceCode, setDeviceCode] = useState<string | null>(null);
  const [period, setPeriod] = useState<Period>('any');
  const [selected, setSelected] = useState<number | null>(null);
  const text = useDeferredValue(typed.trim());
  const rowId = typeof params.rowId === 'string' ? params.rowId : null;
  const filter = useMemo((): AuditFilter => {
    const days = daysOf[period];
    const from = days === null ? null : dayjs().startOf('day').subtract(days, 'day').valueOf();
    const fields = fieldsOfWords(text);
    return {
      text,
      names: [...namesOfDeed(text, language)],
      ...(fields.length > 0 ? { fields } : {}),
      document: null,
      userId,
      deviceCode,
      rowId,
      from,
      until: null,
    };
  }, [text, language, userId, deviceCode, rowId, period]);
  const audit = useAudit(filter);
  const entry = audit.entries.find(({ version }) => version === selected) ?? audit.entries[0];

  const person = useRef<RefSelectProps>(null);
  const device = useRef<RefSelectProps>(null);
  useShortcut('alt+p', () => person.current?.focus(), { labelKey: 'admin.audit.person' });
  useShortcut('alt+l', () => device.current?.focus(), { labelKey: 'admin.audit.device' });
  useShortcut('alt+t', () => setPeriod(periods[(periods.indexOf(period) + 1) % periods.length] ?? 'any'), {
    labelKey: 'admin.audit.period',
  });
  const exportFound = async () => {
    const reply = await bridge().sync.exportAudit({ ...filter, kind: 'csv' });
    if (reply.ok) saveTextFile(reply.answer.name, reply.answer.text);
    else notifyRefusal(reply.reason);
  };

  const columns = useMemo(
    (): readonly DataColumn<AuditEntry>[] => [
      {
        key: 'when',
        title: t('admin.audit.when'),
        width: '104px',
        render: ({ at }) => <span className="text-2">{dateTimeText(at, language)}</span>,
      },
      {
        key: 'who',
        title: t('admin.audit.who'),
        width: '96px',
        render: ({ userName }) => userName ?? t('admin.audit.office'),
      },
      { key: 'deed', title: t('admin.audit.deed'), width: 'clamp(120px, 11vw, 200px)', render: deedOf },
      {
        key: 'about',
        title: t('admin.audit.about'),
        width: 'minmax(160px, 1fr)',
        render: (each) => (
          <span className="ellipsis" title={aboutOf(each)}>
            {aboutOf(each)}
          </span>
        ),
      },
      {
        key: 'where',
        title: t('admin.audit.where'),
        width: '56px',
        render: ({ deviceCode: code }) => <span className="text-2">{code}</span>,
      },
      { key: 'answer', title: t('admin.audit.answer'), width: '88px', render: (each) => <AuditState entry={each} /> },
    ],
    [t, language],
  );
  const isAsked = text !== '' || userId !== null || deviceCode !== null || period !== 'any';
  const note = [
    typeof params.name === 'string' ? t('admin.audit.of', { name: params.name }) : null,
    audit.partial === 'none' ? null : t(`admin.audit.partial.${audit.partial}`),
  ];
  return (
    <Page
      header={
        <PageHeader title={t('admin.audit.title')} note={note.filter((part) => part !== null).join(' · ')}>
          <ActionButton
            label={t('admin.audit.export')}
            keys="mod+e"
            labelKey="admin.audit.export"
            disabled={audit.partial === 'device'}
            onRun={() => void exportFound()}
          />
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar
          end={
            <Segmented
              label={t('admin.audit.period')}
              value={period}
              onChange={setPeriod}
              options={periods.map((value) => ({ value, label: t(`admin.audit.periods.${value}`) }))}
            />
          }
        >
          <SearchField
            label={t('admin.audit.search')}
            labelKey="admin.audit.search"
            value={typed}
            onChange={setTyped}
            autoFocus
          />
          <Select
            ref={person}
            className="audit-choice"
            aria-label={t('admin.audit.person')}
            title={`${t('admin.audit.person')} (${keyText('alt+p')})`}
            placeholder={t('admin.audit.anyPerson')}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            value={userId}
            onChange={(value) => setUserId(value ?? null)}
            options={audit.people.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Select
            ref={device}
            className="audit-choice"
            aria-label={t('admin.audit.device')}
            title={`${t('admin.audit.device')} (${keyText('alt+l')})`}
            placeholder={t('admin.audit.anyDevice')}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            value={deviceCode}
            onChange={(value) => setDeviceCode(value ?? null)}
            options={audit.devices.map(({ code, userName }) => ({ value: code, label: `${code} · ${userName}` }))}
          />
        </FilterBar>
        <DataTable<AuditEntry>
          label={t('admin.audit.title')}
          columns={columns}
          rows={audit.entries}
          rowKey={({ version }) => String(version)}
          onCursor={({ version }) => setSelected(version)}
          selectedKey={entry ? String(entry.version) : null}
          hasMore={audit.hasMore}
          onNearEnd={audit.loadMore}
          empty={
            audit.loading ? null : (
              <EmptyState
                title={t(isAsked ? 'admin.audit.nothing' : 'admin.audit.noneYet')}
                action={<ActionButton label={t('admin.audit.lookAgain')} onRun={audit.refresh} />}
              >
                {t(isAsked ? 'admin.audit.nothingText' : 'admin.audit.noneYetText')}
              </EmptyState>
            )
          }
        />
      </div>
      {entry ? <AuditPanel entry={entry} /> : null}
    </Page>
  );
}
