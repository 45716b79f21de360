/**
 * The touch log of a device (table `touches`): what pending commands did to rows. Guards:
 * - taken back, every row is byte for byte what it was before the first command that touched it, but for rows that the
 *   caller is about to write over whole;
 * - rows that swapped unique values come back without standing in each other's way;
 * - it stands in the order of commands: triggers write it at its end, and a replay begins with an empty one.
 *
 * A command pays one append per row; the look-up is paid by the rebase, which needs it seldom and reads all of it anyway.
 */
import type { Table } from '#shared/kernel/table.ts';
import { type Handle, runSql } from './database.ts';
import { applyRows, type Cell, deleteRows, type RowColumns } from './rows.ts';

const READ_BATCH_TOUCHES = 4_000;
const WRITE_BATCH_ROWS = 250;

/** Called between pieces of work: lets others in, or throws to give up. */
export type Step = () => Promise<void>;

/**
 * The tables in which a command changed rows, balances included. Only for the newest command of the log: its touches
 * are found from the end.
 */
export async function tablesTouchedBy(tx: Handle, seq: number): Promise<string[]> {
  const rows = await runSql<{ tableName: string }>(
    tx,
    `SELECT DISTINCT "tableName" FROM "touches" WHERE "place" >
      coalesce((SELECT "place" FROM "touches" WHERE "seq" <> ? ORDER BY "place" DESC LIMIT 1), 0)`,
    [seq],
  );
  return rows.map((row) => row.tableName).sort();
}

/** The tables in which pending commands changed rows. */
export async function touchedTables(tx: Handle, step: Step): Promise<Set<string>> {
  const tables = new Set<string>();
  const last = await lastPlace(tx);
  for (let from = 0; from < last; from += READ_BATCH_TOUCHES) {
    const rows = await runSql<{ tableName: string }>(
      tx,
      'SELECT DISTINCT "tableName" FROM "touches" WHERE "place" > ? AND "place" <= ?',
      [from, from + READ_BATCH_TOUCHES],
    );
    for (const { tableName } of rows) tables.add(tableName);
    await step();
  }
  return tables;
}

/**
 * Puts rows back as they were before pending commands touched them, and empties the log. The caller has set txContext to
 * `apply`; `tx` is a transaction.
 * @param tables every synced table that may have been touched
 * @param coming what the caller puts in next, in the same transaction: after a push that is nearly all that was touched
 */
export async function takeTouchesBack(
  tx: Handle,
  tables: readonly Table[],
  step: Step = async () => {},
  coming: AsyncIterable<ComingRows> = nothing(),
): Promise<void> {
  const firstTouches = await findFirstTouches(tx, step);
  for await (const rows of coming) {
    leaveOut(firstTouches, tables, rows);
    await step();
  }
  for (const [tableName, places] of firstTouches) {
    const table = tables.find(({ name }) => name === tableName);
    if (!table) throw new Error(`touches of ${tableName}, which is no table`);
    await restoreTable(tx, table, places, step);
  }
  await runSql(tx, 'DELETE FROM "touches"');
}

/** Where each touched row was touched first, by table and id. */
async function findFirstTouches(tx: Handle, step: Step): Promise<Map<string, Map<string, Touch>>> {
  const tables = new Map<string, Map<string, Touch>>();
  for (let after = 0; ; ) {
    const touches = await runSql<{ place: number; tableName: string; rowId: string; wasThere: 0 | 1 }>(
      tx,
      `SELECT "place", "tableName", "rowId", "image" IS NOT NULL AS "wasThere" FROM "touches"
        WHERE "place" > ? ORDER BY "place" LIMIT ${READ_BATCH_TOUCHES}`,
      [after],
    );
    for (const { place, tableName, rowId, wasThere } of touches) {
      const rows = tables.get(tableName) ?? new Map<string, Touch>();
      if (rows.size === 0) tables.set(tableName, rows);
      if (!rows.has(rowId)) rows.set(rowId, { place, wasThere: wasThere === 1 });
      after = place;
    }
    if (touches.length < READ_BATCH_TOUCHES) return tables;
    await step();
  }
}

/** Rows of one table, as `applyRows` takes them. */
export interface ComingRows extends RowColumns {
  readonly table: string;
}

async function* nothing(): AsyncGenerator<ComingRows> {}

/** With a unique index a row that stays could stand in another's way. */
function leaveOut(
  touches: ReadonlyMap<string, Map<string, Touch>>,
  tables: readonly Table[],
  { table: name, columns, cells }: ComingRows,
): void {
  const touched = touches.get(name);
  const table = tables.find((each) => each.name === name);
  if (!touched || !table || table.indexes.some((index) => index.unique)) return;
  if (!Object.keys(table.columns).every((column) => columns.includes(column))) return;
  for (const id of cells[columns.indexOf('id')] ?? []) touched.delete(String(id));
}

interface Touch {
  readonly place: number;
  readonly wasThere: boolean;
}

async function restoreTable(tx: Handle, table: Table, touches: ReadonlyMap<string, Touch>, step: Step): Promise<void> {
  // With a unique index all touched rows go first, so that none stands in another's way while it comes back.
  const isUnique = table.indexes.some((index) => index.unique);
  const going = [...touches].filter(([, { wasThere }]) => isUnique || !wasThere).map(([rowId]) => rowId);
  for (const ids of batches(going)) {
    await deleteRows(tx, table, ids);
    await step();
  }
  const coming = [...touches.values()].filter(({ wasThere }) => wasThere).map(({ place }) => place);
  for (const places of batches(coming)) {
    await putBack(tx, table, places);
    await step();
  }
}

async function putBack(tx: Handle, table: Table, places: readonly number[]): Promise<void> {
  const touches = await runSql<{ image: string }>(
    tx,
    'SELECT "image" FROM "touches" WHERE "place" IN (SELECT value FROM json_each(?)) ORDER BY "place"',
    [JSON.stringify(places)],
  );
  // Images that an earlier version made may lack a column that rows have by now.
  const byColumns = new Map<string, Record<string, Cell>[]>();
  for (const { image } of touches) {
    const row = JSON.parse(image) as Record<string, Cell>;
    const columns = Object.keys(row).join(' ');
    const alike = byColumns.get(columns);
    if (alike) alike.push(row);
    else byColumns.set(columns, [row]);
  }
  for (const rows of byColumns.values()) {
    const columns = Object.keys(rows[0] ?? {});
    const cells = columns.map((column) => rows.map((row) => row[column] ?? null));
    await applyRows(tx, table, columns, cells);
  }
}

async function lastPlace(tx: Handle): Promise<number> {
  const [row] = await runSql<{ place: number | null }>(tx, 'SELECT max("place") AS "place" FROM "touches"');
  return row?.place ?? 0;
}

function* batches<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += WRITE_BATCH_ROWS) yield items.slice(from, from + WRITE_BATCH_ROWS);
}
