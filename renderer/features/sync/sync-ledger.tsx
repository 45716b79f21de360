import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry, LedgerFilter } from '#shared/protocol/ledger-bridge.ts';
import { bridge } from '../../app/bridge.ts';
import { durationText } from '../../app/duration.ts';
import { featureActions } from '../../app/features.ts';
import { loadLine, loadText } from '../../app/load-text.ts';
import { notifyRefusal } from '../../app/notices.ts';
import { may, useSession, useSignedIn, useSyncStatus } from '../../app/session.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { dateTimeText } from '../../ui/format-text.ts';
import { EmptyState, FilterBar, Page, PageHeader } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StateShape } from '../../ui/state-tag.tsx';
import { exportProof } from './deal-with-entry.ts';
import { EntryPanel } from './entry-panel.tsx';
import { useLedgerColumns } from './ledger-columns.tsx';
import { type LedgerTab, LedgerTabs } from './ledger-tabs.tsx';
import { useLedger } from './use-ledger.ts';
import './sync.css';

/** Longer without a word from the office than this is said. */
const SILENT_MS = 5 * 60_000;
/** Of those that need a person, as many stand before everything else. */
const SHOWN_FIRST = 5;
const nothing: LedgerFilter = { state: 'needYou', from: null, until: null, search: '' };

/** The ledger of every command of this device: what waits, what the office made of it, what needs a person. */
export function SyncLedger(): ReactNode {
  const { t } = useTranslation();
  const [tab, setTab] = useState<LedgerTab>('all');
  const [typed, setTyped] = useState('');
  const [day, setDay] = useState<string | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  /** A command that hangs on another one, and stands in no list that is shown. */
  const [aside, setAside] = useState<LedgerEntry | null>(null);
  const search = useDeferredValue(typed.trim());
  const today = dayjs().startOf('day').valueOf();
  const isSearching = search !== '' || day !== null;
  const filter = useMemo((): LedgerFilter => {
    const from = day === null ? null : dayjs(day).startOf('day').valueOf();
    const until = day === null ? null : dayjs(day).add(1, 'day').startOf('day').valueOf();
    return { state: tab, from: tab === 'all' && !isSearching ? today : from, until, search };
  }, [tab, day, search, isSearching, today]);
  const isToday = tab === 'all' && !isSearching;
  const ledger = useLedger(filter, today);
  const needing = useLedger(nothing, today);
  const counts = isToday ? needing.counts : ledger.counts;

  const first = isToday ? needing.entries.slice(0, SHOWN_FIRST) : [];
  const rest = isToday ? ledger.entries.filter((entry) => !entry.needsAttention) : ledger.entries;
  const shown = [...first, ...rest];
  const at = shown.findIndex((entry) => entry.commandId === selected);
  const apart = aside?.commandId === selected ? aside : undefined;
  const entry =
    shown[at] ?? apart ?? (isToday || tab === 'needYou' ? shown.find((each) => each.needsAttention) : undefined);

  const step = (by: number) => {
    const from = entry ? shown.indexOf(entry) : -1;
    const next = shown[Math.max(0, Math.min(shown.length - 1, from + by))];
    if (next) setSelected(next.commandId);
  };
  useShortcut('j', () => step(1), { labelKey: 'syncLedger.next' });
  useShortcut('k', () => step(-1), { labelKey: 'syncLedger.previous' });
  const show = async (commandId: string) => {
    setAside((await bridge().sync.entry(commandId))?.entry ?? null);
    setSelected(commandId);
  };
  const refresh = () => {
    ledger.refresh();
    needing.refresh();
  };

  const columns = useLedgerColumns();
  const table = {
    columns,
    rowKey: (each: LedgerEntry) => each.commandId,
    onOpen: (each: LedgerEntry) => setSelected(each.commandId),
    onCursor: (each: LedgerEntry) => setSelected(each.commandId),
    selectedKey: entry?.commandId ?? null,
  };
  return (
    <Page header={<LedgerHeader />}>
      <div className="page-main">
        <LedgerTabs counts={counts} value={tab} isSearching={isSearching} onChange={setTab} />
        <FilterBar
          end={
            <DatePicker
              size="small"
              value={day === null ? null : dayjs(day)}
              onChange={(value) => setDay(value?.format('YYYY-MM-DD') ?? null)}
              maxDate={dayjs()}
              placeholder={t('syncLedger.anyDay')}
              aria-label={t('syncLedger.day')}
            />
          }
        >
          <SearchField label={t('syncLedger.search')} labelKey="syncLedger.search" value={typed} onChange={setTyped} />
        </FilterBar>
        {first.length > 0 ? (
          <section className="ledger-first" aria-label={t('syncLedger.needYou')}>
            <h2 className="ledger-heading">
              <StateShape state={first.some((each) => each.state === 'rejected') ? 'late' : 'wait'} />
              {t('syncLedger.needYou')}
              <span className="small text-3">{t('syncLedger.nothingLost')}</span>
              {needing.entries.length > first.length ? (
                <Button size="small" type="link" onClick={() => setTab('needYou')}>
                  {t('syncLedger.allOfThem', { count: counts?.needYou ?? needing.entries.length })}
                </Button>
              ) : null}
            </h2>
            <div className={`ledger-rows-${first.length}`}>
              <DataTable<LedgerEntry> {...table} label={t('syncLedger.needYou')} rows={first} empty={null} />
            </div>
            {rest.length > 0 ? <h2 className="ledger-heading">{t('syncLedger.elseToday')}</h2> : null}
          </section>
        ) : null}
        <DataTable<LedgerEntry>
          {...table}
          label={t('syncLedger.title')}
          rows={rest}
          headless={first.length > 0}
          hasMore={ledger.hasMore}
          onNearEnd={ledger.loadMore}
          empty={
            ledger.counts === null || first.length > 0 ? null : <NothingHere tab={tab} isSearching={isSearching} />
          }
        />
        {isToday && rest.length > 0 ? <p className="ledger-foot small text-3">{t('syncLedger.kept')}</p> : null}
      </div>
      {entry ? (
        <EntryPanel
          entry={entry}
          place={Math.max(1, shown.indexOf(entry) + 1)}
          of={Math.max(shown.length, isToday ? shown.length : (counts?.[tab] ?? 0))}
          onChanged={refresh}
          onShow={(commandId) => void show(commandId)}
        />
      ) : null}
    </Page>
  );
}

/** Device, last exchange, how complete the data is; sends now, and exports the ledger as proof. */
function LedgerHeader(): ReactNode {
  const { t, i18n } = useTranslation();
  const { deviceCode } = useSignedIn();
  const status = useSyncStatus((state) => state.status);
  const sendNow = async () => {
    const reply = await bridge().sync.sendNow();
    if (!reply.ok) notifyRefusal(reply.reason);
  };
  const exchange = status?.lastExchangeAt ?? null;
  const asOf = status?.dataAsOf ?? null;
  const silentMs = exchange === null ? 0 : Date.now() + (status?.clockOffsetMs ?? 0) - exchange;
  const note = [
    t('syncLedger.device', { device: deviceCode }),
    exchange === null
      ? t('syncLedger.noteNever')
      : silentMs > SILENT_MS
        ? t('syncLedger.lastExchangeAgo', { ago: durationText(silentMs) })
        : t('syncLedger.lastExchange', { at: dateTimeText(exchange, i18n.language) }),
    asOf === null || status?.firstLoad ? null : t('syncLedger.completeAsOf', { at: dateTimeText(asOf, i18n.language) }),
    status?.loading ? loadLine(loadText(status.loading, status.network)) : null,
  ];
  return (
    <PageHeader title={t('syncLedger.title')} note={note.filter((part) => part !== null).join(' · ')}>
      <ActionButton
        label={t('syncLedger.export')}
        keys="mod+e"
        labelKey="syncLedger.export"
        onRun={() => void exportProof()}
      />
      <ActionButton
        label={t('sync.sendNow')}
        keys="f9"
        labelKey="shortcuts.sendNow"
        onRun={() => void sendNow()}
        disabled={status?.workOffline ?? false}
      />
    </PageHeader>
  );
}

interface NothingHereProps {
  readonly tab: LedgerTab;
  readonly isSearching: boolean;
}

function NothingHere({ tab, isSearching }: NothingHereProps): ReactNode {
  const { t } = useTranslation();
  const kind = isSearching ? 'found' : tab;
  const session = useSession((state) => state.session);
  const making = featureActions.find((action) => action.isNew && may(session, action.permission));
  return (
    <EmptyState
      title={t(`syncLedger.empty.${kind}`)}
      action={kind === 'all' && making ? <Button onClick={making.run}>{t(making.labelKey)}</Button> : undefined}
    >
      {t(`syncLedger.emptyText.${kind}`)}
    </EmptyState>
  );
}
