/** The schema that a database really has, in the same words as the descriptors: to compare the two. */

import { type Dialect, dialectOf, type Handle, runSql, type Side } from '#db/database.ts';
import { indexName } from '#db/migrations/vocabulary.ts';
import type { Table } from '#shared/kernel/table.ts';

export interface TableShape {
  readonly name: string;
  /** `name storage [null] [default …] [in a,b]`, in the order of the columns. */
  readonly columns: readonly string[];
  readonly primaryKey: readonly string[];
  /** `[unique] name(columns)`, sorted. */
  readonly indexes: readonly string[];
}

/** The shapes that descriptors call for on a side, sorted by name. */
export function describeTables(tables: readonly Table[], on: Side): TableShape[] {
  return tables
    .map((table) => ({
      name: table.name,
      columns: Object.entries(table.columns)
        .map(([name, column]) =>
          columnText(
            name,
            column.storage,
            column.nullable,
            column.default === undefined ? null : String(column.default),
            column.values ?? [],
          ),
        )
        .sort(),
      primaryKey: table.primaryKey,
      indexes: indexesOf(table)
        .filter(({ side = on }) => side === on)
        .map(({ name, columns, unique }) => indexText(indexName(table.name, columns, name), columns, unique ?? false))
        .sort(),
    }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** Declared indexes, and one for each root column that none begins with: the scope triggers look children up by it. */
export function indexesOf(table: Table): Table['indexes'] {
  const indexes = [...table.indexes];
  for (const rule of table.scopedBy) {
    if (rule.by !== 'root' || indexes.some(({ columns }) => columns[0] === rule.column)) continue;
    indexes.push({ columns: [rule.column] });
  }
  return indexes;
}

/** The shapes of all tables that are there, sorted by name; what the search index keeps for itself is left out. */
export async function readSchema(handle: Handle): Promise<TableShape[]> {
  const dialect = dialectOf(handle);
  const tables = await runSql<{ name: string }>(handle, tableSql[dialect]);
  const shapes: TableShape[] = [];
  for (const { name } of tables) {
    const parameters = [name];
    const columns = await runSql<ColumnFact>(handle, columnSql[dialect], parameters);
    const indexes = await runSql<IndexFact>(handle, indexSql[dialect], parameters);
    const checks = await runSql<{ text: string }>(handle, checkSql[dialect], parameters);
    const checkText = checks.map(({ text }) => text).join('\n');
    shapes.push({
      name,
      columns: columns
        .map((fact) =>
          columnText(
            fact.name,
            storageOf(fact.type),
            fact.notNull === 0,
            plainDefault(fact.defaultText),
            allowedValues(checkText, fact.name),
          ),
        )
        .sort(),
      primaryKey: columns
        .filter(({ keyPosition }) => keyPosition > 0)
        .sort((left, right) => left.keyPosition - right.keyPosition)
        .map((fact) => fact.name),
      indexes: indexes
        .map(({ name: index, columns: list, isUnique }) => indexText(index, list.split(','), isUnique === 1))
        .sort(),
    });
  }
  return shapes.sort((left, right) => (left.name < right.name ? -1 : 1));
}

interface ColumnFact {
  readonly name: string;
  readonly type: string;
  readonly notNull: number;
  readonly defaultText: string | null;
  /** From 1; 0 outside of the primary key. */
  readonly keyPosition: number;
}

interface IndexFact {
  readonly name: string;
  readonly columns: string;
  readonly isUnique: number;
}

const tableSql: Record<Dialect, string> = {
  sqlite: `SELECT name AS "name" FROM sqlite_schema
    WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'search\\_%' ESCAPE '\\'`,
  postgres: `SELECT tablename::text AS "name" FROM pg_tables WHERE schemaname = current_schema()`,
};

const columnSql: Record<Dialect, string> = {
  sqlite: `SELECT name AS "name", type AS "type", "notnull" AS "notNull", dflt_value AS "defaultText", pk AS "keyPosition"
    FROM pragma_table_info(?) ORDER BY cid`,
  postgres: `SELECT a.attname::text AS "name",
      format_type(a.atttypid, a.atttypmod) || CASE WHEN c.collname = 'C' THEN ' C' ELSE '' END AS "type",
      a.attnotnull AS "notNull", pg_get_expr(d.adbin, d.adrelid) AS "defaultText",
      coalesce(array_position(i.indkey::int[], a.attnum::int) + 1, 0) AS "keyPosition"
    FROM pg_attribute a
      JOIN pg_class t ON t.oid = a.attrelid
      LEFT JOIN pg_collation c ON c.oid = a.attcollation
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
    WHERE t.relname = $1 AND t.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum`,
};

const indexSql: Record<Dialect, string> = {
  sqlite: `SELECT l.name AS "name", l."unique" AS "isUnique",
      (SELECT group_concat(i.name, ',' ORDER BY i.seqno) FROM pragma_index_info(l.name) AS i) AS "columns"
    FROM pragma_index_list(?) AS l WHERE l.origin = 'c' ORDER BY l.name`,
  postgres: `SELECT x.relname::text AS "name", i.indisunique AS "isUnique",
      (SELECT string_agg(a.attname::text, ',' ORDER BY k.position)
         FROM unnest(i.indkey::int[]) WITH ORDINALITY AS k(attnum, position)
         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum) AS "columns"
    FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    WHERE t.relname = $1 AND t.relnamespace = current_schema()::regnamespace AND NOT i.indisprimary ORDER BY x.relname`,
};

const checkSql: Record<Dialect, string> = {
  sqlite: `SELECT sql AS "text" FROM sqlite_schema WHERE type = 'table' AND name = ?`,
  postgres: `SELECT pg_get_constraintdef(k.oid) AS "text" FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid
    WHERE k.contype = 'c' AND t.relname = $1 AND t.relnamespace = current_schema()::regnamespace`,
};

function storageOf(type: string): string {
  const storages: Record<string, string> = { TEXT: 'text', INTEGER: 'integer', 'text C': 'text', bigint: 'integer' };
  return storages[type] ?? type;
}

function columnText(
  name: string,
  storage: string,
  isNullable: boolean,
  defaultValue: string | null,
  values: readonly (string | number)[],
): string {
  const parts = [name, storage];
  if (isNullable) parts.push('null');
  if (defaultValue !== null) parts.push(`default ${defaultValue}`);
  if (values.length > 0) parts.push(`in ${values.join(',')}`);
  return parts.join(' ');
}

function indexText(name: string, columns: readonly string[], unique: boolean): string {
  return `${unique ? 'unique ' : ''}${name}(${columns.join(',')})`;
}

/** `'b'::text`, `'b'` and `0` as `b`, `b` and `0`. */
function plainDefault(text: string | null): string | null {
  return text === null ? null : text.replace(/::[a-z ]+$/, '').replace(/^'(.*)'$/, '$1');
}

/** The list of a `CHECK ("column" IN (…))`, or of PostgreSQL's `column = ANY (ARRAY[…])`. */
function allowedValues(checks: string, column: string): string[] {
  const list = `(?:IN \\(([^)]*)\\)|= ANY \\(\\(?ARRAY\\[([^\\]]*)\\])`;
  const match = new RegExp(`CHECK \\(+"?${column}"? ${list}`).exec(checks);
  const found = match?.[1] ?? match?.[2];
  if (found === undefined) return [];
  return found.split(',').map((item) =>
    item
      .trim()
      .replace(/^\(/, '')
      .replace(/\)?::[a-z ]+$/, '')
      .replace(/^'(.*)'$/, '$1'),
  );
}
