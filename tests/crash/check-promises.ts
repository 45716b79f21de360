/**
 * Whether every promise was kept, told from the databases alone, when everything has healed. It trusts no part of sync:
 * - what a person was shown as done is in the server's log of commands, with an answer, and its order is there once;
 * - no order is there that no command made, and none has lines or reservations of two runs;
 * - every answer that a device holds is the one in the server's log;
 * - balances are the sums of their movements and entries;
 * - each device holds the server's rows of its scopes, byte for byte.
 */
import { compareBalances } from '#db/balances.ts';
import { type Handle, quoted, runSql, type SatchelDatabase } from '#db/database.ts';
import { openSqlite } from '#db/sqlite.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { allBalances, allTables } from '#shared/registry.ts';
import { readScopes } from '../../server/sync/scopes.ts';

/** What is checked of one device. */
export interface Promises {
  readonly login: string;
  readonly promised: ReadonlySet<Id>;
  readonly database: { readonly path: string; readonly key: Uint8Array } | null;
  /** It did not come to rest in time: what waits in its outbox is not lost. */
  readonly isStuck: boolean;
}

export interface Verdict {
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  readonly diverged: readonly string[];
}

interface Command {
  readonly commandId: Id;
  readonly name: string;
  readonly args: string;
  readonly answerState: string;
  readonly answerReasons: string;
}

/** @param server the server's database, opened by the caller */
export async function checkPromises(server: SatchelDatabase, devices: readonly Promises[]): Promise<Verdict> {
  const lost: string[] = [];
  const duplicated: string[] = [];
  const diverged: string[] = [];
  const log = await readLog(server.kysely);
  await checkOrders(server.kysely, log, lost, duplicated);
  for (const { balance, id, column, expected, actual } of await compareBalances(server.kysely, allBalances)) {
    diverged.push(`server: ${balance} ${id} ${column} is ${actual}, the sum is ${expected}`);
  }
  for (const device of devices) {
    if (!device.database) continue;
    const own = openSqlite({ ...device.database, readOnly: true });
    try {
      const waiting = new Set<Id>();
      for (const entry of await readOwnLog(own.kysely)) {
        if (entry.answerState === null) waiting.add(entry.commandId);
        else checkAnswer(device.login, entry, log, diverged);
      }
      for (const id of device.promised) {
        if (log.has(id) || (device.isStuck && waiting.has(id))) continue;
        lost.push(`${device.login}: ${id} was shown as done${waiting.has(id) ? ', and waits for ever' : ''}`);
      }
      if (!device.isStuck) diverged.push(...(await compareRows(server.kysely, own.kysely, device.login)));
    } finally {
      await own.close();
    }
  }
  return { lost, duplicated, diverged };
}

async function readLog(kysely: Handle): Promise<ReadonlyMap<Id, Command>> {
  const rows = await kysely
    .selectFrom('commandLog')
    .select(['commandId', 'name', 'args', 'answerState', 'answerReasons'])
    .orderBy('commandId')
    .execute();
  return new Map(rows.map((row) => [row.commandId, row]));
}

/** What came of the commands, by their meaning and not by what sync says of itself. */
async function checkOrders(
  kysely: Handle,
  log: ReadonlyMap<Id, Command>,
  lost: string[],
  duplicated: string[],
): Promise<void> {
  const orders = new Map(
    (await runSql<{ id: Id; state: string }>(kysely, 'SELECT "id", "state" FROM "orders"')).map((row) => [row.id, row]),
  );
  const lines = await countBy(kysely, 'orderLines', 'orderId');
  const exposures = await countBy(kysely, 'exposureEntries', 'documentId');
  const made = new Set<Id>();
  for (const { commandId, name, args, answerState } of log.values()) {
    if (name !== 'sales.confirmOrder') continue;
    const { orderId, lines: wanted } = JSON.parse(args) as { orderId: Id; lines: unknown[] };
    made.add(orderId);
    const order = orders.get(orderId);
    if (answerState === 'failed') lost.push(`server: ${commandId} failed`);
    else if (!order) lost.push(`server: order ${orderId} of ${commandId} (${answerState}) is not there`);
    else if (answerState !== 'rejected' && (lines.get(orderId) ?? 0) < wanted.length) {
      lost.push(`server: order ${orderId} has ${lines.get(orderId) ?? 0} of ${wanted.length} lines`);
    }
    if ((lines.get(orderId) ?? 0) > wanted.length) duplicated.push(`server: order ${orderId} has lines of two runs`);
    // One for the order, and one that takes it back when it is cancelled.
    if ((exposures.get(orderId) ?? 0) > 2) duplicated.push(`server: order ${orderId} counts twice in the exposure`);
  }
  for (const id of orders.keys()) if (!made.has(id)) duplicated.push(`server: no command made order ${id}`);
}

async function countBy(kysely: Handle, table: string, column: string): Promise<ReadonlyMap<Id, number>> {
  const rows = await runSql<{ id: Id; rows: number }>(
    kysely,
    `SELECT ${quoted(column)} AS "id", count(*) AS "rows" FROM ${quoted(table)} GROUP BY ${quoted(column)}`,
  );
  return new Map(rows.map((row) => [row.id, Number(row.rows)]));
}

interface OwnEntry {
  readonly commandId: Id;
  readonly answerState: string | null;
  readonly answerReasons: string | null;
}

function readOwnLog(kysely: Handle): Promise<OwnEntry[]> {
  return runSql<OwnEntry>(
    kysely,
    `SELECT "commandId", "answerState", "answerReasons" FROM "outbox"
      UNION ALL SELECT "commandId", "answerState", "answerReasons" FROM "commandJournal"`,
  );
}

function checkAnswer(login: string, entry: OwnEntry, log: ReadonlyMap<Id, Command>, diverged: string[]): void {
  const stored = log.get(entry.commandId);
  if (stored?.answerState === entry.answerState && stored.answerReasons === entry.answerReasons) return;
  diverged.push(
    `${login}: ${entry.commandId} was answered ${entry.answerState}, the server's log says ${stored?.answerState}`,
  );
}

async function compareRows(server: Handle, device: Handle, login: string): Promise<string[]> {
  const user = await server.selectFrom('users').select('id').where('login', '=', login).executeTakeFirstOrThrow();
  const scopes = await readScopes(server, user.id);
  const present = await server
    .selectFrom('scopeLog')
    .select(['tableName', 'rowId'])
    .distinct()
    .where('scope', 'in', scopes)
    .where('op', 'in', ['enter', 'upsert'])
    .execute();
  const visible = new Set(present.map((row) => `${row.tableName} ${row.rowId}`));
  const differences: string[] = [];
  for (const { name } of allTables) {
    const [expected, actual] = [await rowTexts(server, name), await rowTexts(device, name)];
    for (const [id, text] of expected) {
      if (!visible.has(`${name} ${id}`)) continue;
      const own = actual.get(id);
      if (own !== text) differences.push(`${login}: ${name} ${id} is ${own ?? 'not there'}, should be ${text}`);
    }
    for (const id of actual.keys()) {
      if (!visible.has(`${name} ${id}`)) differences.push(`${login}: ${name} ${id} should not be there`);
    }
  }
  return differences;
}

/** Each row as text, the same for both databases. */
async function rowTexts(kysely: Handle, table: string): Promise<ReadonlyMap<string, string>> {
  const rows = await runSql<Record<string, unknown>>(kysely, `SELECT * FROM ${quoted(table)}`);
  return new Map(
    rows.map((row) => [String(row.id), JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))]),
  );
}
