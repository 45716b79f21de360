/**
 * Pulled rows and scope entries into the tables, with txContext on `apply`. Guards:
 * - what this version does not know yet (a table, a column of a newer server) is left out, and stops nothing;
 * - a table that the whole company sees needs no list of who holds a row; every other row goes with its last scope, and
 *   what pages had brought of a scope before it was lost goes with it;
 * - two rows that swap a unique value do not collide, even when they came on different pages.
 */
import type { ControlledTransaction } from 'kysely';
import { quoted, runSql } from '#db/database.ts';
import { applyRows, deleteRows } from '#db/rows.ts';
import type { Columns, Table, Tables } from '#shared/kernel/table.ts';
import type { RowBlock, ScopeBlock } from '#shared/protocol/sync.ts';

type Tx = ControlledTransaction<Tables>;
type AnyTable = Table<string, Columns>;
type Step = () => Promise<void>;

/** A pull as it is applied: read from memory or from the stage. */
export interface PulledRows {
  tables(): Promise<ReadonlySet<string>>;
  blocks(): AsyncIterable<RowBlock>;
  entries(): AsyncIterable<ScopeBlock>;
}

/** Rows between two looks at who waits. */
const ROWS_A_STEP = 250;
const COMPANY_SCOPE = 'company';

/** What becomes exactly what came: rows of these scopes in these tables that were not named go. */
export interface Replaced {
  /** Null: all. */
  readonly scopes: readonly string[] | null;
  /** Null: all. */
  readonly tables: readonly string[] | null;
}

export interface ApplyOptions {
  readonly replaces: Replaced | null;
  /** Scopes that the person may see no longer. */
  readonly scopesLost: readonly string[];
}

/** @returns tables with changed rows, and how many rows came */
export async function applyPulled(
  tx: Tx,
  tables: readonly AnyTable[],
  pulled: PulledRows,
  options: ApplyOptions,
  step: Step,
): Promise<{ readonly tables: ReadonlySet<string>; readonly rowCount: number }> {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const companyWide = findCompanyWide(tables);
  const { replaces } = options;
  const isReplaced = (name: string): boolean => replaces !== null && (replaces.tables?.includes(name) ?? true);
  const isWholeReplaced = (name: string): boolean =>
    isReplaced(name) && companyWide.has(name) && (replaces?.scopes?.includes(COMPANY_SCOPE) ?? true);
  const changed = new Set<string>();
  let rowCount = 0;

  if (await hasUniqueTable(pulled, byName)) await makeRoom(tx, byName, pulled);
  for await (const block of pulled.blocks()) {
    const table = byName.get(block.table);
    if (!table) continue;
    changed.add(table.name);
    rowCount += await applyBlock(tx, table, block, step);
    if (isWholeReplaced(table.name)) await nameRows(tx, table.name, idsOf(block));
  }

  const orphans = await takeScopesAway(tx, options.scopesLost);
  /** Rows that the whole company has lost by the last page that names them, by table. */
  const deleted = new Map<string, Set<string>>();
  if (replaces) await forgetHolders(tx, tables, replaces, companyWide);
  for await (const entry of pulled.entries()) {
    const table = byName.get(entry.table);
    if (!table) continue;
    if (companyWide.has(table.name)) {
      if (entry.scope === COMPANY_SCOPE) noteDeleted(deleted, entry);
      continue;
    }
    if (options.scopesLost.includes(entry.scope)) for (const id of entry.present) addTo(orphans, table.name, id);
    else await noteEntry(tx, entry, orphans);
    await step();
  }

  for (const table of tables) {
    const ids = deleted.get(table.name);
    if (ids === undefined || ids.size === 0) continue;
    await deleteRows(tx, table, [...ids]);
    changed.add(table.name);
  }
  for (const table of tables) {
    const count = isWholeReplaced(table.name)
      ? await deleteUnnamed(tx, table)
      : isReplaced(table.name) && !companyWide.has(table.name)
        ? await deleteUnheld(tx, table)
        : await deleteOrphans(tx, table, orphans.get(table.name) ?? new Set());
    if (count === 0) continue;
    changed.add(table.name);
    await step();
  }
  if (replaces) await tx.deleteFrom('namedRows').execute();
  return { tables: changed, rowCount };
}

/** Notes what a replaced table still has; in the file, since it may be a million rows. */
async function nameRows(tx: Tx, table: string, ids: readonly string[]): Promise<void> {
  await runSql(tx, 'INSERT OR IGNORE INTO "namedRows" ("tableName", "rowId") SELECT ?, value FROM json_each(?)', [
    table,
    JSON.stringify(ids),
  ]);
}

/** Who holds the replaced rows comes anew. */
async function forgetHolders(
  tx: Tx,
  tables: readonly AnyTable[],
  { scopes, tables: only }: Replaced,
  companyWide: ReadonlySet<string>,
): Promise<void> {
  if (scopes === null && only === null) {
    await tx.deleteFrom('scopeRows').execute();
    return;
  }
  const held =
    scopes ??
    (await tx.selectFrom('scopeRows').select('scope').distinct().orderBy('scope').execute()).map(({ scope }) => scope);
  for (const { name } of tables) {
    if (companyWide.has(name) || !(only?.includes(name) ?? true)) continue;
    for (const scope of held) {
      await tx.deleteFrom('scopeRows').where('scope', '=', scope).where('tableName', '=', name).execute();
    }
  }
}

async function deleteUnnamed(tx: Tx, table: AnyTable): Promise<number> {
  return deleteWithout(tx, table, '"namedRows"');
}

/** Rows that no scope holds. */
async function deleteUnheld(tx: Tx, table: AnyTable): Promise<number> {
  return deleteWithout(tx, table, '"scopeRows"');
}

async function deleteWithout(tx: Tx, table: AnyTable, list: string): Promise<number> {
  const gone = await runSql(
    tx,
    `DELETE FROM ${quoted(table.name)} WHERE NOT EXISTS
      (SELECT 1 FROM ${list} AS l WHERE l."tableName" = ? AND l."rowId" = ${quoted(table.name)}."id") RETURNING 1 AS "gone"`,
    [table.name],
  );
  return gone.length;
}

async function deleteOrphans(tx: Tx, table: AnyTable, orphans: ReadonlySet<string>): Promise<number> {
  const gone = await withoutScope(tx, table.name, orphans);
  if (gone.length > 0) await deleteRows(tx, table, gone);
  return gone.length;
}

/** Tables that every user of the company sees whole, by themselves or by their root. */
export function findCompanyWide(tables: readonly AnyTable[]): ReadonlySet<string> {
  const wide = new Set<string>();
  for (let before = -1; before !== wide.size; ) {
    before = wide.size;
    for (const { name, scopedBy } of tables) {
      if (
        scopedBy.every(
          (rule) => (rule.by === 'company' && rule.right === undefined) || (rule.by === 'root' && wide.has(rule.table)),
        )
      )
        wide.add(name);
    }
  }
  return wide;
}

const isUnique = (table: AnyTable | undefined): boolean => table?.indexes.some((index) => index.unique) ?? false;

const idsOf = (block: RowBlock): readonly string[] => (block.cells[block.columns.indexOf('id')] ?? []).map(String);

async function hasUniqueTable(pulled: PulledRows, byName: ReadonlyMap<string, AnyTable>): Promise<boolean> {
  return [...(await pulled.tables())].some((name) => isUnique(byName.get(name)));
}

/** Rows of tables with unique values are taken out before any of them comes back. */
async function makeRoom(tx: Tx, byName: ReadonlyMap<string, AnyTable>, pulled: PulledRows): Promise<void> {
  for await (const block of pulled.blocks()) {
    const table = byName.get(block.table);
    const isWhole = table && Object.keys(table.columns).every((column) => block.columns.includes(column));
    if (table && isUnique(table) && isWhole) await deleteRows(tx, table, idsOf(block));
  }
}

async function applyBlock(tx: Tx, table: AnyTable, block: RowBlock, step: Step): Promise<number> {
  const known = block.columns.flatMap((column, at) => (Object.hasOwn(table.columns, column) ? [at] : []));
  const columns = known.map((at) => block.columns[at] ?? '');
  const rowCount = block.cells[0]?.length ?? 0;
  for (let from = 0; from < rowCount; from += ROWS_A_STEP) {
    const cells = known.map((at) => (block.cells[at] ?? []).slice(from, from + ROWS_A_STEP));
    await applyRows(tx, table, columns, cells);
    await step();
  }
  return rowCount;
}

/** @returns rows that lost a scope, by table */
async function takeScopesAway(tx: Tx, scopes: readonly string[]): Promise<Map<string, Set<string>>> {
  const orphans = new Map<string, Set<string>>();
  for (const scope of scopes) {
    const rows = await tx
      .selectFrom('scopeRows')
      .select(['tableName', 'rowId'])
      .where('scope', '=', scope)
      .orderBy('tableName')
      .orderBy('rowId')
      .execute();
    for (const { tableName, rowId } of rows) addTo(orphans, tableName, rowId);
    await tx.deleteFrom('scopeRows').where('scope', '=', scope).execute();
  }
  return orphans;
}

async function noteEntry(tx: Tx, entry: ScopeBlock, orphans: Map<string, Set<string>>): Promise<void> {
  const { scope, table: tableName } = entry;
  if (entry.present.length > 0) {
    await runSql(
      tx,
      'INSERT OR IGNORE INTO "scopeRows" ("scope", "tableName", "rowId") SELECT ?, ?, value FROM json_each(?)',
      [scope, tableName, JSON.stringify(entry.present)],
    );
  }
  for (const ids of slices(entry.gone)) {
    await tx
      .deleteFrom('scopeRows')
      .where('scope', '=', scope)
      .where('tableName', '=', tableName)
      .where('rowId', 'in', ids)
      .execute();
    for (const id of ids) addTo(orphans, tableName, id);
  }
}

/** All rows have come by now: one that went on one page and came back on a later one must not go again. */
function noteDeleted(deleted: Map<string, Set<string>>, { table, present, gone }: ScopeBlock): void {
  const before = deleted.get(table);
  if (before) for (const id of present) before.delete(id);
  for (const id of gone) addTo(deleted, table, id);
}

/** Which of these rows no scope holds any more. */
async function withoutScope(tx: Tx, tableName: string, candidates: ReadonlySet<string>): Promise<string[]> {
  const left = new Set(candidates);
  for (const ids of slices([...candidates])) {
    const held = await tx
      .selectFrom('scopeRows')
      .select('rowId')
      .where('tableName', '=', tableName)
      .where('rowId', 'in', ids)
      .orderBy('rowId')
      .execute();
    for (const { rowId } of held) left.delete(rowId);
  }
  return [...left];
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}

function* slices(ids: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < ids.length; from += ROWS_A_STEP) yield ids.slice(from, from + ROWS_A_STEP);
}
