/**
 * What a device that was closed hands over. Guards:
 * - only a revoked device is heard, and only its own commands are taken;
 * - nothing of it runs here: it waits for the administrator (run-quarantine.ts);
 * - a page is stored in one transaction before it is answered; sent again, each command is there once;
 * - the device is told to destroy its key only when every command that it had is here or was answered before;
 * - it hands over once, and not without measure: who holds a closed laptop cannot fill the server with it.
 */
import type { Id } from '#shared/kernel/ids.ts';
import { type CommandEnvelope, chainHash, GENESIS_HASH } from '#shared/protocol/envelope.ts';
import type { QuarantineRequest, QuarantineResponse } from '#shared/protocol/quarantine.ts';
import type { Session } from '../auth/access-token.ts';
import type { House } from '../house.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import { inWriteTransaction, type ServerTx } from './company-lock.ts';
import { checkOwner, checkSizes } from './execute-push.ts';

/** Of one device: more than anybody enters in a year offline. */
const LIMIT_COMMANDS = 50_000;

/**
 * Stores a page; with the last one, says whether everything is here.
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
  const now = house.world.clock.now();
  const mayDestroy = await inWriteTransaction(house.database, async (tx) => {
    const handedOverAt = await readHandedOver(tx, request);
    await storeNew(tx, request, now, handedOverAt !== null);
    if (request.end === null) return false;
    await expectAll(tx, request, request.end);
    if (handedOverAt === null) {
      await ofHistory(tx, request).set({ handedOverAt: now, unsentCount: 0 }).execute();
    }
    return true;
  });
  house.metrics.add('satchel_quarantined_commands_total', request.commands.length);
  return { mayDestroy, serverTime: house.world.clock.now() };
}

const ofHistory = (tx: ServerTx, { deviceId, incarnation }: QuarantineRequest) =>
  tx.updateTable('devices').where('id', '=', deviceId).where('incarnation', '=', incarnation);

async function readHandedOver(tx: ServerTx, { deviceId, incarnation }: QuarantineRequest): Promise<number | null> {
  const row = await tx
    .selectFrom('devices')
    .select('handedOverAt')
    .where('id', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .executeTakeFirst();
  // A history that never signed in has no place here: what it has came from a copy of the one that did.
  if (!row) throw new HttpRefusal('sync.foreignDevice');
  return row.handedOverAt;
}

async function storeNew(tx: ServerTx, request: QuarantineRequest, now: number, isClosed: boolean): Promise<void> {
  if (request.commands.length === 0) return;
  const here = await knownIds(tx, request);
  const fresh = [...new Map(request.commands.map((command) => [command.id, command])).values()].filter(
    ({ id }) => !here.has(id),
  );
  if (fresh.length === 0) return;
  if (isClosed) throw new HttpRefusal('sync.quarantineClosed');
  if ((await countOf(tx, request.deviceId)) + fresh.length > LIMIT_COMMANDS) {
    throw new HttpRefusal('sync.quarantineFull', { limitCommands: LIMIT_COMMANDS });
  }
  for (const envelope of fresh) {
    const { id: commandId, deviceId, seq, userId } = envelope;
    const { incarnation } = request;
    const isChained = chainHash(await hashBefore(tx, request, envelope), envelope) === envelope.hash ? 1 : 0;
    await tx
      .insertInto('quarantinedCommands')
      .values({
        ...{ commandId, deviceId, incarnation, seq, userId, isChained },
        envelope: JSON.stringify(envelope),
        receivedAt: now,
        state: 'waiting',
        settledAt: null,
      })
      .execute();
  }
}

/** Those that are in quarantine already, or that this history of the device was answered. */
async function knownIds(tx: ServerTx, { deviceId, incarnation, commands }: QuarantineRequest): Promise<Set<Id>> {
  const ids = commands.map(({ id }) => id);
  const kept = await tx
    .selectFrom('quarantinedCommands')
    .select('commandId')
    .where('commandId', 'in', ids)
    .orderBy('commandId')
    .execute();
  const answered = await tx
    .selectFrom('commandLog')
    .select('commandId')
    .where('commandId', 'in', ids)
    .where('deviceId', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .orderBy('commandId')
    .execute();
  return new Set([...kept, ...answered].map(({ commandId }) => commandId));
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

/** @throws HttpRefusal `sync.sequenceGap` with the first number that is missing */
async function expectAll(
  tx: ServerTx,
  { deviceId, incarnation }: QuarantineRequest,
  { firstSeq, lastSeq }: NonNullable<QuarantineRequest['end']>,
): Promise<void> {
  const here = new Set<number>();
  for (const table of ['quarantinedCommands', 'commandLog'] as const) {
    const rows = await tx
      .selectFrom(table)
      .select('seq')
      .where('deviceId', '=', deviceId)
      .where('incarnation', '=', incarnation)
      .where('seq', '>=', firstSeq)
      .where('seq', '<=', lastSeq)
      .orderBy('seq')
      .execute();
    for (const { seq } of rows) here.add(seq);
  }
  if (here.size === Math.max(0, lastSeq - firstSeq + 1)) return;
  let expected = firstSeq;
  while (here.has(expected)) expected += 1;
  throw new HttpRefusal('sync.sequenceGap', { expected });
}
