/**
 * Pulled rows and scope entries into the tables, with txContext on `apply`. Guards:
 * - what this version does not know yet (a table, a column of a newer server) is left out, and stops nothing;
 * - a table that the whole company sees needs no list of who holds a row; every other row goes with its last scope, and
 *   what pages had brought of a scope before it was lost goes with it;
 * - two rows that swap a unique value do not collide, even when they came on different pages;
 * - a load may replace a million rows: no piece of work is larger than a step.
 */
import type { ControlledTransaction } from 'kysely';
import { quoted, runSql } from '#db/database.ts';
import { applyRows, deleteRows } from '#db/rows.ts';
import type { Columns, Table, Tables } from '#shared/kernel/table.ts';
import type { RowBlock, ScopeBlock } from '#shared/protocol/sync.ts';
import {
  addOrphan,
  forgetHolders,
  noteEntry,
  type Orphans,
  slices,
  takeScopesAway,
  withoutScope,
} from './scope-holders.ts';

type Tx = ControlledTransaction<Tables>;
type AnyTable = Table<string, Columns>;
type Step = () => Promise<void>;

/** A pull as it is applied: read from memory or from the stage. */
export interface PulledRows {
  tables(): Promise<ReadonlySet<string>>;
  /** @param only of these tables; all unless given */
  blocks(only?: ReadonlySet<string>): AsyncIterable<RowBlock>;
  entries(): AsyncIterable<ScopeBlock>;
}

/** Rows between two looks at who waits. */
const ROWS_A_STEP = 250;
/** Of those that are only looked up. */
const LOOKED_UP_A_STEP = 1_000;
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

  await makeRoom(tx, byName, pulled, step);
  for await (const block of pulled.blocks()) {
    const table = byName.get(block.table);
    if (!table) continue;
    changed.add(table.name);
    rowCount += await applyBlock(tx, table, block, step);
    if (isWholeReplaced(table.name)) await nameRows(tx, table.name, idsOf(block));
  }

  const orphans = await takeScopesAway(tx, options.scopesLost, step);
  /** Rows that the whole company has lost by the last page that names them, by table. */
  const deleted: Orphans = new Map();
  if (replaces) {
    const held = tables.filter(({ name }) => !companyWide.has(name));
    await forgetHolders(tx, replaces.scopes, replaces.tables, held, step);
  }
  for await (const entry of pulled.entries()) {
    const table = byName.get(entry.table);
    if (!table) continue;
    if (companyWide.has(table.name)) {
      if (entry.scope === COMPANY_SCOPE) noteDeleted(deleted, entry);
      continue;
    }
    if (options.scopesLost.includes(entry.scope)) for (const id of entry.present) addOrphan(orphans, table.name, id);
    else await noteEntry(tx, entry, orphans, step);
    await step();
  }

  for (const table of tables) {
    const ids = deleted.get(table.name);
    if (ids === undefined || ids.size === 0) continue;
    for (const some of slices([...ids])) {
      await deleteRows(tx, table, some);
      await step();
    }
    changed.add(table.name);
  }
  for (const table of tables) {
    const count = isWholeReplaced(table.name)
      ? await deleteWithout(tx, table, '"namedRows"', step)
      : isReplaced(table.name) && !companyWide.has(table.name)
        ? await deleteWithout(tx, table, '"scopeRows"', step)
        : await deleteOrphans(tx, table, orphans.get(table.name) ?? new Set(), step);
    if (count > 0) changed.add(table.name);
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

/** Takes out rows of a replaced table that are not in the list, along their ids. @returns how many */
async function deleteWithout(
  tx: Tx,
  table: AnyTable,
  list: '"namedRows"' | '"scopeRows"',
  step: Step,
): Promise<number> {
  const name = quoted(table.name);
  let count = 0;
  for (let after = ''; ; ) {
    const [end] = await runSql<{ id: string }>(
      tx,
      `SELECT "id" FROM ${name} WHERE "id" > ? ORDER BY "id" LIMIT 1 OFFSET ${LOOKED_UP_A_STEP - 1}`,
      [after],
    );
    const gone = await runSql(
      tx,
      `DELETE FROM ${name} WHERE "id" > ? ${end ? 'AND "id" <= ?' : ''} AND NOT EXISTS
        (SELECT 1 FROM ${list} AS l WHERE l."tableName" = ? AND l."rowId" = ${name}."id") RETURNING 1 AS "gone"`,
      [after, ...(end ? [end.id] : []), table.name],
    );
    count += gone.length;
    await step();
    if (!end) return count;
    after = end.id;
  }
}

/** Takes out what lost a scope and has no other. @returns how many */
async function deleteOrphans(tx: Tx, table: AnyTable, orphans: ReadonlySet<string>, step: Step): Promise<number> {
  let count = 0;
  for (const ids of slices([...orphans])) {
    const gone = await withoutScope(tx, table.name, ids);
    if (gone.length > 0) await deleteRows(tx, table, gone);
    count += gone.length;
    await step();
  }
  return count;
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

/** Rows of tables with unique values are taken out before any of them comes back. */
async function makeRoom(tx: Tx, byName: ReadonlyMap<string, AnyTable>, pulled: PulledRows, step: Step): Promise<void> {
  const unique = new Set([...(await pulled.tables())].filter((name) => isUnique(byName.get(name))));
  if (unique.size === 0) return;
  for await (const block of pulled.blocks(unique)) {
    const table = byName.get(block.table);
    if (!table || !Object.keys(table.columns).every((column) => block.columns.includes(column))) continue;
    for (const ids of slices(idsOf(block))) {
      await deleteRows(tx, table, ids);
      await step();
    }
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

/** All rows have come by now: one that went on one page and came back on a later one must not go again. */
function noteDeleted(deleted: Orphans, { table, present, gone }: ScopeBlock): void {
  const before = deleted.get(table);
  if (before) for (const id of present) before.delete(id);
  for (const id of gone) addOrphan(deleted, table, id);
}
