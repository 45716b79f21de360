/**
 * Which scope-log entries the next page of a pull holds. Guards:
 * - the cursor goes over versions, and within one over (table, id), over all scopes together: nothing is passed by,
 *   and the entries of one row at one version are never on two pages;
 * - a row that changes while pages are read comes again, since its entry has moved to a newer version.
 */
import { sql } from 'kysely';
import { dialectOf, type Handle, quoted } from '#db/database.ts';
import { jsonOfColumn } from '#db/rows.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { type PreparedQuery, prepareQuery } from '#shared/kernel/prepared.ts';
import type { Reader } from '#shared/kernel/table.ts';
import { PULL_LIMIT_ROWS } from '#shared/protocol/limits.ts';
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

/** Scopes that one query merges; SQLite takes 500 at the most. */
export const BRANCHES = 100;

/**
 * Reads at most `limitRows` entries after `start`, in order; more where one row alone has more.
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
  for (let from = 0; from < scopes.length; from += BRANCHES) {
    found.push(...(await readEntries(db, scopes.slice(from, from + BRANCHES), start, limitRows + 1)));
  }
  found.sort(byPlace);
  const last = found[limitRows];
  if (!last) return { entries: found, end: { version, table: '', id: '' }, more: false };
  // The row that the limit cuts goes to the next page with all its scopes.
  const entries = found.filter((entry) => comparePlaces(entry, last) < 0);
  const lastKept = entries.at(-1);
  if (!lastKept) {
    if (limitRows >= PULL_LIMIT_ROWS) throw new Error(`one row has more than ${limitRows} scopes`);
    return readWindow(db, scopes, start, version, PULL_LIMIT_ROWS);
  }
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

/**
 * The first entries after `start` over all the scopes. Each scope's entries stand in order in the index: SQLite merges
 * the branches as it goes, PostgreSQL reads at most a page of each.
 */
async function readEntries(
  db: Reader,
  scopes: readonly string[],
  start: Position,
  limit: number,
): Promise<ScopeEntry[]> {
  if (scopes.length === 0) return [];
  const { version, table, id } = start;
  const given = { scopes, version: version + 1, table, id };
  const [texts] = await queryFor(limit)(db as Handle, given);
  if (!texts) throw new Error('a query that sums up has one row');
  const scope = listIn<string>(texts.scope);
  const tableName = listIn<string>(texts.tableName);
  const versions = listIn<number>(texts.version);
  const op = listIn<ScopeEntry['op']>(texts.op);
  return listIn<Id>(texts.rowId).map((rowId, at) => ({
    scope: scope[at] as string,
    tableName: tableName[at] as string,
    rowId,
    version: versions[at] as number,
    op: op[at] as ScopeEntry['op'],
  }));
}

type Given = {
  readonly scopes: readonly string[];
  readonly version: number;
  readonly table: string;
  readonly id: string;
};
type Texts = Readonly<Record<keyof ScopeEntry, string | null>>;

const queries = new Map<number, PreparedQuery<Given, Texts>>();

/** A limit stands in the text of a query; there are few. */
function queryFor(limit: number): PreparedQuery<Given, Texts> {
  const query = queries.get(limit) ?? prepareQuery<Given, Texts>((db, given) => entriesQuery(db, given, limit));
  queries.set(limit, query);
  return query;
}

function entriesQuery(db: Reader, { scopes, ...start }: Given, limit: number) {
  const inSqlite = dialectOf(db as Handle) === 'sqlite';
  const [first, ...others] = scopes.map((scope, at) => {
    const entries = entriesOf(db, scope, start);
    // Where PostgreSQL knows too little of the table it would sort all that is left, for each page anew.
    const branch = inSqlite ? entries : entries.orderBy('version').orderBy('tableName').orderBy('rowId').limit(limit);
    return db.selectFrom(branch.as(`b${at}`)).select(['scope', 'tableName', 'rowId', 'version', 'op']);
  });
  if (!first) throw new Error('whoever asks sees something');
  const found = others
    .reduce((all, branch) => all.unionAll(branch), first)
    .orderBy('version')
    .orderBy('tableName')
    .orderBy('rowId')
    .limit(limit);
  // Five texts of thousands of entries each, not thousands of rows: what the driver does for each row costs more.
  const listOf = (column: keyof ScopeEntry) =>
    sql<string | null>`${sql.raw(jsonOfColumn(inSqlite, quoted(column)))}`.as(column);
  return db
    .selectFrom(found.as('found'))
    .select([listOf('scope'), listOf('tableName'), listOf('rowId'), listOf('version'), listOf('op')]);
}

function listIn<Value>(text: string | null): Value[] {
  return text === null ? [] : (JSON.parse(text) as Value[]);
}

function entriesOf(db: Reader, scope: string, start: Omit<Given, 'scopes'>) {
  return db
    .selectFrom('scopeLog')
    .select(['scope', 'tableName', 'rowId', 'version', 'op'])
    .where('scope', '=', scope)
    .where((eb) =>
      eb(eb.refTuple('version', 'tableName', 'rowId'), '>', eb.tuple(start.version, start.table, start.id)),
    );
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
