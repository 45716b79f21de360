import { Button, Tabs } from 'antd';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { bridge } from '../../app/bridge.ts';
import { featureActions } from '../../app/features.ts';
import { notifyRefusal } from '../../app/notices.ts';
import { may, useSession, useSignedIn, useSyncStatus } from '../../app/session.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/format.tsx';
import { dateTimeText, timeOrDayText } from '../../ui/format-text.ts';
import { EmptyState, Page, PageHeader } from '../../ui/page.tsx';
import { type StateName, StateShape, StateTag } from '../../ui/state-tag.tsx';
import { EntryPanel } from './entry-panel.tsx';
import { Party } from './party.tsx';
import { answerOf, deedOf, factsOf, fitsFilter, type LedgerFilter, stateOf } from './read-entry.ts';
import { useLedger } from './use-ledger.ts';
import './sync.css';

const filters: readonly LedgerFilter[] = ['needYou', 'waiting', 'all'];

/** The ledger of every command of this device: what waits, what the office made of it, what needs a person. */
export function SyncLedger(): ReactNode {
  const { t, i18n } = useTranslation();
  const { deviceCode } = useSignedIn();
  const status = useSyncStatus((state) => state.status);
  const ledger = useLedger();
  const [chosen, setChosen] = useState<LedgerFilter | null>(null);
  const [selected, setSelected] = useState<string | null>(null);

  const needYou = useMemo(() => ledger.entries.filter((entry) => entry.needsAttention), [ledger.entries]);
  const filter = chosen ?? (needYou.length > 0 ? 'needYou' : 'all');
  const shown = useMemo(() => ledger.entries.filter((entry) => fitsFilter(entry, filter)), [ledger.entries, filter]);
  const at = shown.findIndex((entry) => entry.commandId === selected);
  const entry = shown[at] ?? (filter === 'needYou' ? shown[0] : undefined);

  // What needs a person may lie further back than the first page.
  const missing = (status?.needsAttention ?? 0) > needYou.length;
  const { hasMore, loadMore } = ledger;
  useEffect(() => {
    if (filter === 'needYou' && missing && hasMore) loadMore();
  }, [filter, missing, hasMore, loadMore]);

  const step = (by: number) => {
    const from = entry ? shown.indexOf(entry) : -1;
    const next = shown[Math.max(0, Math.min(shown.length - 1, from + by))];
    if (next) setSelected(next.commandId);
  };
  useShortcut('j', () => step(1), { labelKey: 'syncLedger.next' });
  useShortcut('k', () => step(-1), { labelKey: 'syncLedger.previous' });

  const markSeen = useCallback(async (commandId: string) => {
    const reply = await bridge().sync.markSeen(commandId);
    if (!reply.ok) notifyRefusal(reply.reason);
  }, []);
  const sendNow = async () => {
    const reply = await bridge().sync.sendNow();
    if (!reply.ok) notifyRefusal(reply.reason);
  };

  const columns = useColumns();
  const asOf = status?.dataAsOf;
  const counts: Readonly<Record<LedgerFilter, number | null>> = {
    needYou: status?.needsAttention ?? needYou.length,
    waiting: status?.waiting ?? null,
    all: null,
  };
  const shapes: Readonly<Record<LedgerFilter, StateName | null>> = {
    needYou: (status?.rejected ?? 0) > 0 ? 'late' : 'wait',
    waiting: 'open',
    all: null,
  };
  return (
    <Page
      header={
        <PageHeader
          title={t('syncLedger.title')}
          note={
            asOf
              ? t('syncLedger.note', { device: deviceCode, at: dateTimeText(asOf, i18n.language) })
              : t('syncLedger.noteNever', { device: deviceCode })
          }
        >
          <ActionButton
            label={t('sync.sendNow')}
            keys="f9"
            labelKey="shortcuts.sendNow"
            onRun={() => void sendNow()}
            disabled={status?.workOffline ?? false}
          />
        </PageHeader>
      }
    >
      <div className="page-main">
        <Tabs
          className="ledger-tabs"
          activeKey={filter}
          onChange={(key) => setChosen(filters.find((each) => each === key) ?? 'all')}
          items={filters.map((key) => ({
            key,
            label: (
              <span className="ledger-tab">
                {counts[key] && shapes[key] ? <StateShape state={shapes[key]} /> : null}
                {t(`syncLedger.filters.${key}`)}
                {counts[key] === null ? null : <span className="strong">{counts[key]}</span>}
              </span>
            ),
          }))}
        />
        <DataTable<LedgerEntry>
          label={t('syncLedger.title')}
          columns={columns}
          rows={shown}
          rowKey={(each) => each.commandId}
          onOpen={(each) => setSelected(each.commandId)}
          onCursor={(each) => setSelected(each.commandId)}
          selectedKey={entry?.commandId ?? null}
          hasMore={ledger.hasMore}
          onNearEnd={ledger.loadMore}
          empty={
            ledger.loading ? null : (
              <EmptyState
                title={t(`syncLedger.empty.${filter}`)}
                action={
                  filter === 'all' ? (
                    <FirstDeed />
                  ) : (
                    <Button onClick={() => setChosen('all')}>{t('syncLedger.showAll')}</Button>
                  )
                }
              >
                {t(`syncLedger.emptyText.${filter}`)}
              </EmptyState>
            )
          }
        />
      </div>
      {entry ? (
        <EntryPanel
          entry={entry}
          place={shown.indexOf(entry) + 1}
          of={shown.length}
          onSeen={() => void markSeen(entry.commandId)}
        />
      ) : null}
    </Page>
  );
}

/** What a person may make first, so that something stands here. */
function FirstDeed(): ReactNode {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const making = featureActions.find((action) => action.isNew && may(session, action.permission));
  return making ? <Button onClick={making.run}>{t(making.labelKey)}</Button> : null;
}

function useColumns(): readonly DataColumn<LedgerEntry>[] {
  const { t, i18n } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'made',
        title: t('syncLedger.made'),
        width: '80px',
        render: (entry) => timeOrDayText(entry.issuedAt, i18n.language),
      },
      { key: 'deed', title: t('syncLedger.deed'), width: 'minmax(112px, 1.2fr)', render: (entry) => deedOf(entry) },
      {
        key: 'document',
        title: t('syncLedger.document'),
        width: 'minmax(112px, 1fr)',
        render: (entry) => factsOf(entry).document ?? <Empty />,
      },
      {
        key: 'party',
        title: t('syncLedger.party'),
        width: 'minmax(120px, 1.2fr)',
        render: (entry) => <Party entry={entry} />,
      },
      {
        key: 'state',
        title: t('syncLedger.state'),
        width: '80px',
        render: (entry) => (
          <StateTag state={stateOf(entry)} plain>
            {t(`syncLedger.states.${entry.state}`)}
          </StateTag>
        ),
      },
      {
        key: 'answer',
        title: t('syncLedger.answer'),
        width: 'minmax(120px, 2fr)',
        render: (entry) => <span className="text-2">{answerOf(entry)}</span>,
      },
    ],
    [t, i18n.language],
  );
}
