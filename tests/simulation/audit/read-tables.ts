import type { Kysely } from 'kysely';
import { type Handle, literal, quoted, runSql } from '#db/database.ts';
import { type PreparedQuery, prepareQuery } from '#shared/kernel/prepared.ts';
import type { Columns, Reader, Table, TableName, Tables } from '#shared/kernel/table.ts';
import type { Registry } from '#shared/registry.ts';
import { BusinessRows, type Cell, type ModelRow } from './model/business-rows.ts';

/** All rows of the synced tables, as they are. */
export async function readTables(db: Reader, registry: Registry): Promise<BusinessRows> {
  const rows = new BusinessRows();
  const tables = new Map<string, Table<string, Columns>>(registry.tables.map((table) => [table.name, table]));
  for (const { name } of await runSql<{ name: string }>(db as Handle, whichHaveRows(registry))) {
    for (const row of await readTable(db, tables.get(name) as Table<string, Columns>))
      rows.place(name, String(row.id), row);
  }
  return rows;
}

const questions = new WeakMap<Registry, string>();

/** Many tables of a small company are empty: one question tells which are not. */
function whichHaveRows(registry: Registry): string {
  const known = questions.get(registry);
  if (known !== undefined) return known;
  const text = registry.tables
    .map(({ name }) => `SELECT ${literal(name)} AS "name" WHERE EXISTS (SELECT 1 FROM ${quoted(name)})`)
    .join(' UNION ALL ');
  questions.set(registry, text);
  return text;
}

async function readTable(db: Reader, table: Table<string, Columns>): Promise<ModelRow[]> {
  const rows = await queryOf(table)(db as Kysely<Tables>, {});
  return rows as Record<string, Cell>[];
}

const queries = new Map<string, PreparedQuery<Record<string, never>, unknown>>();

/** Built once: every check of a seed reads every table. A later version may have columns of its own. */
function queryOf({ name, columns }: Table<string, Columns>): PreparedQuery<Record<string, never>, unknown> {
  const query =
    queries.get(name) ?? prepareQuery((tx) => tx.selectFrom(name as TableName).select(Object.keys(columns) as never[]));
  queries.set(name, query);
  return query;
}

/** What differs first between two versions of a table's rows, in words; null when nothing does. */
export function firstDifference(
  table: string,
  expected: ReadonlyMap<string, ModelRow>,
  actual: ReadonlyMap<string, ModelRow>,
): string | null {
  for (const [id, row] of expected) {
    const there = actual.get(id);
    if (!there) return `${table} ${id} is missing`;
    const column = differingColumn(row, there);
    if (column !== null)
      return `${table} ${id}: ${column} is ${JSON.stringify(there[column])}, not ${JSON.stringify(row[column])}`;
  }
  if (actual.size === expected.size) return null;
  const [extra] = [...actual.keys()].filter((id) => !expected.has(id)).sort();
  return extra === undefined ? null : `${table} ${extra} should not be there`;
}

function differingColumn(expected: ModelRow, actual: ModelRow): string | null {
  for (const column in expected) if (expected[column] !== actual[column]) return column;
  for (const column in actual) if (!(column in expected)) return column;
  return null;
}
