import type { z } from 'zod';
import type { Actor } from './command.ts';
import type { Id } from './ids.ts';
import type { Instant } from './instants.ts';
import type { Reader, TableName } from './table.ts';

/** What a query may know beside the rows and its arguments. */
export interface QueryContext {
  /** Queries run on devices, whose rows are all within reach. */
  readonly actor: Pick<Actor, 'userId' | 'permissions'>;
  readonly now: Instant;
  /** Codes of the device that asks, of its history now and those before; left out: nothing is held on one device. */
  readonly deviceCodes?: readonly string[];
  /**
   * Ids of the rows of `table` that fit what a person typed, at most `limitRows` (and HITS_LIMIT_ROWS): the row whose
   * code it is, rows that are known by it, rows whose code begins with it, then the rest, the newest first. Device only:
   * the index is never synced. Queries read the rows with `readHits`.
   */
  search(table: TableName, typed: string, limitRows: number): Promise<readonly Id[]>;
  /** Ids of the rows that have one of the codes (300 at the most), whatever its case, width, separators. Device only. */
  findByCodes(table: TableName, codes: readonly string[]): Promise<readonly Id[]>;
}

export interface QueryDefinition<Args = unknown, Result = unknown> {
  /** `domain.nounPhrase`. */
  readonly name: string;
  readonly permission: string | null;
  readonly args: z.ZodType<Args>;
  /** The tables that it reads: a change of one re-runs it on screens. A test compares this with the compiled SQL. */
  readonly reads: readonly TableName[];
  /** Reads so much that a person would notice: readers keep it away from what is typed. */
  readonly isSlow: boolean;
  readonly run: (db: Reader, args: Args, context: QueryContext) => Promise<Result>;
}

/** Any query, as the registry holds it. */
// biome-ignore lint/suspicious/noExplicitAny: argument types are erased here; the runner parses before it runs
export type AnyQuery = QueryDefinition<any, unknown>;

/** Declares a query; without `permission` everyone who is signed in may ask it. */
export function defineQuery<Args, Result>(
  options: Omit<QueryDefinition<Args, Result>, 'permission' | 'isSlow'> & { permission?: string; isSlow?: boolean },
): QueryDefinition<Args, Result> {
  return { ...options, permission: options.permission ?? null, isSlow: options.isSlow ?? false };
}
