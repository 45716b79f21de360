/**
 * Server only: keeps of audited tables what became of each row. Guards:
 * - whoever writes, a device's command or the server itself, leaves who, when, and each column before and after;
 * - what sync applies and what migrations do leaves nothing;
 * - a command that changes a column twice leaves one change: from what was before it to what it left.
 */
import type { Table } from '#shared/kernel/table.ts';
import { literal } from '../database.ts';
import { anyOf, cell, changed, noParts, type RowEvent, type TriggerLanguage, type TriggerParts } from './language.ts';

/** They say who and when, which the change says by itself. */
const selfTold: ReadonlySet<string> = new Set(['id', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy']);

/** One change a command and column. */
const JOINED = '("version", "tableName", "rowId", "columnName") DO UPDATE SET "became" = excluded."became"';

export function auditParts(language: TriggerLanguage, table: Table): TriggerParts {
  if (!table.audited) return noParts();
  const asText = (row: 'NEW' | 'OLD', column: string): string =>
    // Columns of text and of numbers have different collations there, and the two are compared.
    `CAST(${cell(row, column)} AS text)${language.dialect === 'postgres' ? ' COLLATE "C"' : ''}`;
  const keys = keyColumns(table).map((column) => ({ column, was: 'NULL', became: 'NULL' }));
  const columns = Object.keys(table.columns).filter((column) => !selfTold.has(column));
  const updated = columns.map((column) => ({
    column,
    was: asText('OLD', column),
    became: asText('NEW', column),
  }));
  return {
    insert: [
      keep(
        language,
        table,
        'insert',
        keys.map((key) => ({ ...key, became: asText('NEW', key.column) })),
      ),
    ],
    update: [keep(language, table, 'update', updated, [anyOf(columns.map(changed))])],
    delete: [
      keep(
        language,
        table,
        'delete',
        keys.map((key) => ({ ...key, was: asText('OLD', key.column) })),
      ),
    ],
  };
}

/** What people know a row by: its first unique key; without one its id. */
function keyColumns(table: Table): readonly string[] {
  return table.indexes.find(({ unique }) => unique)?.columns ?? ['id'];
}

interface Cell {
  readonly column: string;
  readonly was: string;
  readonly became: string;
}

/** One statement for all columns. */
function keep(
  language: TriggerLanguage,
  table: Table,
  op: RowEvent,
  cells: readonly Cell[],
  when: readonly string[] = [],
): string {
  const rows = cells.map(
    ({ column, was, became }) => `SELECT ${literal(column)} AS "name", ${was} AS "was", ${became} AS "became"`,
  );
  return language.insertSelect({
    into: 'rowChanges',
    values: {
      version: language.context('version'),
      tableName: literal(table.name),
      rowId: cell(op === 'delete' ? 'OLD' : 'NEW', 'id'),
      columnName: 'kept."name"',
      op: literal(op),
      was: 'kept."was"',
      became: 'kept."became"',
      actorId: language.context('actorId'),
      at: language.context('now'),
    },
    from: [`(${rows.join(' UNION ALL ')}) AS kept`],
    where: op === 'update' ? ['kept."was" IS DISTINCT FROM kept."became"'] : [],
    when,
    onConflict: JOINED,
  });
}
