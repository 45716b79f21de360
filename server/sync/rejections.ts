/**
 * What was rejected, until its author has seen it (SYNC.md, what must always hold, 2; decision 46). Guards:
 * - it is kept in the transaction of its answer, whoever ran the command: a push, the administrator for a closed device,
 *   or again after it failed;
 * - another device of its author hears of it only where the own one does not tell him: closed, locked or not heard of for
 *   a while; and the own one, which may have lost its journal;
 * - only its author says that he has seen it, on whichever device, and once is for all of them;
 * - what a closed device of his handed over and nobody has run yet is told beside it, so that it is not entered again.
 */
import type { Handle } from '#db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Row } from '#shared/kernel/table.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import type { HeldCommand, Rejection, RejectionsRequest, RejectionsResponse } from '#shared/protocol/rejections.ts';
import type { CommandAnswer } from '#shared/protocol/sync.ts';
import '#db/side-tables/server.ts';
import type { Session } from '../auth/access-token.ts';
import type { House } from '../house.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import type { ServerTx } from './company-lock.ts';

/** A device that was not heard of for so long has nobody before it. While it is on it asks every few minutes. */
const AWAY_MS = 60 * 60_000;
/** Rejected commands that are told at once, and bytes of arguments after which no more are. */
const LIMIT_ROWS = 50;
const LIMIT_BYTES = 512 * 1024;

type Answered = Pick<
  Row<'commandLog'>,
  'commandId' | 'userId' | 'deviceId' | 'answerState' | 'answeredAt' | 'replaces'
>;

/** Keeps which of the commands were rejected; one in whose place another was sent has been seen. */
export async function noteRejections(tx: ServerTx, answered: readonly Answered[]): Promise<void> {
  const rejected = answered.filter(({ answerState }) => answerState === 'rejected');
  if (rejected.length > 0) {
    await tx
      .insertInto('rejections')
      .values(
        rejected.map(({ commandId, userId, deviceId, answeredAt }) => ({
          ...{ commandId, userId, deviceId, answeredAt },
          seenAt: null,
        })),
      )
      .onConflict((conflict) => conflict.column('commandId').doNothing())
      .execute();
  }
  for (const { userId, replaces, answeredAt } of answered) {
    if (replaces !== null) await noteSeen(tx, userId, [replaces], answeredAt);
  }
}

/**
 * Notes what was seen on the device, and tells what else its person has to see.
 * @throws HttpRefusal `sync.foreignDevice`
 */
export async function tellRejections(
  { database, world }: Pick<House, 'database' | 'world'>,
  { userId, deviceId }: Session,
  request: RejectionsRequest,
): Promise<RejectionsResponse> {
  if (request.deviceId !== deviceId) throw new HttpRefusal('sync.foreignDevice');
  const { kysely } = database;
  const now = world.clock.now();
  if (request.seen.length > 0) await noteSeen(kysely, userId, request.seen, now);
  const { silent, closed } = await findSilent(kysely, userId, deviceId, now);
  return {
    open: await readOpen(kysely, userId, silent, request.needing),
    seen: await findSeen(kysely, userId, request.needing),
    held: await readHeld(kysely, userId, closed),
  };
}

async function noteSeen(db: Handle, userId: Id, commandIds: readonly Id[], now: Instant): Promise<void> {
  await db
    .updateTable('rejections')
    .set({ seenAt: now })
    .where('commandId', 'in', [...commandIds])
    .where('userId', '=', userId)
    .where('seenAt', 'is', null)
    .execute();
}

/** The person's devices that tell nobody of their rejected commands now, with the one that asks; and those closed for good. */
async function findSilent(
  db: Handle,
  userId: Id,
  asking: Id,
  now: Instant,
): Promise<{ readonly silent: Id[]; readonly closed: Id[] }> {
  const histories = await db
    .selectFrom('devices')
    .select(['id', 'revokedAt', 'lockedAt', 'levelAt', 'lastSeenAt'])
    .where('userId', '=', userId)
    .orderBy('id')
    .orderBy('incarnation')
    .execute();
  const heard = new Set(
    histories
      .filter(({ levelAt, lastSeenAt }) => Math.max(levelAt ?? 0, lastSeenAt) > now - AWAY_MS)
      .map(({ id }) => id),
  );
  const shut = new Set(histories.filter((each) => (each.revokedAt ?? each.lockedAt) !== null).map(({ id }) => id));
  const silent = [...new Set([asking, ...histories.map(({ id }) => id)])].filter(
    (id) => id === asking || shut.has(id) || !heard.has(id),
  );
  return { silent, closed: histories.filter(({ revokedAt }) => revokedAt !== null).map(({ id }) => id) };
}

async function readOpen(db: Handle, userId: Id, devices: readonly Id[], needing: readonly Id[]): Promise<Rejection[]> {
  const rows = await db
    .selectFrom('rejections')
    .innerJoin('commandLog', 'commandLog.commandId', 'rejections.commandId')
    .innerJoin('devices', (join) =>
      join.onRef('devices.id', '=', 'commandLog.deviceId').onRef('devices.incarnation', '=', 'commandLog.incarnation'),
    )
    .select(['commandLog.commandId', 'commandLog.name', 'commandLog.version', 'commandLog.args'])
    .select(['commandLog.issuedAt', 'commandLog.answeredAt', 'commandLog.answerReasons', 'commandLog.companyVersion'])
    .select(['commandLog.incarnation', 'commandLog.hash', 'devices.code', 'devices.name as deviceName'])
    .select('devices.givenName')
    .where('rejections.userId', '=', userId)
    .where('rejections.seenAt', 'is', null)
    .where('rejections.deviceId', 'in', [...devices])
    .$if(needing.length > 0, (query) => query.where('rejections.commandId', 'not in', [...needing]))
    .orderBy('rejections.answeredAt', 'desc')
    .orderBy('rejections.commandId', 'desc')
    .limit(LIMIT_ROWS)
    .execute();
  return withinBytes(rows, ({ args }) => args).map(({ args, answerReasons, code, deviceName, givenName, ...row }) => ({
    ...row,
    args: JSON.parse(args) as CommandEnvelope['args'],
    reasons: JSON.parse(answerReasons) as CommandAnswer['reasons'],
    device: { code, name: givenName ?? deviceName },
  }));
}

/** What the closed devices handed over and waits for the administrator (quarantine.ts). */
async function readHeld(db: Handle, userId: Id, closed: readonly Id[]): Promise<HeldCommand[]> {
  if (closed.length === 0) return [];
  const rows = await db
    .selectFrom('quarantinedCommands as held')
    .innerJoin('devices', (join) =>
      join.onRef('devices.id', '=', 'held.deviceId').onRef('devices.incarnation', '=', 'held.incarnation'),
    )
    .select(['held.envelope', 'held.receivedAt as heldSince', 'held.incarnation'])
    .select(['devices.code', 'devices.name as deviceName', 'devices.givenName'])
    .where('held.deviceId', 'in', [...closed])
    .where('held.userId', '=', userId)
    .where('held.state', '=', 'waiting')
    .orderBy('held.receivedAt', 'desc')
    .orderBy('held.seq', 'desc')
    .orderBy('held.commandId', 'desc')
    .limit(LIMIT_ROWS)
    .execute();
  return withinBytes(rows, ({ envelope }) => envelope).map((row) => {
    const { id: commandId, name, version, args, issuedAt, hash } = JSON.parse(row.envelope) as CommandEnvelope;
    const { heldSince, incarnation, code, deviceName, givenName } = row;
    const device = { code, name: givenName ?? deviceName };
    return { commandId, name, version, args, issuedAt, hash, incarnation, heldSince, device };
  });
}

/** The first of them, and as many more as fit into an answer. */
function withinBytes<Each>(rows: readonly Each[], textOf: (row: Each) => string): Each[] {
  let bytes = 0;
  const end = rows.findIndex((row, at) => {
    bytes += Buffer.byteLength(textOf(row));
    return at > 0 && bytes > LIMIT_BYTES;
  });
  return end === -1 ? [...rows] : rows.slice(0, end);
}

async function findSeen(db: Handle, userId: Id, commandIds: readonly Id[]): Promise<Id[]> {
  if (commandIds.length === 0) return [];
  const rows = await db
    .selectFrom('rejections')
    .select('commandId')
    .where('commandId', 'in', [...commandIds])
    .where('userId', '=', userId)
    .where('seenAt', 'is not', null)
    .orderBy('commandId')
    .execute();
  return rows.map(({ commandId }) => commandId);
}
