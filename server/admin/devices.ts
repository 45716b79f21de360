/**
 * Devices of the company, for whoever works at the server's command line. Guards:
 * - a laptop is locked and closed as a whole, whichever of its codes is named;
 * - who did it is written down as on the screens: the person who is named, else the account on the server's machine;
 * - what a laptop hands over is looked at before any of it runs.
 */
import type { Id } from '#shared/kernel/ids.ts';
import { normalizeLogin } from '#shared/kernel/login.ts';
import { Refusal } from '#shared/kernel/refusal.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import { closeDevice, type Doer, lockDevice, unlockDevice } from '../devices/change-device.ts';
import { readDevices } from '../devices/read-devices.ts';
import { discardHeld, readEvents, runHeld } from '../devices/review-quarantine.ts';
import type { RerunWriter } from '../sync/rerun-failed.ts';
import { serverSchema } from '../sync/server-schema.ts';
import type { SystemWriter } from '../sync/system-command.ts';
import { withTaskHouse } from './task-house.ts';
import '#db/side-tables/server.ts';
import '#shared/domains/admin/tables.ts';

/** What is said with something that is done to a device. */
export interface DeviceTask {
  /** Of any of its histories. */
  readonly code: string;
  readonly reason: string | null;
  /** Login of whoever does it; null: they do not say. */
  readonly by: string | null;
  /** On the server's machine. */
  readonly account: string;
}

/** Nobody works on it until it is unlocked. @throws Refusal `admin.unknownDevice`, `admin.unknownLogin`, `devices.isRevoked` */
export function lockOne(writer: SystemWriter, task: DeviceTask): Promise<unknown> {
  return changed(writer, task, (doer, id) => lockDevice(writer, doer, id, task.reason));
}

/** @throws Refusal `admin.unknownDevice`, `admin.unknownLogin`, `devices.isRevoked` */
export function unlockOne(writer: SystemWriter, task: DeviceTask): Promise<unknown> {
  return changed(writer, task, (doer, id) => unlockDevice(writer, doer, id, task.reason));
}

/**
 * Closes the device for good: at its next contact it locks itself, hands over what it has not sent, and destroys its key.
 * @throws Refusal `admin.unknownDevice`, `admin.unknownLogin`
 */
export function revokeDevice(writer: SystemWriter, task: DeviceTask): Promise<unknown> {
  return changed(writer, task, (doer, id) => closeDevice(writer, doer, id, task.reason));
}

/** @throws Refusal `admin.unknownDevice`, `admin.unknownLogin`, `devices.notRevoked` */
export async function runOne(writer: RerunWriter, task: DeviceTask): Promise<unknown> {
  const { doer, deviceId } = await find(writer, task);
  const { answers } = await withTaskHouse(writer, (house) => runHeld(house, doer, deviceId, task.reason));
  return { ran: answers };
}

/** @throws Refusal `admin.unknownDevice`, `admin.unknownLogin`, `devices.notRevoked` */
export async function discardOne(writer: RerunWriter, task: DeviceTask): Promise<unknown> {
  const { doer, deviceId } = await find(writer, task);
  return withTaskHouse(writer, (house) => discardHeld(house, doer, deviceId, task.reason));
}

/** One device, and what was done with it, newest first. @throws Refusal `admin.unknownDevice` */
export async function showDevice(writer: SystemWriter, code: string): Promise<unknown> {
  const db = writer.database.kysely;
  const deviceId = await findDevice(writer, code);
  const [device] = await readDevices(db, { deviceId: '', schema: await serverSchema(writer) }, deviceId);
  const events = await readEvents(db, deviceId);
  return {
    ...device,
    events: events.map(({ at, person, kind, detail }) => ({
      ...{ at: dayText(at), what: kind, why: detail },
      by: person.name === '' ? 'command line of the server' : person.name,
    })),
  };
}

async function changed(
  writer: SystemWriter,
  task: DeviceTask,
  work: (doer: Doer, deviceId: Id) => Promise<void>,
): Promise<unknown> {
  const { doer, deviceId } = await find(writer, task);
  await work(doer, deviceId);
  const schema = await serverSchema(writer);
  const [device] = await readDevices(writer.database.kysely, { deviceId: '', schema }, deviceId);
  return { deviceId, code: device?.code, person: device?.person.name, state: device?.state };
}

async function find(writer: SystemWriter, { code, by, account }: DeviceTask): Promise<{ doer: Doer; deviceId: Id }> {
  const deviceId = await findDevice(writer, code);
  if (by === null) return { deviceId, doer: { userId: null, account } };
  const login = normalizeLogin(by);
  const user = await writer.database.kysely
    .selectFrom('users')
    .select('id')
    .where('login', '=', login)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  if (!user) throw new Refusal('admin.unknownLogin', { login });
  return { deviceId, doer: { userId: user.id, account } };
}

async function findDevice({ database }: SystemWriter, code: string): Promise<Id> {
  const found = await database.kysely.selectFrom('devices').select('id').where('code', '=', code).executeTakeFirst();
  if (!found) throw new Refusal('admin.unknownDevice', { code });
  return found.id;
}

/** Every history of every device: whose it is, when it was seen, what it may still have. */
export async function listDevices({ database }: SystemWriter): Promise<unknown[]> {
  const rows = await database.kysely
    .selectFrom('devices')
    .innerJoin('users', 'users.id', 'devices.userId')
    .select(['devices.code', 'users.login', 'users.name as person', 'devices.name', 'devices.givenName'])
    .select(['devices.appVersion', 'devices.lastSeenAt', 'devices.lastSeq', 'devices.unsentCount'])
    .select(['devices.lockedAt', 'devices.revokedAt', 'devices.handedOverAt'])
    .orderBy('devices.code')
    .execute();
  return rows.map(({ name, givenName, lastSeenAt, lockedAt, revokedAt, handedOverAt, unsentCount, ...row }) => ({
    ...row,
    name: givenName ?? name,
    lastSeen: dayText(lastSeenAt),
    /** As it last said; null: it never said. */
    unsent: unsentCount,
    locked: dayText(lockedAt),
    revoked: dayText(revokedAt),
    handedOver: dayText(handedOverAt),
  }));
}

/** What closed devices handed over and nobody has decided on, to be looked through; arguments as they came. */
export async function listQuarantine({ database }: SystemWriter): Promise<unknown[]> {
  const rows = await database.kysely
    .selectFrom('quarantinedCommands')
    .innerJoin('devices', (join) =>
      join
        .onRef('devices.id', '=', 'quarantinedCommands.deviceId')
        .onRef('devices.incarnation', '=', 'quarantinedCommands.incarnation'),
    )
    .innerJoin('users', 'users.id', 'quarantinedCommands.userId')
    .select(['devices.code', 'users.login', 'quarantinedCommands.seq', 'quarantinedCommands.envelope'])
    .select(['quarantinedCommands.isChained', 'quarantinedCommands.receivedAt', 'quarantinedCommands.former'])
    .where('quarantinedCommands.state', '=', 'waiting')
    .orderBy('devices.code')
    .orderBy('quarantinedCommands.seq')
    .execute();
  return rows.map(({ envelope, isChained, receivedAt, former, ...row }) => {
    const { name, version, issuedAt, args } = JSON.parse(envelope) as CommandEnvelope;
    const command = `${name}@${version}`;
    const said = { made: dayText(issuedAt), received: dayText(receivedAt), chained: isChained === 1 };
    // By a server that was put back since.
    return { ...row, command, ...said, answeredBefore: former !== null, args };
  });
}

const dayText = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString());
