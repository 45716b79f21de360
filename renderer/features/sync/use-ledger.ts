/**
 * The pages of the ledger that a screen has read. Guards: a page is a stretch of the commands' own order, so that what
 * is added or answered meanwhile moves nothing; only stretches that can have changed are read again; many changes at
 * once are one reading.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { LedgerCounts, LedgerEntry, LedgerFilter } from '#shared/protocol/ledger-bridge.ts';
import { bridge } from '../../app/bridge.ts';
import { useSyncStatus } from '../../app/session.ts';

const PAGE_ROWS = 200;
/** Changes within this time are one. */
const GATHER_MS = 120;

/** A stretch: entries before `before`, down to `from`; null is the newest, or the end. */
interface Stretch {
  readonly before: number | null;
  readonly from: number | null;
  readonly entries: readonly LedgerEntry[];
}

export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  /** null until the first were read. */
  readonly counts: LedgerCounts | null;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  /** Reads again everything that was read: after what the person did themselves. */
  readonly refresh: () => void;
}

/** Calls `look` on every change of sync or rows, gathered. */
function useChanges(look: () => void): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = null;
        look();
      }, GATHER_MS);
    };
    const stopStatus = useSyncStatus.subscribe(soon);
    const stopChanges = bridge().onChanged(soon);
    return () => {
      if (timer !== null) clearTimeout(timer);
      stopStatus();
      stopChanges();
    };
  }, [look]);
}

async function readStretch(filter: LedgerFilter, { before, from }: Omit<Stretch, 'entries'>): Promise<Stretch> {
  const entries = await bridge().sync.ledger({
    ...filter,
    beforeSequence: before,
    fromSequence: from,
    limitRows: PAGE_ROWS,
  });
  const isFull = from === null && entries.length === PAGE_ROWS;
  return { before, from: isFull ? (entries.at(-1)?.sequence ?? null) : from, entries };
}

/** The commands of a filter, the newest first, with the counts of its tabs. @param since from when on `all` counts */
export function useLedger(filter: LedgerFilter, since: number): Ledger {
  const { state, from, until, search, names } = filter;
  const [stretches, setStretches] = useState<readonly Stretch[]>([]);
  const [counts, setCounts] = useState<LedgerCounts | null>(null);
  const held = useRef<{ stretches: readonly Stretch[]; oldestOpen: number | null; turn: number; isBusy: boolean }>({
    stretches: [],
    oldestOpen: null,
    turn: 0,
    isBusy: false,
  });

  const show = useCallback((next: readonly Stretch[]) => {
    held.current.stretches = next;
    setStretches(next);
  }, []);

  const read = useCallback(
    async (which: 'all' | 'changed') => {
      const own: LedgerFilter = { state, from, until, search, ...(names ? { names } : {}) };
      const { current } = held;
      const { turn } = current;
      const next = await bridge().sync.ledgerCounts({ from, until, search, since, ...(names ? { names } : {}) });
      // What could still change by itself the last time may have changed now.
      const open = Math.min(current.oldestOpen ?? Number.MAX_SAFE_INTEGER, next.oldestOpen ?? Number.MAX_SAFE_INTEGER);
      const known = current.stretches.length > 0 ? current.stretches : [{ before: null, from: null, entries: [] }];
      const again = await Promise.all(
        known.map((stretch) =>
          which === 'all' || stretch.before === null || stretch.before > open ? readStretch(own, stretch) : stretch,
        ),
      );
      if (current.turn !== turn) return;
      current.oldestOpen = next.oldestOpen;
      setCounts(next);
      show(again);
    },
    [state, from, until, search, names, since, show],
  );

  useEffect(() => {
    held.current = { stretches: [], oldestOpen: null, turn: held.current.turn + 1, isBusy: false };
    void read('all');
  }, [read]);
  useChanges(useCallback(() => void read('changed'), [read]));

  const last = stretches.at(-1);
  const loadMore = () => {
    const { current } = held;
    const end = current.stretches.at(-1)?.from ?? null;
    if (current.isBusy || end === null) return;
    current.isBusy = true;
    const { turn } = current;
    void readStretch(filter, { before: end, from: null })
      .then((more) => {
        if (current.turn === turn) show([...current.stretches, more]);
      })
      .finally(() => {
        current.isBusy = false;
      });
  };
  return {
    entries: stretches.flatMap((stretch) => stretch.entries),
    counts,
    hasMore: last !== undefined && last.from !== null,
    loadMore,
    refresh: () => void read('all'),
  };
}
