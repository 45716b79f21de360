/**
 * The words that migrations are written in, rendered for both databases. A migration records what it wants; migrate.ts
 * runs it. The words never change their meaning: old migrations are made of them.
 */
import { type Dialect, literal, quoted, type Side } from '../database.ts';

export interface ColumnDefinition {
  readonly storage: 'text' | 'integer';
  readonly nullable?: boolean;
  readonly values?: readonly (string | number)[];
  readonly default?: string | number;
}

export const text: ColumnDefinition = { storage: 'text' };
export const integer: ColumnDefinition = { storage: 'integer' };
export const flag: ColumnDefinition = { storage: 'integer', values: [0, 1] };
export const oneOf = (...values: string[]): ColumnDefinition => ({ storage: 'text', values });
export const nullable = (column: ColumnDefinition): ColumnDefinition => ({ ...column, nullable: true });
export const withDefault = (column: ColumnDefinition, value: string | number): ColumnDefinition => ({
  ...column,
  default: value,
});

/** What every synced table ends with. */
export const audit = {
  createdAt: integer,
  createdBy: text,
  updatedAt: integer,
  updatedBy: text,
  deletedAt: nullable(integer),
} as const;

export interface Migration {
  /** `NNNN-<domain>-<purpose>`, the file's name; for ever. */
  readonly id: string;
  /** Only there; else on both. */
  readonly side?: Side;
  readonly up: (schema: SchemaBuilder) => void;
}

/** A step of a migration: SQL, or SQL that depends on what is there. */
export type Step =
  | { readonly kind: 'sql'; readonly sql: string }
  | {
      readonly kind: 'index';
      readonly table: string;
      readonly columns: readonly string[];
      readonly unique: boolean;
      readonly name?: string;
    };

export class SchemaBuilder {
  readonly dialect: Dialect;
  readonly steps: Step[] = [];
  /** What is new to a table, by table: null where the whole table is, or where its rows were changed. */
  readonly touched = new Map<string, Set<string> | null>();

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  createTable(name: string, columns: Readonly<Record<string, ColumnDefinition>>, primaryKey: readonly string[]): void {
    const lines = Object.entries(columns).map(([column, definition]) =>
      columnSql(this.dialect, name, column, definition),
    );
    lines.push(`PRIMARY KEY (${primaryKey.map(quoted).join(', ')})`);
    // A table that is only its key and a little more is kept in key order.
    const options = this.dialect === 'postgres' ? '' : primaryKey.length > 1 ? ' STRICT, WITHOUT ROWID' : ' STRICT';
    this.touched.set(name, null);
    this.#sql(`CREATE TABLE ${quoted(name)} (\n  ${lines.join(',\n  ')}\n)${options}`);
  }

  /** @param definition nullable, or with a default for the rows that are there */
  addColumn(table: string, column: string, definition: ColumnDefinition): void {
    if (!definition.nullable && definition.default === undefined) throw new Error(`${table}.${column} needs a default`);
    if (this.touched.get(table) !== null) {
      this.touched.set(table, new Set([...(this.touched.get(table) ?? []), column]));
    }
    this.#sql(`ALTER TABLE ${quoted(table)} ADD COLUMN ${columnSql(this.dialect, table, column, definition)}`);
  }

  /** @param options.name where that of all columns would be too long: what follows the table's name */
  createIndex(table: string, columns: readonly string[], options: { unique?: boolean; name?: string } = {}): void {
    const named = options.name === undefined ? {} : { name: options.name };
    this.steps.push({ kind: 'index', table, columns, unique: options.unique ?? false, ...named });
  }

  /** Widens the values that a column allows. */
  allowValues(table: string, column: string, values: readonly (string | number)[]): void {
    const name = quoted(checkName(table, column));
    this.#sql(`ALTER TABLE ${quoted(table)} DROP CONSTRAINT ${name}`);
    this.#sql(`ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${name} ${checkSql(column, values)}`);
  }

  /** Puts a row in; for tables whose one row the triggers need. */
  insertRow(table: string, row: Readonly<Record<string, string | number | null>>): void {
    const values = Object.values(row).map((value) => (value === null ? 'NULL' : literal(value)));
    this.#sql(
      `INSERT INTO ${quoted(table)} (${Object.keys(row).map(quoted).join(', ')}) VALUES (${values.join(', ')})`,
    );
  }

  /** Portable SQL that fills what was added, from the rows alone, so that both sides come to the same. */
  backfill(sqlText: string): void {
    this.#sql(sqlText);
  }

  #sql(sqlText: string): void {
    this.steps.push({ kind: 'sql', sql: sqlText });
  }
}

/** @param own what follows the table's name, unless it is the columns */
export function indexName(table: string, columns: readonly string[], own?: string): string {
  const name = `${table}_${own ?? columns.join('_')}`;
  if (name.length > 63) throw new Error(`${name} is longer than PostgreSQL's 63 characters`);
  return name;
}

/**
 * @param nullableColumns on PostgreSQL these stand with NULLS FIRST, as queries sort them
 */
export function indexSql(
  dialect: Dialect,
  step: Extract<Step, { kind: 'index' }>,
  nullableColumns: ReadonlySet<string>,
): string {
  const columns = step.columns.map((column) => {
    const nullsFirst = dialect === 'postgres' && nullableColumns.has(column) ? ' NULLS FIRST' : '';
    return `${quoted(column)}${nullsFirst}`;
  });
  const name = quoted(indexName(step.table, step.columns, step.name));
  return `CREATE ${step.unique ? 'UNIQUE ' : ''}INDEX ${name} ON ${quoted(step.table)} (${columns.join(', ')})`;
}

function columnSql(dialect: Dialect, table: string, column: string, definition: ColumnDefinition): string {
  const types = {
    sqlite: { text: 'TEXT', integer: 'INTEGER' },
    postgres: { text: 'text COLLATE "C"', integer: 'bigint' },
  } as const;
  const parts = [quoted(column), types[dialect][definition.storage]];
  if (!definition.nullable) parts.push('NOT NULL');
  if (definition.default !== undefined) parts.push(`DEFAULT ${literal(definition.default)}`);
  if (definition.values) {
    parts.push(`CONSTRAINT ${quoted(checkName(table, column))} ${checkSql(column, definition.values)}`);
  }
  return parts.join(' ');
}

function checkName(table: string, column: string): string {
  return `${table}_${column}_values`;
}

function checkSql(column: string, values: readonly (string | number)[]): string {
  return `CHECK (${quoted(column)} IN (${values.map(literal).join(', ')}))`;
}
