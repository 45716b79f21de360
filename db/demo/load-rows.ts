/**
 * Writes a whole company into a database that is empty: rows as they are, then what triggers would have kept beside them
 * (balances, the log or list of scopes), computed at once. Guards: what stands there afterwards is what the triggers
 * would have made of the same rows, a row at a time.
 */
import type { DemoBatch } from '#shared/kernel/demo.ts';
import type { BalanceRule, Table } from '#shared/kernel/table.ts';
import { fillBalances } from '../balances.ts';
import { dialectOf, type Handle, literal, quoted, runSql, type Side } from '../database.ts';
import { scopePaths, scopeSource } from '../triggers/scope-paths.ts';

type Cell = string | number | null;

/** Parameters a statement: SQLite and PostgreSQL take 32,766 and 65,535. */
const STATEMENT_PARAMETERS = 3_000;
/** From so many orders on, indexes are made after the rows. */
const BULK_ROWS = 50_000;

export interface LoadOptions {
  readonly side: Side;
  readonly tables: readonly Table[];
  readonly balances: readonly BalanceRule[];
  /** The company's version that the rows are of. */
  readonly version: number;
  /** Told now and then how many rows are in. */
  readonly said?: (rows: number) => void;
  /** So many rows are expected: decides whether indexes wait. */
  readonly expectedRows: number;
}

/**
 * @param tx a transaction with txContext in mode `apply`; on a device without triggers for the search
 * @returns rows by table
 */
export async function loadRows(
  tx: Handle,
  batches: AsyncIterable<DemoBatch>,
  options: LoadOptions,
): Promise<Map<string, number>> {
  const { tables } = options;
  const byName = new Map(tables.map((table) => [table.name, table]));
  const isBulk = dialectOf(tx) === 'sqlite' && options.expectedRows >= BULK_ROWS;
  const indexes = isBulk ? await dropIndexes(tx) : [];
  const counts = new Map<string, number>();
  const writers = new Map<string, RowWriter>();
  let rows = 0;
  for await (const batch of batches) {
    const table = byName.get(batch.table);
    if (!table) throw new Error(`the demo writes ${batch.table}, which is no table`);
    let writer = writers.get(table.name);
    if (!writer) {
      writer = new RowWriter(tx, table);
      writers.set(table.name, writer);
    }
    await writer.write(batch.rows as readonly Readonly<Record<string, Cell>>[]);
    counts.set(table.name, (counts.get(table.name) ?? 0) + batch.rows.length);
    rows += batch.rows.length;
    options.said?.(rows);
  }
  for (const writer of writers.values()) await writer.end();
  for (const [name, count] of await fillBalances(tx, tables, options.balances)) counts.set(name, count);
  await (options.side === 'server' ? fillScopeLog(tx, tables, options.version) : fillScopeRows(tx, tables));
  for (const sql of indexes) await runSql(tx, sql);
  return counts;
}

/** Collects the rows of a table until a statement is full. */
class RowWriter {
  readonly #tx: Handle;
  readonly #table: Table;
  readonly #columns: readonly string[];
  readonly #batchRows: number;
  #waiting: Readonly<Record<string, Cell>>[] = [];

  constructor(tx: Handle, table: Table) {
    this.#tx = tx;
    this.#table = table;
    this.#columns = Object.keys(table.columns);
    this.#batchRows = Math.floor(STATEMENT_PARAMETERS / this.#columns.length);
  }

  async write(rows: readonly Readonly<Record<string, Cell>>[]): Promise<void> {
    this.#waiting.push(...rows);
    let from = 0;
    for (; this.#waiting.length - from >= this.#batchRows; from += this.#batchRows) {
      await this.#insert(this.#waiting.slice(from, from + this.#batchRows));
    }
    if (from > 0) this.#waiting = this.#waiting.slice(from);
  }

  async end(): Promise<void> {
    if (this.#waiting.length > 0) await this.#insert(this.#waiting);
    this.#waiting = [];
  }

  async #insert(rows: readonly Readonly<Record<string, Cell>>[]): Promise<void> {
    const isSqlite = dialectOf(this.#tx) === 'sqlite';
    const parameters: Cell[] = [];
    for (const row of rows) {
      for (const column of this.#columns) {
        const value = row[column];
        if (value === undefined) throw new Error(`a row of ${this.#table.name} came without its ${column}`);
        parameters.push(value);
      }
    }
    let parameter = 0;
    const mark = (): string => {
      parameter += 1;
      return isSqlite ? '?' : `$${parameter}`;
    };
    const tuples = rows.map(() => `(${this.#columns.map(mark).join(',')})`).join(',');
    const columns = this.#columns.map(quoted).join(', ');
    await runSql(this.#tx, `INSERT INTO ${quoted(this.#table.name)} (${columns}) VALUES ${tuples}`, parameters);
  }
}

/** Every row enters its scopes at one version, as the server's triggers note it. */
async function fillScopeLog(tx: Handle, tables: readonly Table[], version: number): Promise<void> {
  for (const { table, scope, from, where } of scopesOf(tables)) {
    await runSql(
      tx,
      `INSERT INTO "scopeLog" ("scope", "tableName", "rowId", "version", "op")
        SELECT ${scope}, ${literal(table)}, r."id", ${version}, 'enter' FROM ${from}${where} ORDER BY 1, 3
        ON CONFLICT DO NOTHING`,
    );
  }
}

/** Which scopes hold a row, on a device that sees them all; what the whole company sees needs no list. */
async function fillScopeRows(tx: Handle, tables: readonly Table[]): Promise<void> {
  for (const { table, scope, from, where, isCompany } of scopesOf(tables)) {
    if (isCompany) continue;
    await runSql(
      tx,
      `INSERT INTO "scopeRows" ("scope", "tableName", "rowId")
        SELECT ${scope}, ${literal(table)}, r."id" FROM ${from}${where} ORDER BY 1, 3 ON CONFLICT DO NOTHING`,
    );
  }
}

function scopesOf(tables: readonly Table[]) {
  const byName = new Map(tables.map((table) => [table.name, table]));
  return tables.flatMap((table) =>
    scopePaths(table, byName).map((path) => {
      const source = scopeSource(path, (column) => `r.${quoted(column)}`, 'root');
      const from = [`${quoted(table.name)} AS r`, ...source.from].join(', ');
      // SQLite takes ON CONFLICT for a join's ON where there is no WHERE.
      const where = ` WHERE ${source.where.length > 0 ? source.where.join(' AND ') : '1 = 1'}`;
      return {
        table: table.name,
        scope: source.scope,
        from,
        where,
        isCompany: path.kind === 'company' && path.right === undefined,
      };
    }),
  );
}

/** Takes the indexes out that are not a table's key. @returns the SQL that makes them again */
async function dropIndexes(tx: Handle): Promise<string[]> {
  const rows = await runSql<{ name: string; sql: string }>(
    tx,
    `SELECT name AS "name", sql AS "sql" FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name`,
  );
  for (const { name } of rows) await runSql(tx, `DROP INDEX ${quoted(name)}`);
  return rows.map(({ sql }) => sql);
}
