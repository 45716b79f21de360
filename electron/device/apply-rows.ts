/**
 * Pulled rows and scope entries into the tables, with txContext on `apply`. Guards:
 * - what this version does not know yet (a table, a column of a newer server) is left out, and stops nothing;
 * - a table that the whole company sees needs no list of who holds a row; every other row goes with its last scope;
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

export interface ApplyOptions {
  /** Rows that the pull does not name go. */
  readonly fromNull: boolean;
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
  const changed = new Set<string>();
  const seen = new Map<string, Set<string>>();
  let rowCount = 0;

  if (await hasUniqueTable(pulled, byName)) await makeRoom(tx, byName, pulled);
  for await (const block of pulled.blocks()) {
    const table = byName.get(block.table);
    if (!table) continue;
    changed.add(table.name);
    rowCount += await applyBlock(tx, table, block, step);
    if (options.fromNull && companyWide.has(table.name)) {
      const ids = seen.get(table.name) ?? new Set();
      for (const id of idsOf(block)) ids.add(id);
      seen.set(table.name, ids);
    }
  }

  if (options.fromNull) await tx.deleteFrom('scopeRows').execute();
  const orphans = await takeScopesAway(tx, options.scopesLost);
  for await (const entry of pulled.entries()) {
    const table = byName.get(entry.table);
    if (!table) continue;
    if (companyWide.has(table.name)) {
      if (entry.scope === COMPANY_SCOPE && entry.gone.length > 0) {
        await deleteRows(tx, table, entry.gone);
        changed.add(table.name);
      }
      continue;
    }
    await noteEntry(tx, entry, orphans);
    await step();
  }

  for (const table of tables) {
    const gone = options.fromNull
      ? await notSeen(tx, table, companyWide.has(table.name) ? (seen.get(table.name) ?? new Set()) : null)
      : await withoutScope(tx, table.name, orphans.get(table.name) ?? new Set());
    if (gone.length === 0) continue;
    await deleteRows(tx, table, gone);
    changed.add(table.name);
    await step();
  }
  return { tables: changed, rowCount };
}

/** Tables that every user of the company sees whole, by themselves or by their root. */
function findCompanyWide(tables: readonly AnyTable[]): ReadonlySet<string> {
  const wide = new Set<string>();
  for (let before = -1; before !== wide.size; ) {
    before = wide.size;
    for (const { name, scopedBy } of tables) {
      if (scopedBy.every((rule) => rule.by === 'company' || (rule.by === 'root' && wide.has(rule.table))))
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
  for (const ids of slices(entry.present)) {
    await tx
      .insertInto('scopeRows')
      .values(ids.map((rowId) => ({ scope, tableName, rowId })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
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

/** After a load from the beginning: rows here that it did not name. @param seen null: those that a scope holds */
async function notSeen(tx: Tx, table: AnyTable, seen: ReadonlySet<string> | null): Promise<string[]> {
  const rows = await runSql<{ id: string }>(tx, `SELECT "id" FROM ${quoted(table.name)} ORDER BY "id"`);
  const ids = rows.map((row) => row.id);
  if (seen) return ids.filter((id) => !seen.has(id));
  return withoutScope(tx, table.name, new Set(ids));
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}

function* slices(ids: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < ids.length; from += ROWS_A_STEP) yield ids.slice(from, from + ROWS_A_STEP);
}
