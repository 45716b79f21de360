import { useInfiniteQuery } from '@tanstack/react-query';
import type { AuditEntry, AuditPage, AuditSearch } from '#shared/protocol/audit.ts';
import { bridge } from '../../../app/bridge.ts';
import { useSession, useSyncStatus } from '../../../app/session.ts';
import { fromLedger } from './told-entry.ts';

const PAGE_ROWS = 60;

export type AuditFilter = Omit<AuditSearch, 'before' | 'limitRows'>;

interface AuditState {
  readonly entries: readonly AuditEntry[];
  readonly people: NonNullable<AuditPage['people']>;
  readonly devices: NonNullable<AuditPage['devices']>;
  /** What others of the company did is left out: the person sees a part, or the office cannot be asked. */
  readonly partial: 'none' | 'scopes' | 'device';
  readonly loading: boolean;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  readonly refresh: () => void;
}

type Shown = AuditPage & { readonly isDevice: boolean };

/** The office's answer, page after page; while it cannot be asked, what this device did itself. */
export function useAudit(filter: AuditFilter): AuditState {
  const network = useSyncStatus(({ status }) =>
    status?.network === 'offline' || status?.workOffline ? 'offline' : 'online',
  );
  const query = useInfiniteQuery({
    queryKey: ['audit', network, filter],
    queryFn: ({ pageParam }) => readPage(filter, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });
  const pages = query.data?.pages ?? [];
  const [first] = pages;
  return {
    entries: pages.flatMap((page) => page.entries),
    people: first?.people ?? [],
    devices: first?.devices ?? [],
    partial: first?.isDevice ? 'device' : first?.isPartial ? 'scopes' : 'none',
    loading: query.isPending,
    hasMore: query.hasNextPage,
    loadMore: () => {
      if (!query.isFetchingNextPage) void query.fetchNextPage();
    },
    refresh: () => void query.refetch(),
  };
}

async function readPage(filter: AuditFilter, before: number | null): Promise<Shown> {
  // A page of the office and one of this device have other places: what began here goes on here.
  if (before === null || before >= 0) {
    const reply = await bridge().sync.searchAudit({ ...filter, before, limitRows: PAGE_ROWS });
    if (reply.ok) return { ...reply.answer, isDevice: false };
  }
  return readOwn(filter, before === null ? null : -before);
}

async function readOwn(filter: AuditFilter, beforeSequence: number | null): Promise<Shown> {
  const { session } = useSession.getState();
  const nothing: Shown = { entries: [], next: null, isPartial: true, people: null, devices: null, isDevice: true };
  if (session?.state !== 'signedIn') return nothing;
  const { user, deviceCode } = session;
  const isOthers = filter.userId !== null && filter.userId !== user.id;
  if (isOthers || (filter.deviceCode !== null && filter.deviceCode !== deviceCode)) return nothing;
  const found = await bridge().sync.ledger({
    search: filter.text,
    names: filter.names,
    from: filter.from,
    until: filter.until,
    beforeSequence,
    limitRows: PAGE_ROWS,
  });
  const { rowId } = filter;
  const about =
    rowId === null
      ? found
      : found.filter(({ args, subject }) => subject.customerId === rowId || JSON.stringify(args).includes(rowId));
  const last = found.at(-1);
  return {
    ...nothing,
    entries: about.map((entry) => fromLedger(entry, user, deviceCode)),
    next: found.length === PAGE_ROWS && last ? -last.sequence : null,
  };
}
