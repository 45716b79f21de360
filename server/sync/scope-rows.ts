/**
 * Rows that scopes hold now, table by table in the order of their ids: what snapshots and checksums are made of. Guards:
 * - a row that several of the scopes hold comes once, with all of them;
 * - what is read is what is asked for: the log is read along its key, however many rows and scopes there are.
 */
import { dialectOf, type Handle, runSql } from '#db/database.ts';
import { jsonOfColumn } from '#db/rows.ts';
import { scopePaths } from '#db/triggers/scope-paths.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { parseScope } from '#shared/kernel/scope.ts';
import type { Table } from '#shared/kernel/table.ts';
import { BRANCHES } from './pull-window.ts';
import '#db/side-tables/server.ts';

/** Some ids of a table and who holds each. */
export interface HeldIds {
  readonly ids: readonly Id[];
  /** For each id the scopes, sorted. */
  readonly holders: readonly (readonly string[])[];
  /** Whether there may be more after the last id. */
  readonly more: boolean;
}

/** Which of these scopes can hold rows of a table, by the table's own rules. */
export function scopesOfTable(
  table: Table,
  tablesByName: ReadonlyMap<string, Table>,
  scopes: readonly string[],
): string[] {
  const paths = scopePaths(table, tablesByName);
  return scopes.filter((name) => {
    const scope = parseScope(name);
    return paths.some(({ kind, right = null }) => kind === scope.kind && right === scope.right);
  });
}

/**
 * The next ids of a table that the scopes hold, sorted.
 * @param after the last id that was read; empty for the first
 */
export async function readHeldIds(
  db: Handle,
  tableName: string,
  scopes: readonly string[],
  after: Id,
  limitRows: number,
): Promise<HeldIds> {
  if (scopes.length === 0) return { ids: [], holders: [], more: false };
  const held = new Map<Id, string[]>();
  let end: Id | null = null;
  for (let from = 0; from < scopes.length; from += BRANCHES) {
    const some = scopes.slice(from, from + BRANCHES);
    const limit = limitRows + 1;
    const entries = await readEntries(db, tableName, some, after, limit);
    for (const { rowId, scope } of entries) {
      const holders = held.get(rowId);
      if (holders) holders.push(scope);
      else held.set(rowId, [scope]);
    }
    const last = entries.at(-1)?.rowId;
    // Of the last row and what comes after it not everything was read.
    if (entries.length === limit && last !== undefined && (end === null || last < end)) end = last;
  }
  const cut = end;
  const ids = [...held.keys()].filter((id) => cut === null || id < cut).sort();
  if (cut !== null && ids.length === 0) throw new Error(`one row has more than ${limitRows} scopes`);
  return { ids, holders: ids.map((id) => (held.get(id) ?? []).sort()), more: cut !== null };
}

/** Two texts of thousands of entries each, not thousands of rows: what the driver does for each row costs more. */
async function readEntries(
  db: Handle,
  tableName: string,
  scopes: readonly string[],
  after: Id,
  limit: number,
): Promise<{ scope: string; rowId: Id }[]> {
  const inSqlite = dialectOf(db) === 'sqlite';
  const mark = inSqlite ? () => '?' : (place: number) => `$${place}`;
  const parameters: string[] = [];
  const branches = scopes.map((scope) => {
    parameters.push(scope, tableName, after);
    const at = parameters.length - 2;
    const branch = `SELECT "scope", "rowId" FROM "scopeLog" WHERE "scope" = ${mark(at)} AND "tableName" = ${mark(at + 1)}
      AND "rowId" > ${mark(at + 2)} AND "op" IN ('enter', 'upsert')`;
    // SQLite merges the branches as it goes. PostgreSQL sorts all that is left, where it knows too little of the table.
    return inSqlite ? branch : `SELECT * FROM (${branch} ORDER BY "rowId" LIMIT ${limit}) AS b${at}`;
  });
  const entries = `${branches.join(' UNION ALL ')} ORDER BY "rowId" LIMIT ${limit}`;
  const [texts] = await runSql<{ scopes: string | null; rowIds: string | null }>(
    db,
    `SELECT ${jsonOfColumn(inSqlite, '"scope"')} AS "scopes", ${jsonOfColumn(inSqlite, '"rowId"')} AS "rowIds"
      FROM (${entries}) AS e`,
    parameters,
  );
  const scopeOf = JSON.parse(texts?.scopes ?? '[]') as string[];
  return (JSON.parse(texts?.rowIds ?? '[]') as Id[]).map((rowId, at) => ({ rowId, scope: scopeOf[at] ?? '' }));
}

/** How many rows of each table the scopes hold; a row that two of them hold counts once. */
export async function countHeldRows(
  db: Handle,
  tables: readonly { readonly name: string; readonly scopes: readonly string[] }[],
): Promise<{ table: string; rows: number }[]> {
  const totals: { table: string; rows: number }[] = [];
  for (const { name, scopes } of tables) {
    if (scopes.length === 0) continue;
    const isOne = new Set(scopes.map((scope) => scope.replace(/:[^/]*/, ''))).size === 1;
    // A row has one value for each kind of scope, so that only several kinds can hold it twice.
    const counted = isOne ? 'count(*)' : 'count(DISTINCT "rowId")';
    const list = scopes.map((_, at) => (dialectOf(db) === 'sqlite' ? '?' : `$${at + 2}`)).join(', ');
    const [row] = await runSql<{ rows: number }>(
      db,
      `SELECT ${counted} AS "rows" FROM "scopeLog" WHERE "tableName" = ${dialectOf(db) === 'sqlite' ? '?' : '$1'}
        AND "scope" IN (${list}) AND "op" IN ('enter', 'upsert')`,
      [name, ...scopes],
    );
    if (row && row.rows > 0) totals.push({ table: name, rows: row.rows });
  }
  return totals;
}
