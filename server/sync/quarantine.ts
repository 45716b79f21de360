/**
 * What a device that was closed hands over. Guards:
 * - only a revoked device is heard, and only its own commands are taken;
 * - nothing of it runs here: it waits for the administrator (run-quarantine.ts);
 * - a page is stored in one transaction before it is answered; sent again, each command is there once;
 * - the device is told to destroy its key only when each command that it holds, acknowledged ones included, is looked up
 *   by its id and is here: no number and no range of its own is believed, for this server may have been put back since;
 * - whoever comes is heard, however often: a copy that had less, or came first, locks nobody out;
 * - not without measure: who holds a closed laptop cannot fill the server with it.
 */
import type { Handle } from '#db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import { type CommandEnvelope, chainHash, GENESIS_HASH } from '#shared/protocol/envelope.ts';
import { HISTORIES_LIMIT } from '#shared/protocol/limits.ts';
import type { QuarantineRequest, QuarantineResponse } from '#shared/protocol/quarantine.ts';
import type { Session } from '../auth/access-token.ts';
import { registerHistory } from '../auth/register-history.ts';
import type { House } from '../house.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import { inWriteTransaction, type ServerTx, withCompanyLock } from './company-lock.ts';
import { checkOwner, checkSizes } from './execute-push.ts';

/** Of one device: more than anybody enters in a year offline. */
const LIMIT_COMMANDS = 50_000;
/** Ids that are looked up with one statement. */
const LOOK_UP_IDS = 5_000;

/**
 * Stores a page, and says which of the commands that the device holds are not here.
 * @throws HttpRefusal `auth.notRevoked`, or with a sync.* code; nothing of the page is stored then
 */
export async function takeIntoQuarantine(
  house: House,
  session: Session,
  request: QuarantineRequest,
): Promise<QuarantineResponse> {
  if (!session.isRevoked) throw new HttpRefusal('auth.notRevoked');
  checkOwner(session, request);
  checkSizes(request.commands);
  await admitHistory(house, session, request);
  const now = house.world.clock.now();
  const missing = await inWriteTransaction(house.database, async (tx) => {
    await storeNew(tx, request, now);
    if (!request.holds) return null;
    const missing = await findMissing(tx, request.holds);
    if (missing.length === 0) await noteHandedOver(tx, request, now);
    return missing;
  });
  house.metrics.add('satchel_quarantined_commands_total', request.commands.length);
  return {
    mayDestroy: missing?.length === 0,
    ...(missing ? { missing } : {}),
    serverTime: house.world.clock.now(),
  };
}

/**
 * A history that is not known here began after the backup from which this server was put back. It is closed as the
 * others of its device are.
 */
async function admitHistory(
  { database, world }: House,
  { userId }: Session,
  { deviceId, incarnation, code }: QuarantineRequest,
): Promise<void> {
  const known = await readHistories(database.kysely, deviceId);
  if (known.some((history) => history.incarnation === incarnation)) return;
  await withCompanyLock(database, async (tx) => {
    const histories = await readHistories(tx, deviceId);
    const newest = histories.at(-1);
    if (!newest || histories.some((history) => history.incarnation === incarnation)) return;
    if (histories.length >= HISTORIES_LIMIT) throw new HttpRefusal('sync.foreignDevice');
    const { name, appVersion } = newest;
    const had = code === undefined ? {} : { code };
    await registerHistory(tx, world, userId, { id: deviceId, incarnation, name, appVersion, ...had });
    const revokedAt = histories.find((history) => history.revokedAt !== null)?.revokedAt ?? world.clock.now();
    await ofHistory(tx, { deviceId, incarnation }).set({ revokedAt }).execute();
  });
}

const readHistories = (db: Handle, deviceId: Id) =>
  db
    .selectFrom('devices')
    .select(['incarnation', 'name', 'appVersion', 'revokedAt'])
    .where('id', '=', deviceId)
    .orderBy('createdAt')
    .orderBy('incarnation')
    .execute();

const ofHistory = (tx: ServerTx, { deviceId, incarnation }: Pick<QuarantineRequest, 'deviceId' | 'incarnation'>) =>
  tx.updateTable('devices').where('id', '=', deviceId).where('incarnation', '=', incarnation);

async function noteHandedOver(tx: ServerTx, request: QuarantineRequest, now: Instant): Promise<void> {
  await ofHistory(tx, request).set({ handedOverAt: now, unsentCount: 0 }).execute();
}

async function storeNew(tx: ServerTx, request: QuarantineRequest, now: Instant): Promise<void> {
  const missing = new Set(await findMissing(tx, [...new Set(request.commands.map(({ id }) => id))]));
  const fresh = [...new Map(request.commands.map((command) => [command.id, command])).values()].filter(({ id }) =>
    missing.has(id),
  );
  if (fresh.length === 0) return;
  if ((await countOf(tx, request.deviceId)) + fresh.length > LIMIT_COMMANDS) {
    throw new HttpRefusal('sync.quarantineFull', { limitCommands: LIMIT_COMMANDS });
  }
  const former = new Map(request.former?.map((answer) => [answer.commandId, answer]));
  for (const envelope of fresh) {
    const { id: commandId, deviceId, seq, userId } = envelope;
    const { incarnation } = request;
    const isChained = chainHash(await hashBefore(tx, request, envelope), envelope) === envelope.hash ? 1 : 0;
    const answer = former.get(commandId);
    await tx
      .insertInto('quarantinedCommands')
      .values({
        ...{ commandId, deviceId, incarnation, seq, userId, isChained },
        envelope: JSON.stringify(envelope),
        former: answer ? JSON.stringify(answer) : null,
        receivedAt: now,
        state: 'waiting',
        settledAt: null,
      })
      // A copy hands over the same in this moment.
      .onConflict((conflict) => conflict.column('commandId').doNothing())
      .execute();
  }
}

/** Those of the commands that this server neither has in its log nor keeps in quarantine, in their order. */
async function findMissing(tx: ServerTx, ids: readonly Id[]): Promise<Id[]> {
  const here = new Set<Id>();
  for (let at = 0; at < ids.length; at += LOOK_UP_IDS) {
    const asked = ids.slice(at, at + LOOK_UP_IDS);
    for (const table of ['commandLog', 'quarantinedCommands'] as const) {
      const rows = await tx
        .selectFrom(table)
        .select('commandId')
        .where('commandId', 'in', asked)
        .orderBy('commandId')
        .execute();
      for (const { commandId } of rows) here.add(commandId);
    }
  }
  return ids.filter((id) => !here.has(id));
}

async function countOf(tx: ServerTx, deviceId: Id): Promise<number> {
  const row = await tx
    .selectFrom('quarantinedCommands')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('deviceId', '=', deviceId)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The hash that a command was chained to, as far as it is known here. */
async function hashBefore(tx: ServerTx, request: QuarantineRequest, { seq }: CommandEnvelope): Promise<string> {
  if (seq === 1) return GENESIS_HASH;
  const inPage = request.commands.find((command) => command.seq === seq - 1);
  if (inPage) return inPage.hash;
  const { deviceId, incarnation } = request;
  const answered = await tx
    .selectFrom('commandLog')
    .select('hash')
    .where('deviceId', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .where('seq', '=', seq - 1)
    .executeTakeFirst();
  if (answered) return answered.hash;
  const kept = await tx
    .selectFrom('quarantinedCommands')
    .select('envelope')
    .where('deviceId', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .where('seq', '=', seq - 1)
    .orderBy('commandId')
    .executeTakeFirst();
  return kept ? (JSON.parse(kept.envelope) as CommandEnvelope).hash : '';
}
