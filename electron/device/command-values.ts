/**
 * The server's value and mine, by row. Guards:
 * - what a command found and what it made are kept in its own transaction: a rebase or another's change moves neither;
 * - only columns that people know (`told` of their table) are kept and told;
 * - what the office has is the row without what waits here (the first touch has it so);
 * - what waits before a command is nobody else's change: the office is compared with what the first of them found, and
 *   with what was found by those that a server which was put back could not do again: their effect is gone from both;
 * - what the office has applied as it was made has nothing to tell, and is forgotten.
 */
import { type Handle, quoted, runSql } from '#db/database.ts';
import { insertRows } from '#shared/kernel/prepared.ts';
import type { Columns, Table, ToldRule, Tx } from '#shared/kernel/table.ts';
import type { ToldRow, ToldValue } from '#shared/protocol/ledger-bridge.ts';
import type { Registry } from '#shared/registry.ts';

/** Of a command that writes more (an import), the first are kept. */
const KEPT_LIMIT_ROWS = 40;
const FORGET_BATCH = 200;

type Cell = string | number | null;
type Values = Readonly<Record<string, Cell>>;
type ToldTable = Table<string, Columns> & { readonly told: ToldRule };

/**
 * Keeps what a command found and made of rows that people know, in the transaction in which it ran.
 * @param seq its number: its touches are the newest
 */
export async function keepValues(tx: Tx, registry: Registry, commandId: string, seq: number): Promise<void> {
  const touches = await runSql<{ tableName: string; rowId: string; image: string | null }>(
    tx,
    `SELECT "tableName", "rowId", "image" FROM "touches" WHERE "place" >
      coalesce((SELECT "place" FROM "touches" WHERE "seq" <> ? ORDER BY "place" DESC LIMIT 1), 0) ORDER BY "place"`,
    [seq],
  );
  const kept: { commandId: string; tableName: string; rowId: string; was: string | null; made: string | null }[] = [];
  for (const table of toldTables(registry)) {
    const found = new Map<string, string | null>();
    for (const { tableName, rowId, image } of touches) {
      if (tableName === table.name && !found.has(rowId)) found.set(rowId, image);
    }
    const ids = [...found.keys()].slice(0, KEPT_LIMIT_ROWS - kept.length);
    if (ids.length === 0) continue;
    const made = await readRows(tx, table, ids);
    for (const rowId of ids) {
      const image = found.get(rowId) ?? null;
      const was = image === null ? null : toldOf(table, JSON.parse(image) as Values);
      kept.push({ commandId, tableName: table.name, rowId, was: asText(was), made: asText(made.get(rowId) ?? null) });
    }
  }
  if (kept.length > 0) await insertRows(tx, 'commandValues', kept);
}

/** Forgets what was kept of commands that the office has as they were made. */
export async function forgetValues(tx: Handle, commandIds: readonly string[]): Promise<void> {
  for (let from = 0; from < commandIds.length; from += FORGET_BATCH) {
    await tx
      .deleteFrom('commandValues')
      .where('commandId', 'in', commandIds.slice(from, from + FORGET_BATCH))
      .execute();
  }
}

/** The rows that a command wrote and the office has otherwise, with the columns that differ. */
export function readValues(db: Handle, registry: Registry, commandId: string): Promise<readonly ToldRow[]> {
  // Of one moment: a rebase between two reads would make differences where there are none.
  return db.transaction().execute(async (tx) => {
    const kept = await tx.selectFrom('commandValues').selectAll().where('commandId', '=', commandId).execute();
    if (kept.length === 0) return [];
    const { state, seq } = await stateOf(tx, commandId);
    const rows: ToldRow[] = [];
    for (const table of toldTables(registry)) {
      const ofTable = kept.filter(({ tableName }) => tableName === table.name);
      const ids = ofTable.map(({ rowId }) => rowId);
      const now = ids.length === 0 ? new Map<string, Values>() : await readOffice(tx, table, ids);
      const first = state === 'open' ? await foundByFirst(tx, table.name, ids, seq) : new Map<string, Found>();
      for (const { rowId, was, made } of ofTable) {
        const bases = state === 'open' ? (first.get(rowId) ?? [was]).map(parsed) : [parsed(made)];
        const row = compare(table, state, rowId, bases, parsed(was), parsed(made), now.get(rowId) ?? null);
        if (row) rows.push(row);
      }
    }
    return rows;
  });
}

function toldTables(registry: Registry): ToldTable[] {
  return registry.tables.filter((table): table is ToldTable => table.told !== undefined);
}

function compare(
  table: ToldTable,
  state: 'open' | 'accepted' | 'rejected',
  rowId: string,
  bases: readonly (Values | null)[],
  was: Values | null,
  made: Values | null,
  now: Values | null,
): ToldRow | null {
  // While it waits nothing of it is there, and nothing of what the office rejected.
  if (was === null && state !== 'accepted') return null;
  const { told } = table;
  // What waits here made it: the office has never had it.
  const isNone = bases.includes(null);
  if (state === 'open' && isNone) return null;
  const isGone = now === null && !isNone;
  const values = Object.entries(told.fields).flatMap(([field, kind]): ToldValue[] => {
    const cells = { was: was?.[field] ?? null, mine: made?.[field] ?? null, now: now?.[field] ?? null };
    const differs = now !== null && bases.every((base) => cells.now !== (base?.[field] ?? null));
    return differs && kind !== undefined ? [{ field, kind, ...cells }] : [];
  });
  if (!isGone && values.length === 0) return null;
  const known = made ?? was ?? now;
  return {
    table: table.name,
    rowId,
    title: String(known?.[told.title] ?? ''),
    currency: told.currency === undefined ? null : String(known?.[told.currency] ?? '') || null,
    isNew: was === null,
    isGone,
    values,
  };
}

/** What was found of a row, as JSON; null: there was none. */
type Found = readonly (string | null)[];

/**
 * What was found of each row, up to a command, by the first of those that wait here: as the office had it; and by those
 * that have failed after they had left the queue, since nobody knows which of the later ones still stood on them. Rows
 * that none of them wrote are missing.
 */
async function foundByFirst(
  db: Handle,
  tableName: string,
  ids: readonly string[],
  seq: number,
): Promise<ReadonlyMap<string, Found>> {
  const rows = await runSql<{ rowId: string; was: string | null; isQueued: number }>(
    db,
    `SELECT "rowId", "was", "seq", 1 AS "isQueued" FROM "commandValues" JOIN "outbox" USING ("commandId")
      WHERE "tableName" = ? AND "rowId" IN (SELECT value FROM json_each(?)) AND "seq" <= ?
    UNION ALL SELECT "rowId", "was", "seq", 0 FROM "commandValues" JOIN "commandJournal" USING ("commandId")
      WHERE "tableName" = ? AND "rowId" IN (SELECT value FROM json_each(?)) AND "seq" <= ? AND "answerState" = 'failed'
    ORDER BY "seq"`,
    [tableName, JSON.stringify(ids), seq, tableName, JSON.stringify(ids), seq],
  );
  const found = new Map<string, (string | null)[]>();
  const queued = new Set<string>();
  for (const { rowId, was, isQueued } of rows) {
    if (isQueued === 1 && queued.has(rowId)) continue;
    if (isQueued === 1) queued.add(rowId);
    found.set(rowId, [...(found.get(rowId) ?? []), was]);
  }
  return found;
}

interface Standing {
  readonly state: 'open' | 'accepted' | 'rejected';
  /** Its place among all of this device. */
  readonly seq: number;
}

async function stateOf(db: Handle, commandId: string): Promise<Standing> {
  const find = (from: 'outbox' | 'commandJournal') =>
    db.selectFrom(from).select(['answerState', 'seq']).where('commandId', '=', commandId).executeTakeFirst();
  const finished = await find('commandJournal');
  const seq = (finished ?? (await find('outbox')))?.seq ?? 0;
  const answer = finished?.answerState ?? null;
  // In the outbox its effect is not among the office's rows yet, whatever was answered.
  const state = answer === null || answer === 'failed' ? 'open' : answer === 'rejected' ? 'rejected' : 'accepted';
  return { state, seq };
}

/** As the office has them: without what waits here. */
async function readOffice(db: Handle, table: ToldTable, ids: readonly string[]): Promise<Map<string, Values>> {
  const rows = await readRows(db, table, ids);
  const touched = await runSql<{ rowId: string; image: string | null; place: number }>(
    db,
    `SELECT "rowId", "image", min("place") AS "place" FROM "touches"
      WHERE "tableName" = ? AND "rowId" IN (SELECT value FROM json_each(?)) GROUP BY "rowId"`,
    [table.name, JSON.stringify(ids)],
  );
  for (const { rowId, image } of touched) {
    const before = image === null ? null : (JSON.parse(image) as Values);
    if (before === null || before.deletedAt !== null) rows.delete(rowId);
    else rows.set(rowId, toldOf(table, before));
  }
  const { nothing } = table.told;
  if (nothing) for (const [id, row] of rows) if (row[nothing.column] === nothing.value) rows.delete(id);
  return rows;
}

/** Those that are there and not deleted. */
async function readRows(db: Handle, table: ToldTable, ids: readonly string[]): Promise<Map<string, Values>> {
  const columns = ['id', ...toldColumns(table)].map(quoted).join(', ');
  const rows = await runSql<Record<string, Cell>>(
    db,
    `SELECT ${columns} FROM ${quoted(table.name)}
      WHERE "id" IN (SELECT value FROM json_each(?)) AND "deletedAt" IS NULL`,
    [JSON.stringify(ids)],
  );
  return new Map(rows.map((row) => [String(row.id), toldOf(table, row)]));
}

const toldColumns = ({ told }: ToldTable): string[] => [
  ...new Set([...Object.keys(told.fields), told.title, ...(told.currency === undefined ? [] : [told.currency])]),
];

function toldOf(table: ToldTable, row: Values): Values {
  return Object.fromEntries(toldColumns(table).map((column) => [column, row[column] ?? null]));
}

const asText = (values: Values | null): string | null => (values === null ? null : JSON.stringify(values));
const parsed = (text: string | null): Values | null => (text === null ? null : (JSON.parse(text) as Values));
