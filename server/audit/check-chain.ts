/**
 * Checks the command log against its seals. Guards:
 * - numbers 1, 2, 3 … of each history of each device, each command chained to the one before, up to the last that the
 *   server knows of; what a new history sent again stands under its first one, and is followed there;
 * - each answer as the server sealed it; those from before it sealed answers are counted, and checked for sense alone;
 * - what became of audited rows, version by version, to the seal that stands with the company's counter.
 * It does not find that somebody who can write the database has made up everything anew: what is kept elsewhere does, the
 * last seal of an earlier check (`--known`) and exported ledgers (`npm run check-proof`).
 */
import type { Handle } from '#db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Row } from '#shared/kernel/table.ts';
import { type CommandEnvelope, chainHash, GENESIS_HASH } from '#shared/protocol/envelope.ts';
import { inConsistentRead } from '../sync/read-pull.ts';
import type { SystemWriter } from '../sync/system-command.ts';
import '#db/side-tables/server.ts';
import { sealOf } from './answer-seal.ts';
import { checkChanges, type KnownSeal } from './check-changes.ts';

const READ_BATCH_COMMANDS = 500;

export interface Wrong {
  /** Its code; empty: what the server did by itself. */
  readonly device: string;
  readonly seq: number;
  readonly commandId: Id | null;
  /** In a sentence for an administrator. */
  readonly problem: string;
}

export interface ChainReport {
  readonly whole: boolean;
  readonly histories: number;
  readonly commands: number;
  /** Of them, those whose answers are sealed. */
  readonly sealed: number;
  /** What became of audited rows, column by column. */
  readonly changes: number;
  /** The last seal over them, as `version:seal`: whoever keeps it elsewhere can ask for it later; null: none yet. */
  readonly lastSeal: string | null;
  /** The first thing that is wrong; null: nothing is. */
  readonly firstWrong: Wrong | null;
}

type History = Pick<Row<'devices'>, 'id' | 'incarnation' | 'code' | 'lastSeq' | 'lastHash'>;
type Logged = Row<'commandLog'> & { readonly seal: string | null };

/**
 * Checks all histories of all devices, and what became of audited rows; stops at the first thing that is wrong.
 * @param known a seal that an earlier check told
 */
export async function checkChains(
  { database }: Pick<SystemWriter, 'database'>,
  known: KnownSeal | null = null,
): Promise<ChainReport> {
  // Of one moment: a push between two reads would look like a command too many.
  return inConsistentRead(database, (db) => checkWithin(db, known));
}

async function checkWithin(db: Handle, known: KnownSeal | null): Promise<ChainReport> {
  const counted = { histories: 0, commands: 0, sealed: 0, changes: 0, lastSeal: null as string | null };
  const report = (firstWrong: Wrong | null): ChainReport => ({ whole: firstWrong === null, ...counted, firstWrong });
  const histories = await db
    .selectFrom('devices')
    .select(['id', 'incarnation', 'code', 'lastSeq', 'lastHash'])
    .orderBy('code')
    .execute();
  for (const history of histories) {
    const wrong = await checkHistory(db, history, counted);
    if (wrong) return report(wrong);
    counted.histories += 1;
  }
  return report((await findStray(db, counted.commands)) ?? (await checkChanges(db, known, counted)));
}

async function checkHistory(
  db: Handle,
  history: History,
  counted: { commands: number; sealed: number },
): Promise<Wrong | null> {
  let end = { seq: 0, hash: GENESIS_HASH };
  for (;;) {
    const rows = await readAfter(db, history, end.seq);
    for (const row of rows) {
      const hash = await hashBefore(db, history, end, row);
      const problem = hash === null ? missing(end.seq, row.seq) : problemOf(row, hash);
      if (problem) return { device: history.code, seq: row.seq, commandId: row.commandId, problem };
      end = { seq: row.seq, hash: row.hash };
      counted.commands += 1;
      if (row.seal !== null) counted.sealed += 1;
    }
    if (rows.length < READ_BATCH_COMMANDS) break;
  }
  const { code: device, lastSeq, lastHash } = history;
  const wrongEnd = { device, seq: lastSeq, commandId: null };
  if (end.seq > lastSeq) return { ...wrongEnd, problem: `commands go on after the last, number ${lastSeq}` };
  if (end.seq === lastSeq) {
    return end.hash === lastHash || lastSeq === 0 ? null : { ...wrongEnd, problem: 'the last seal is another one' };
  }
  const isSentAgain = await followSentAgain(db, history, end, lastSeq, lastHash);
  return isSentAgain ? null : { ...wrongEnd, problem: missing(end.seq, lastSeq + 1) };
}

const missing = (from: number, to: number): string => `commands ${from + 1} to ${to - 1} are missing`;

function readAfter(db: Handle, { id, incarnation }: History, seq: number): Promise<Logged[]> {
  return db
    .selectFrom('commandLog')
    .leftJoin('commandTopics', 'commandTopics.commandId', 'commandLog.commandId')
    .selectAll('commandLog')
    .select('commandTopics.seal')
    .where('commandLog.deviceId', '=', id)
    .where('commandLog.incarnation', '=', incarnation)
    .where('commandLog.seq', '>', seq)
    .orderBy('commandLog.seq')
    .limit(READ_BATCH_COMMANDS)
    .execute();
}

/** The seal that a command has to follow from; null: what stood between has gone. */
async function hashBefore(
  db: Handle,
  history: History,
  end: { readonly seq: number; readonly hash: string },
  row: Logged,
): Promise<string | null> {
  if (row.seq === end.seq + 1) return end.hash;
  for (const hash of await sentAgain(db, history, end, row.seq - 1)) {
    if (chainHash(hash, envelopeOf(row, row.seq)) === row.hash) return hash;
  }
  return null;
}

async function followSentAgain(
  db: Handle,
  history: History,
  end: { readonly seq: number; readonly hash: string },
  lastSeq: number,
  lastHash: string,
): Promise<boolean> {
  return (await sentAgain(db, history, end, lastSeq)).includes(lastHash);
}

/** The seals to which a run of commands of the device's other histories leads, numbered on from `end` up to `lastSeq`. */
async function sentAgain(
  db: Handle,
  { id, incarnation }: History,
  end: { readonly seq: number; readonly hash: string },
  lastSeq: number,
): Promise<string[]> {
  const others = await db
    .selectFrom('commandLog')
    .selectAll()
    .where('deviceId', '=', id)
    .where('incarnation', '<>', incarnation)
    .orderBy('incarnation')
    .orderBy('seq')
    .execute();
  const count = lastSeq - end.seq;
  const ends: string[] = [];
  for (let at = 0; at + count <= others.length; at += 1) {
    let hash = end.hash;
    for (let nth = 0; nth < count; nth += 1) {
      const row = others[at + nth];
      if (row) hash = chainHash(hash, envelopeOf(row, end.seq + nth + 1));
    }
    ends.push(hash);
  }
  return ends;
}

function envelopeOf(row: Row<'commandLog'>, seq: number): Omit<CommandEnvelope, 'hash'> {
  const { commandId: id, name, version, deviceId, userId, issuedAt, replaces } = row;
  const args = JSON.parse(row.args) as CommandEnvelope['args'];
  return { id, name, version, args, deviceId, seq, userId, issuedAt, ...(replaces === null ? {} : { replaces }) };
}

function problemOf(row: Logged, before: string): string | null {
  try {
    if (chainHash(before, envelopeOf(row, row.seq)) !== row.hash) {
      return 'the command is not as it was sealed, or the one before it was changed';
    }
    if (!Array.isArray(JSON.parse(row.answerReasons))) return 'the answer cannot be read';
  } catch {
    return 'the command or its answer cannot be read';
  }
  if (row.seal !== null && sealOf(row) !== row.seal) return 'the answer is not as it was sealed';
  return row.companyVersion > 0 && row.answeredAt >= row.receivedAt ? null : 'the answer stands before the command';
}

/** A command that belongs to no history. */
async function findStray(db: Handle, counted: number): Promise<Wrong | null> {
  const { count } = await db
    .selectFrom('commandLog')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (count === counted) return null;
  return { device: '', seq: 0, commandId: null, problem: `${count - counted} commands belong to no device` };
}
