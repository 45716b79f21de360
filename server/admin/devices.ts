/**
 * Devices of the company, for its administrator. Guards: a laptop is closed as a whole, whichever of its codes is named;
 * what it hands over is looked at before any of it runs.
 */
import type { Id } from '#shared/kernel/ids.ts';
import { Refusal } from '#shared/kernel/refusal.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import { inWriteTransaction } from '../sync/company-lock.ts';
import type { SystemWriter } from '../sync/system-command.ts';
import '#db/side-tables/server.ts';
import '#shared/domains/admin/tables.ts';

/**
 * Closes the device with this code, in all its histories: at its next contact it locks itself, hands over what it has
 * not sent, and destroys its key.
 * @throws Refusal `admin.unknownDevice`
 */
export async function revokeDevice({ database, world }: SystemWriter, code: string): Promise<{ deviceId: Id }> {
  return inWriteTransaction(database, async (tx) => {
    const found = await tx.selectFrom('devices').select('id').where('code', '=', code).executeTakeFirst();
    if (!found) throw new Refusal('admin.unknownDevice', { code });
    await tx
      .updateTable('devices')
      .set({ revokedAt: world.clock.now() })
      .where('id', '=', found.id)
      .where('revokedAt', 'is', null)
      .execute();
    return { deviceId: found.id };
  });
}

/** Every history of every device: whose it is, when it was seen, what it may still have. */
export async function listDevices({ database }: SystemWriter): Promise<unknown[]> {
  const rows = await database.kysely
    .selectFrom('devices')
    .innerJoin('users', 'users.id', 'devices.userId')
    .select(['devices.code', 'users.login', 'users.name as person', 'devices.name', 'devices.appVersion'])
    .select(['devices.lastSeenAt', 'devices.lastSeq', 'devices.unsentCount', 'devices.revokedAt'])
    .select('devices.handedOverAt')
    .orderBy('devices.code')
    .execute();
  return rows.map(({ lastSeenAt, revokedAt, handedOverAt, unsentCount, ...row }) => ({
    ...row,
    lastSeen: dayText(lastSeenAt),
    /** As it said at its last sign-out; null: it never said. */
    unsent: unsentCount,
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
    .select(['quarantinedCommands.isChained', 'quarantinedCommands.receivedAt'])
    .where('quarantinedCommands.state', '=', 'waiting')
    .orderBy('devices.code')
    .orderBy('quarantinedCommands.seq')
    .execute();
  return rows.map(({ envelope, isChained, receivedAt, ...row }) => {
    const { name, version, issuedAt, args } = JSON.parse(envelope) as CommandEnvelope;
    const command = `${name}@${version}`;
    return { ...row, command, made: dayText(issuedAt), received: dayText(receivedAt), chained: isChained === 1, args };
  });
}

const dayText = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString());
