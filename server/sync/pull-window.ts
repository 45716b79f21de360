/**
 * Which scope-log entries the next page of a pull holds. Guards:
 * - the cursor goes over versions, and within one over (table, id), over all scopes together: nothing is passed by,
 *   and the entries of one row at one version are never on two pages;
 * - a row that changes while pages are read comes again, since its entry has moved to a newer version.
 */
import type { Id } from '#shared/kernel/ids.ts';
import type { Reader } from '#shared/kernel/table.ts';
import type { Cursor } from '#shared/protocol/sync.ts';
import '#db/side-tables/server.ts';

export interface ScopeEntry {
  readonly scope: string;
  readonly tableName: string;
  readonly rowId: Id;
  readonly version: number;
  readonly op: 'enter' | 'upsert' | 'leave' | 'delete';
}

/** Up to where a page goes: everything up to `version`, and of the next version up to (table, id). */
export type Position = Pick<Cursor, 'version' | 'table' | 'id'>;

export interface PullWindow {
  readonly entries: readonly ScopeEntry[];
  readonly end: Position;
  readonly more: boolean;
}

/**
 * Reads at most `limitRows` entries after `start`, in order.
 * @param version the company version that the transaction sees: where the last page ends
 */
export async function readWindow(
  db: Reader,
  scopes: readonly string[],
  start: Position,
  version: number,
  limitRows: number,
): Promise<PullWindow> {
  const found: ScopeEntry[] = [];
  for (const scope of scopes) found.push(...(await readScopeEntries(db, scope, start, limitRows + 1)));
  found.sort(byPlace);
  const last = found[limitRows];
  if (!last) return { entries: found, end: { version, table: '', id: '' }, more: false };
  // The row that the limit cuts goes to the next page with all its scopes.
  const entries = found.filter((entry) => comparePlaces(entry, last) < 0);
  const lastKept = entries.at(-1);
  if (!lastKept) throw new Error(`one row has more than ${limitRows} scopes`);
  return { entries, end: { version: lastKept.version - 1, table: lastKept.tableName, id: lastKept.rowId }, more: true };
}

/** Cuts a window so that it ends with a whole version. */
export function cutAfterVersion(window: PullWindow, version: number): PullWindow {
  return {
    entries: window.entries.filter((entry) => entry.version <= version),
    end: { version, table: '', id: '' },
    more: true,
  };
}

async function readScopeEntries(db: Reader, scope: string, start: Position, limit: number): Promise<ScopeEntry[]> {
  return db
    .selectFrom('scopeLog')
    .select(['scope', 'tableName', 'rowId', 'version', 'op'])
    .where('scope', '=', scope)
    .where((eb) =>
      eb(eb.refTuple('version', 'tableName', 'rowId'), '>', eb.tuple(start.version + 1, start.table, start.id)),
    )
    .orderBy('version')
    .orderBy('tableName')
    .orderBy('rowId')
    .limit(limit)
    .execute();
}

/** Table names and ids are ASCII: JavaScript's order is that of both databases. */
function comparePlaces(a: ScopeEntry, b: ScopeEntry): number {
  return a.version - b.version || compareText(a.tableName, b.tableName) || compareText(a.rowId, b.rowId);
}

function byPlace(a: ScopeEntry, b: ScopeEntry): number {
  return comparePlaces(a, b) || compareText(a.scope, b.scope);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
