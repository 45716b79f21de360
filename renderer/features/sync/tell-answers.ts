/**
 * Tells the person when the office answers otherwise than this device foretold. Guards: each command is told once; many
 * at once are one notice; a notice goes when its command was seen in the ledger, and none stands before the ledger.
 */
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { bridge } from '../../app/bridge.ts';
import { i18n, reasonText } from '../../app/i18n.ts';
import { notify } from '../../app/notices.ts';
import { useSyncStatus } from '../../app/session.ts';
import { openTab, useTabs } from '../../app/tabs.ts';
import { openEntry } from './find-rejected.ts';
import { deedOf, factsOf, newReasonsOf, openerOf } from './read-entry.ts';

/** More than these at once are told together. */
const TOLD_ONE_BY_ONE = 3;
const TOLD_LIMIT_ROWS = 500;

/** Looks into the ledger whenever the number of those that need a person changes. Returns the end of it. */
export function tellAnswers(): () => void {
  const told = new Map<string, () => void>();
  let ended = false;
  const look = async () => {
    const entries = await bridge().sync.ledger({
      state: 'needYou',
      beforeSequence: null,
      limitRows: TOLD_LIMIT_ROWS,
    });
    if (ended) return;
    for (const [commandId, close] of told) {
      if (!entries.some((entry) => entry.commandId === commandId)) close();
    }
    const fresh = entries.filter((entry) => !told.has(entry.commandId));
    if (isLedgerInFront()) {
      for (const entry of fresh) told.set(entry.commandId, () => {});
    } else if (fresh.length > TOLD_ONE_BY_ONE) {
      const close = tellTogether(fresh.length);
      for (const entry of fresh) told.set(entry.commandId, close);
    } else {
      for (const entry of fresh.toReversed()) told.set(entry.commandId, tell(entry));
    }
  };
  let known = 0;
  const follow = (needsAttention: number) => {
    if (needsAttention === known) return;
    known = needsAttention;
    void look();
  };
  follow(useSyncStatus.getState().status?.needsAttention ?? 0);
  const stop = useSyncStatus.subscribe(({ status }) => follow(status?.needsAttention ?? 0));
  // The ledger says it all, and the notices would stand before it.
  const stopTabs = useTabs.subscribe(() => {
    if (isLedgerInFront()) for (const close of told.values()) close();
  });
  return () => {
    ended = true;
    stop();
    stopTabs();
  };
}

function isLedgerInFront(): boolean {
  const { tabs, activeId } = useTabs.getState();
  return tabs.find((tab) => tab.id === activeId)?.kind === 'sync';
}

function tell(entry: LedgerEntry): () => void {
  if (entry.unshown !== null) return tellUnshown(entry);
  const rejected = entry.state === 'rejected';
  const open = openerOf(entry);
  return notify({
    tone: rejected ? 'late' : 'wait',
    title: () =>
      i18n.t(rejected ? 'syncLedger.told.rejected' : 'syncLedger.told.adjusted', {
        document: factsOf(entry).document ?? deedOf(entry),
      }),
    text: newReasonsOf(entry).length === 0 ? null : () => newReasonsOf(entry).map(reasonText).join(' '),
    action: {
      label: () => i18n.t(open ? 'syncLedger.open' : 'sync.openLedger'),
      run: open ?? (() => void openTab('sync')),
      lasting: true,
    },
  });
}

/** It has no document that could be opened: the ledger says what it is. */
function tellUnshown(entry: LedgerEntry): () => void {
  return notify({
    tone: 'wait',
    title: () => i18n.t('syncLedger.told.unshown', { document: factsOf(entry).document ?? deedOf(entry) }),
    text: () => i18n.t('syncLedger.told.unshownText'),
    action: { label: () => i18n.t('sync.openLedger'), run: () => openEntry(entry.commandId), lasting: true },
  });
}

function tellTogether(count: number): () => void {
  return notify({
    tone: 'wait',
    title: () => i18n.t('syncLedger.told.many', { count }),
    action: { label: () => i18n.t('sync.openLedger'), run: () => void openTab('sync'), lasting: true },
  });
}
