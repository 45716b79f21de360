import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { bridge } from '../../app/bridge.ts';
import { useSyncStatus } from '../../app/session.ts';

const PAGE_ROWS = 200;
const LEDGER = ['sync.ledger'];

export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  readonly loading: boolean;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
}

/** The commands of this device, the newest first; follows every change of the sync status. */
export function useLedger(): Ledger {
  const client = useQueryClient();
  const status = useSyncStatus((state) => state.status);
  const query = useInfiniteQuery({
    queryKey: LEDGER,
    queryFn: ({ pageParam }) => bridge().sync.ledger({ beforeSequence: pageParam, limitRows: PAGE_ROWS }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < PAGE_ROWS ? null : (page.at(-1)?.sequence ?? null)),
  });
  useEffect(() => {
    if (status) void client.invalidateQueries({ queryKey: LEDGER });
  }, [client, status]);
  // A change of rows may be the answer to a command, before the status says so.
  useEffect(() => bridge().onChanged(() => void client.invalidateQueries({ queryKey: LEDGER })), [client]);
  return {
    entries: query.data?.pages.flat() ?? [],
    loading: query.isPending,
    hasMore: query.hasNextPage,
    loadMore: () => {
      if (!query.isFetchingNextPage) void query.fetchNextPage();
    },
  };
}
