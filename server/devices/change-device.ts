/**
 * What an administrator does with a device. Guards:
 * - a device is locked and closed as a whole, in all its histories, and never from itself;
 * - who did it, when and why is written down in the transaction that does it.
 */
import { type Id, makeId } from '#shared/kernel/ids.ts';
import type { DeviceEventKind } from '#shared/protocol/devices.ts';
import { type RecoveryCopy, recoveryCopySchema } from '#shared/protocol/recovery-copy.ts';
import type { Session } from '../auth/access-token.ts';
import type { House } from '../house.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import type { ServerWorld } from '../server-world.ts';
import { inWriteTransaction, type ServerTx } from '../sync/company-lock.ts';
import '#db/side-tables/server.ts';

type Writer = Pick<House, 'database' | 'world'>;
/** Who does it, and on which device they sit. */
type Doer = Pick<Session, 'userId' | 'deviceId'>;

/** Gives a device a name of the administrator's. @throws HttpRefusal `devices.unknown` */
export async function renameDevice(writer: Writer, doer: Doer, deviceId: Id, name: string): Promise<void> {
  await inWriteTransaction(writer.database, async (tx) => {
    await readState(tx, deviceId);
    await tx.updateTable('devices').set({ givenName: name }).where('id', '=', deviceId).execute();
    await noteDeviceEvent(tx, writer.world, doer.userId, deviceId, 'renamed', name);
  });
}

/**
 * Locks a device: nobody works on it until it is unlocked; what is unsent stays on it.
 * @throws HttpRefusal `devices.unknown`, `devices.own`, `devices.isRevoked`
 */
export async function lockDevice(writer: Writer, doer: Doer, deviceId: Id, reason: string): Promise<void> {
  await inWriteTransaction(writer.database, async (tx) => {
    refuseOwn(doer, deviceId);
    const { isRevoked } = await readState(tx, deviceId);
    if (isRevoked) throw new HttpRefusal('devices.isRevoked');
    const lockedAt = writer.world.clock.now();
    await tx
      .updateTable('devices')
      .set({ lockedAt })
      .where('id', '=', deviceId)
      .where('lockedAt', 'is', null)
      .execute();
    await noteDeviceEvent(tx, writer.world, doer.userId, deviceId, 'locked', reason);
  });
}

/** Takes a lock back. @throws HttpRefusal `devices.unknown`, `devices.isRevoked` */
export async function unlockDevice(writer: Writer, doer: Doer, deviceId: Id): Promise<void> {
  await inWriteTransaction(writer.database, async (tx) => {
    const { isRevoked } = await readState(tx, deviceId);
    if (isRevoked) throw new HttpRefusal('devices.isRevoked');
    await tx.updateTable('devices').set({ lockedAt: null }).where('id', '=', deviceId).execute();
    await noteDeviceEvent(tx, writer.world, doer.userId, deviceId, 'unlocked', null);
  });
}

/**
 * Closes a device for good: at its next contact it locks itself, hands over what it has not sent and, when the server
 * has all of it, destroys its key.
 * @throws HttpRefusal `devices.unknown`, `devices.own`
 */
export async function closeDevice(writer: Writer, doer: Doer, deviceId: Id, reason: string): Promise<void> {
  await inWriteTransaction(writer.database, async (tx) => {
    refuseOwn(doer, deviceId);
    await readState(tx, deviceId);
    const revokedAt = writer.world.clock.now();
    await tx
      .updateTable('devices')
      .set({ revokedAt })
      .where('id', '=', deviceId)
      .where('revokedAt', 'is', null)
      .execute();
    await noteDeviceEvent(tx, writer.world, doer.userId, deviceId, 'revoked', reason);
  });
}

/**
 * The device's key as it sealed it to the company's recovery key: who has that opens it, nobody else.
 * @throws HttpRefusal `devices.unknown`, `devices.noRecoveryCopy`
 */
export async function takeRecoveryCopy(writer: Writer, doer: Doer, deviceId: Id): Promise<RecoveryCopy> {
  return inWriteTransaction(writer.database, async (tx) => {
    await readState(tx, deviceId);
    const row = await tx
      .selectFrom('devices')
      .select('recoveryCopy')
      .where('id', '=', deviceId)
      .where('recoveryCopy', 'is not', null)
      .orderBy('createdAt', 'desc')
      .orderBy('incarnation')
      .limit(1)
      .executeTakeFirst();
    if (!row?.recoveryCopy) throw new HttpRefusal('devices.noRecoveryCopy');
    await noteDeviceEvent(tx, writer.world, doer.userId, deviceId, 'recoveryCopyTaken', null);
    return recoveryCopySchema.parse(JSON.parse(row.recoveryCopy));
  });
}

/** Writes down who did what, within the transaction that does it. */
export async function noteDeviceEvent(
  tx: ServerTx,
  world: Pick<ServerWorld, 'clock' | 'random'>,
  userId: Id,
  deviceId: Id,
  kind: DeviceEventKind,
  detail: string | null,
): Promise<void> {
  const at = world.clock.now();
  const id = makeId(at, world.random.bytes(16));
  await tx.insertInto('deviceEvents').values({ id, deviceId, at, userId, kind, detail }).execute();
}

function refuseOwn(doer: Doer, deviceId: Id): void {
  if (doer.deviceId === deviceId) throw new HttpRefusal('devices.own');
}

async function readState(tx: ServerTx, deviceId: Id): Promise<{ isRevoked: boolean }> {
  const rows = await tx
    .selectFrom('devices')
    .select('revokedAt')
    .where('id', '=', deviceId)
    .orderBy('incarnation')
    .execute();
  if (rows.length === 0) throw new HttpRefusal('devices.unknown');
  return { isRevoked: rows.some(({ revokedAt }) => revokedAt !== null) };
}
