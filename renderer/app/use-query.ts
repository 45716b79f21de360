/**
 * Local data for screens. Every answer comes from the database beside; nothing here waits for the network.
 * The cache holds an answer until a table that the query reads changes; hidden tabs ask again when they are shown.
 */
import { keepPreviousData, QueryClient, useInfiniteQuery, useQuery as useTanStackQuery } from '@tanstack/react-query';
import type { Page, PageKey } from '#shared/kernel/paging.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from './bridge.ts';
import { readsAny } from './query-tables.ts';

/** A query that was refused; `reason` is what the screen tells. */
export class QueryRefused extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.code);
    this.name = 'QueryRefused';
    this.reason = reason;
  }
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 300_000,
      retry: false,
      networkMode: 'always',
      refetchOnWindowFocus: false,
    },
  },
});

/** Runs a query once, outside of a component. @throws QueryRefused */
export async function runQuery<Result>(name: string, args: unknown): Promise<Result> {
  const reply = await bridge().query(name, args);
  if (!reply.ok) throw new QueryRefused(reply.reason);
  return reply.rows as Result;
}

/**
 * Starts the re-running of queries whose tables changed, but of those marked `meta.isOfItsMoment`: what they cost is
 * paid when somebody looks. Returns the end of it.
 */
export function followChanges(): () => void {
  return bridge().onChanged((tables) => {
    const changed = new Set(tables);
    void queryClient.invalidateQueries({
      predicate: ({ meta, queryKey }) => meta?.isOfItsMoment !== true && readsAny(String(queryKey[0]), changed),
    });
  });
}

export interface QueryState<Result> {
  /** The last answer; while new arguments are asked, the answer to the old ones, so that nothing jumps. */
  readonly data: Result | undefined;
  /** No answer yet at all. */
  readonly loading: boolean;
  /** `data` belongs to older arguments. */
  readonly outdated: boolean;
  readonly refusal: Reason | null;
  readonly refetch: () => void;
}

function reasonOf(error: unknown): Reason | null {
  if (!error) return null;
  if (error instanceof QueryRefused) return error.reason;
  return { code: 'unexpected', params: {} };
}

/** Asks a query by name and keeps its answer true. `Result` is the query's row type (imported as a type). */
export function useQuery<Result>(name: string, args: unknown, options: { enabled?: boolean } = {}): QueryState<Result> {
  const query = useTanStackQuery({
    queryKey: [name, args],
    queryFn: () => runQuery<Result>(name, args),
    enabled: options.enabled ?? true,
    placeholderData: keepPreviousData,
  });
  return {
    data: query.data,
    loading: query.isPending && query.fetchStatus !== 'idle',
    outdated: query.isPlaceholderData,
    refusal: reasonOf(query.error),
    refetch: () => void query.refetch(),
  };
}

export interface PagedState<RowType> {
  readonly rows: readonly RowType[];
  readonly loading: boolean;
  readonly outdated: boolean;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  readonly refusal: Reason | null;
  readonly refetch: () => void;
}

/** Asks a query whose reply is a `Page`, page after page; `cursor` and `limit` are added to the arguments here. */
export function usePagedQuery<RowType>(
  name: string,
  args: Readonly<Record<string, unknown>>,
  options: { enabled?: boolean; limitRows?: number } = {},
): PagedState<RowType> {
  const limit = options.limitRows ?? 200;
  const query = useInfiniteQuery({
    queryKey: [name, args, limit],
    queryFn: ({ pageParam }) => runQuery<Page<RowType>>(name, { ...args, cursor: pageParam, limit }),
    initialPageParam: null as PageKey | null,
    getNextPageParam: (page) => page.next,
    enabled: options.enabled ?? true,
    placeholderData: keepPreviousData,
  });
  return {
    rows: query.data?.pages.flatMap((page) => page.rows) ?? [],
    loading: query.isPending && query.fetchStatus !== 'idle',
    outdated: query.isPlaceholderData,
    hasMore: query.hasNextPage,
    loadMore: () => {
      if (!query.isFetchingNextPage) void query.fetchNextPage();
    },
    refusal: reasonOf(query.error),
    refetch: () => void query.refetch(),
  };
}
