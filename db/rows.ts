/**
 * Row work for sync, the same for every table. Guards:
 * - rows go in as they are, whole batches at once, and a batch may swap unique values among its rows;
 * - a row that is no longer as it is here stands in no other's way: it goes, and comes again or was taken out elsewhere;
 * - nothing is dropped in silence: an unknown column or a ragged block throws.
 * The caller has set txContext to `apply`; `tx` is a transaction.
 */
import { createHash } from 'node:crypto';
import type { Table } from '#shared/kernel/table.ts';
import { dialectOf, type Handle, literal, quoted, runSql, type Side } from './database.ts';

export type Cell = string | number | null;

/** Rows as column arrays: `cells[c][r]` is column `columns[c]` of row r. */
export interface RowColumns {
  readonly columns: readonly string[];
  readonly cells: readonly (readonly Cell[])[];
}

/** Rows per statement: few distinct statements, so that each is prepared once. */
const BATCHES = [64, 8, 1] as const;
const READ_BATCH_ROWS = 1_000;

/**
 * Puts rows in, over those with the same id. Columns that the block lacks keep their value, or get their default.
 * @throws when a column is unknown or the block has no id
 */
export async function applyRows(
  tx: Handle,
  table: Table,
  columns: readonly string[],
  cells: readonly (readonly Cell[])[],
): Promise<void> {
  const rowCount = checkBlock(table, columns, cells);
  // Two rows that swap a unique value cannot be updated one by one; whole rows can be taken out first.
  const replaces = table.indexes.some(({ unique }) => unique) && columns.length === Object.keys(table.columns).length;
  if (replaces) await deleteRows(tx, table, cells[columns.indexOf('id')] as readonly string[]);
  let from = 0;
  for (const size of BATCHES) {
    for (; rowCount - from >= size; from += size) {
      const parameters: Cell[] = [];
      for (let row = from; row < from + size; row += 1) {
        for (const column of cells) parameters.push(column[row] ?? null);
      }
      const put = () => runSql(tx, upsertSql(tx, table.name, columns, size), parameters);
      await put().catch(async (error: unknown) => {
        if ((error as { code?: unknown }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
        await makeWay(tx, table, columns, cells, from, from + size);
        await put();
      });
    }
  }
}

/** Takes out what other rows hold of the unique values that these bring: the server has them otherwise by now. */
async function makeWay(
  tx: Handle,
  table: Table,
  columns: readonly string[],
  cells: readonly (readonly Cell[])[],
  from: number,
  to: number,
): Promise<void> {
  for (const index of table.indexes.filter(({ unique }) => unique)) {
    const places = index.columns.map((column) => columns.indexOf(column));
    if (places.includes(-1)) continue;
    const same = index.columns.map((column) => `${quoted(column)} = ?`).join(' AND ');
    for (let row = from; row < to; row += 1) {
      const values = [...places, columns.indexOf('id')].map((place) => cells[place]?.[row] ?? null);
      await runSql(tx, `DELETE FROM ${quoted(table.name)} WHERE ${same} AND "id" <> ?`, values);
    }
  }
}

/** Takes rows out for good; ids that are not there are no mistake. */
export async function deleteRows(tx: Handle, table: Table, ids: readonly string[]): Promise<void> {
  for (const batch of batches(ids)) {
    await runSql(tx, `DELETE FROM ${quoted(table.name)} WHERE "id" IN ${inList(tx, 1)}`, [listParameter(tx, batch)]);
  }
}

/** The rows with these ids in the order of their ids, all columns unless given; ids that are not there are left out. */
export async function readRows(
  tx: Handle,
  table: Table,
  ids: readonly string[],
  columns: readonly string[] = Object.keys(table.columns),
): Promise<RowColumns> {
  const cells: Cell[][] = columns.map(() => []);
  const list = columns.map(quoted).join(', ');
  for (const batch of batches(sortedIds(ids))) {
    const rows = await runSql<Record<string, Cell>>(
      tx,
      `SELECT ${list} FROM ${quoted(table.name)} WHERE "id" IN ${inList(tx, 1)} ORDER BY "id"`,
      [listParameter(tx, batch)],
    );
    columns.forEach((column, at) => {
      for (const row of rows) cells[at]?.push(row[column] ?? null);
    });
  }
  return { columns, cells };
}

/** Rows as the text of a message: `cells[c]` is the JSON of an array, column `columns[c]` of every row. */
export interface RowTexts {
  readonly rowCount: number;
  readonly columns: readonly string[];
  readonly cells: readonly string[];
}

/**
 * The same rows as `readRows` gives, for a message: the database writes each column's JSON itself, and no cell becomes a
 * value here only to become text again.
 */
export async function readRowTexts(
  tx: Handle,
  table: Table,
  ids: readonly string[],
  columns: readonly string[] = Object.keys(table.columns),
): Promise<RowTexts> {
  const inSqlite = dialectOf(tx) === 'sqlite';
  const list = columns.map((column, at) => `${jsonOfColumn(inSqlite, quoted(column))} AS ${quoted(`c${at}`)}`);
  const from = `SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(table.name)}
    WHERE "id" ${inSqlite ? `IN ${inList(tx, 1)}` : '= ANY($1::text[])'} ORDER BY "id"`;
  const [row = {}] = await runSql<Record<string, Cell>>(
    tx,
    `SELECT count(*) AS "rowCount", ${list.join(', ')} FROM (${from}) AS r`,
    [listParameter(tx, ids)],
  );
  return {
    rowCount: Number(row.rowCount ?? 0),
    columns,
    cells: columns.map((_, at) => String(row[`c${at}`] ?? '[]')),
  };
}

/** An aggregate: the JSON of a column as text; null where there is no row. */
export function jsonOfColumn(inSqlite: boolean, column: string): string {
  return inSqlite ? `json_group_array(${column})` : `CAST(json_agg(${column}) AS text)`;
}

/** Which rows a checksum covers: those that a scope holds, as this side knows it. */
export interface ScopeFilter {
  readonly side: Side;
  readonly scope: string;
}

export interface RowsSum {
  readonly count: number;
  /** Hexadecimal. */
  readonly checksum: string;
}

export interface SumOptions {
  /** All rows unless given. */
  readonly filter?: ScopeFilter | undefined;
  /** All columns unless given; their order does not matter. */
  readonly columns?: readonly string[];
  /** Called between batches: lets others in, or throws to end it. */
  readonly step?: () => Promise<void>;
}

/**
 * SHA-256 over a table's rows in the order of their ids, each with its columns by name: the same rows give the same text
 * on every side, whatever order its columns came in. On a device with pending commands it covers what the screen shows,
 * not what the server has.
 */
export async function sumRows(tx: Handle, table: Table, options: SumOptions = {}): Promise<RowsSum> {
  const hash = createHash('sha256');
  const columns = [...(options.columns ?? Object.keys(table.columns))].sort();
  const list = columns.map((column) => `r.${quoted(column)}`).join(', ');
  const source = sumSource(tx, table, options.filter);
  let [count, after] = [0, ''];
  for (;;) {
    const rows = await runSql<Record<string, Cell>>(
      tx,
      `SELECT r."id", ${list} FROM ${source.from} AND ${source.id} > ${dialectOf(tx) === 'sqlite' ? '?' : '$1'}
        ORDER BY ${source.id} LIMIT ${READ_BATCH_ROWS}`,
      [after],
    );
    let text = '';
    for (const row of rows) text += `${JSON.stringify(columns.map((column) => row[column] ?? null))}\n`;
    hash.update(text);
    count += rows.length;
    const last = rows.at(-1)?.id;
    if (rows.length < READ_BATCH_ROWS || typeof last !== 'string') return { count, checksum: hash.digest('hex') };
    after = last;
    await options.step?.();
  }
}

/** The checksum alone, of all columns. */
export async function checksum(tx: Handle, table: Table, filter?: ScopeFilter): Promise<string> {
  return (await sumRows(tx, table, { filter })).checksum;
}

/** Read along the list of what the scope holds: a look into it for each row would read it again for each batch. */
function sumSource(tx: Handle, table: Table, filter: ScopeFilter | undefined): { from: string; id: string } {
  if (!filter) return { from: `${quoted(table.name)} AS r WHERE 1 = 1`, id: 'r."id"' };
  const list = filter.side === 'device' ? '"scopeRows"' : '"scopeLog"';
  const present = filter.side === 'device' ? '' : ` AND l."op" IN ('enter', 'upsert')`;
  const join = dialectOf(tx) === 'sqlite' ? 'CROSS JOIN' : 'JOIN';
  return {
    from: `${list} AS l ${join} ${quoted(table.name)} AS r ON r."id" = l."rowId"
        WHERE l."scope" = ${literal(filter.scope)} AND l."tableName" = ${literal(table.name)}${present}`,
    id: 'l."rowId"',
  };
}

function checkBlock(table: Table, columns: readonly string[], cells: readonly (readonly Cell[])[]): number {
  const unknown = columns.find((column) => !Object.hasOwn(table.columns, column));
  if (unknown !== undefined) throw new Error(`${table.name} has no column ${unknown}`);
  const rowCount = cells[columns.indexOf('id')]?.length;
  if (rowCount === undefined) throw new Error(`rows of ${table.name} came without their id`);
  if (cells.length !== columns.length || cells.some((column) => column.length !== rowCount)) {
    throw new Error(`rows of ${table.name} came with columns of unequal length`);
  }
  return rowCount;
}

function upsertSql(tx: Handle, table: string, columns: readonly string[], rowCount: number): string {
  const sqlite = dialectOf(tx) === 'sqlite';
  let parameter = 0;
  const rows = Array.from({ length: rowCount }, () => {
    const marks = columns.map(() => {
      parameter += 1;
      return sqlite ? '?' : `$${parameter}`;
    });
    return `(${marks.join(',')})`;
  });
  return `INSERT INTO ${quoted(table)} (${columns.map(quoted).join(', ')}) VALUES ${rows.join(',')} ${onConflict(columns)}`;
}

function onConflict(columns: readonly string[]): string {
  const sets = columns
    .filter((column) => column !== 'id')
    .map((column) => `${quoted(column)} = excluded.${quoted(column)}`);
  return `ON CONFLICT ("id") DO ${sets.length === 0 ? 'NOTHING' : `UPDATE SET ${sets.join(', ')}`}`;
}

/** One parameter for a list of any length, so that the statement stays the same. */
function inList(tx: Handle, position: number): string {
  return dialectOf(tx) === 'sqlite' ? '(SELECT value FROM json_each(?))' : `(SELECT unnest($${position}::text[]))`;
}

function listParameter(tx: Handle, values: readonly string[]): unknown {
  return dialectOf(tx) === 'sqlite' ? JSON.stringify(values) : values;
}

function* batches(ids: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < ids.length; from += READ_BATCH_ROWS) yield ids.slice(from, from + READ_BATCH_ROWS);
}

/** Ids are ASCII nearly always, and in order where they come from an index: both are a hundred times as fast. */
function sortedIds(ids: readonly string[]): readonly string[] {
  const isAscii = ids.every((id) => /^[\x20-\x7e]*$/.test(id));
  return isAscii ? [...ids].sort() : [...ids].sort(compareBytes);
}

/** As both databases sort text: by its bytes. JavaScript's own order differs beyond the first 65,536 characters. */
function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
