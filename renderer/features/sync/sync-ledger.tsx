import { Button } from 'antd';
import dayjs from 'dayjs';
import { type CSSProperties, type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry, LedgerFilter } from '#shared/protocol/ledger-bridge.ts';
import { bridge } from '../../app/bridge.ts';
import { durationText } from '../../app/duration.ts';
import { loadLine, loadText } from '../../app/load-text.ts';
import { namesOfDeed } from '../../app/names-of-deed.ts';
import { notifyRefusal } from '../../app/notices.ts';
import { useSignedIn, useSyncStatus } from '../../app/session.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useTab } from '../../app/tabs.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { dateTimeText } from '../../ui/format-text.ts';
import { Page, PageHeader } from '../../ui/page.tsx';
import { StateShape } from '../../ui/state-tag.tsx';
import { exportProof } from './deal-with-entry.ts';
import { EntryPanel } from './entry-panel.tsx';
import { useAskedEntry } from './find-rejected.ts';
import { useLedgerColumns } from './ledger-columns.tsx';
import { HiddenNeeding, LedgerFind } from './ledger-find.tsx';
import { type LedgerTab, LedgerTabs } from './ledger-tabs.tsx';
import { NothingHere } from './nothing-here.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { useLedger } from './use-ledger.ts';
import { useShownFirst } from './use-shown-first.ts';
import { useWindow } from './use-window.ts';
import './sync.css';

/** Longer without a word from the office than this is said. */
const SILENT_MS = 5 * 60_000;
const nothing: LedgerFilter = { state: 'needYou', from: null, until: null, search: '' };

/** The ledger of every command of this device: what waits, what the office made of it, what needs a person. */
export function SyncLedger(): ReactNode {
  const { t } = useTranslation();
  const ownTab = useTab();
  const [tab, setTab] = useState<LedgerTab>('all');
  const [typed, setTyped] = useState('');
  const [day, setDay] = useState<string | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  /** A command that hangs on another one, and stands in no list that is shown. */
  const [aside, setAside] = useState<LedgerEntry | null>(null);
  const search = useDeferredValue(typed.trim());
  const today = dayjs().startOf('day').valueOf();
  const isSearching = search !== '' || day !== null;
  const { language } = useTranslation().i18n;
  const filter = useMemo((): LedgerFilter => {
    const from = day === null ? null : dayjs(day).startOf('day').valueOf();
    const until = day === null ? null : dayjs(day).add(1, 'day').startOf('day').valueOf();
    const names = namesOfDeed(search, language);
    return { state: tab, from: tab === 'all' && !isSearching ? today : from, until, search, names };
  }, [tab, day, search, isSearching, today, language]);
  const isToday = tab === 'all' && !isSearching;
  const ledger = useLedger(filter, today);
  const needing = useLedger(nothing, today);
  const counts = isToday ? needing.counts : ledger.counts;
  const hidden = isSearching && ledger.counts ? (needing.counts?.needYou ?? 0) - ledger.counts.needYou : 0;

  // In their order: what needs the person, all of it, then the others. Of the former a window is shown.
  const before = isToday ? needing.entries : [];
  const rest = isToday ? ledger.entries.filter((entry) => !entry.needsAttention) : ledger.entries;
  const listed = [...before, ...rest];
  const at = listed.findIndex((entry) => entry.commandId === selected);
  const apart = aside?.commandId === selected ? aside : undefined;
  const entry = listed[at] ?? apart ?? listed[0];
  const shownFirst = useShownFirst();
  // What the panel shows stands in the list, also when nobody has chosen it.
  const start = useWindow(before.length, shownFirst, entry ? listed.indexOf(entry) : -1);
  const first = before.slice(start, start + shownFirst);
  const allListed =
    isToday && ledger.counts && needing.counts
      ? needing.counts.needYou + ledger.counts.all - ledger.counts.needYou
      : (counts?.[tab] ?? 0);
  const place = entry ? listed.indexOf(entry) + 1 : 0;
  // Those that need the person are counted by themselves: how many decisions are left.
  const needed = Math.max(before.length, needing.counts?.needYou ?? 0);

  const main = useRef<HTMLDivElement>(null);
  /** The keys go to the list that holds this place, whose own Enter does nothing: it is the panel's. */
  const focusList = (place: number) => {
    const lists = main.current?.querySelectorAll<HTMLElement>('.data-table');
    (place < first.length ? lists?.[0] : lists?.[lists.length - 1])?.focus({ preventScroll: true });
  };
  const step = (by: number) => {
    const from = entry ? listed.indexOf(entry) : -1;
    const to = Math.max(0, Math.min(listed.length - 1, from + by));
    const next = listed[to];
    if (!next) return;
    setSelected(next.commandId);
    focusList(to < before.length ? 0 : first.length);
    if (to >= before.length - shownFirst && needing.hasMore) needing.loadMore();
  };
  useShortcut('j', () => step(1), { labelKey: 'syncLedger.next' });
  useShortcut('k', () => step(-1), { labelKey: 'syncLedger.previous' });
  const show = async (commandId: string) => {
    setAside((await bridge().sync.entry(commandId))?.entry ?? null);
    setSelected(commandId);
  };
  const asked = useAskedEntry((state) => state.commandId);
  useEffect(() => {
    if (asked === null) return;
    useAskedEntry.setState({ commandId: null });
    void bridge()
      .sync.entry(asked)
      .then((detail) => {
        setAside(detail?.entry ?? null);
        setSelected(asked);
      });
  }, [asked]);
  const goToTab = (next: LedgerTab) => {
    setTab(next);
    setSelected(null);
    // The list that every tab has.
    focusList(first.length);
  };
  const clear = () => {
    setTyped('');
    setDay(null);
  };
  // Who asks for the ledger means what is in it, not what was looked for an hour ago.
  useEffect(
    () =>
      ownTab.onReopen(() => {
        setTyped('');
        setDay(null);
        setTab('all');
        setSelected(null);
        // Its keys are those of the list: none goes into a field.
        main.current?.querySelector<HTMLElement>('.data-table')?.focus({ preventScroll: true });
      }),
    [ownTab],
  );
  const changed = () => {
    if (entry?.needsAttention) {
      // What was dealt with needs nobody: on to the next that does, or stay and read what became of it.
      const left = listed.filter((each) => each.needsAttention && each !== entry);
      const next = left.find((each) => listed.indexOf(each) > listed.indexOf(entry)) ?? left.at(-1);
      setSelected(next?.commandId ?? entry.commandId);
    }
    ledger.refresh();
    needing.refresh();
  };

  const columns = useLedgerColumns();
  const table = {
    columns,
    rowKey: (each: LedgerEntry) => each.commandId,
    onCursor: (each: LedgerEntry) => setSelected(each.commandId),
    selectedKey: entry?.commandId ?? null,
    followKey: selected,
  };
  return (
    <Page
      header={
        <>
          <LedgerHeader />
          <LedgerTabs counts={counts} value={tab} isSearching={isSearching} onChange={goToTab} />
        </>
      }
    >
      <div className="page-main ledger-main" ref={main}>
        <TroubleNote />
        <LedgerFind typed={typed} onType={setTyped} day={day} onDay={setDay} onEnter={() => focusList(0)} />
        {hidden > 0 ? (
          <HiddenNeeding
            count={hidden}
            isRejected={needing.entries.some((each) => each.state === 'rejected')}
            onShowAll={() => {
              clear();
              goToTab('needYou');
            }}
          />
        ) : null}
        {first.length > 0 ? (
          <section className="ledger-first" aria-label={t('syncLedger.needYou')}>
            <h2 className="ledger-heading">
              <StateShape state={before.some((each) => each.state === 'rejected') ? 'late' : 'wait'} />
              {t('syncLedger.needYou')}
              <span className="small text-3">{t('syncLedger.nothingLost')}</span>
              {before.length > first.length ? (
                <Button size="small" type="link" onClick={() => goToTab('needYou')}>
                  {t('syncLedger.allOfThem', { count: counts?.needYou ?? before.length })}
                </Button>
              ) : null}
            </h2>
            <div className="ledger-first-rows" style={{ '--first-rows': first.length } as CSSProperties}>
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
            ledger.counts === null || first.length > 0 ? null : (
              <NothingHere tab={tab} hasText={search !== ''} hasDay={day !== null} onClear={clear} />
            )
          }
        />
        {isToday && rest.length > 0 ? <p className="ledger-foot small text-3">{t('syncLedger.kept')}</p> : null}
      </div>
      {entry ? (
        <EntryPanel
          entry={entry}
          place={place}
          of={place > 0 && place <= before.length ? needed : Math.max(listed.length, allListed)}
          onChanged={changed}
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
