/**
 * What an administrator does with a device, on a screen or at the server's command line. Guards:
 * - a device is locked and closed as a whole, in all its histories, and never from itself;
 * - who did it, when and why is written down in the transaction that does it: with the device, and as a version of the
 *   company's history, where the audit finds it and its seals cover it.
 */
import type { Id } from '#shared/kernel/ids.ts';
import type { DeviceEventKind } from '#shared/protocol/devices.ts';
import { type RecoveryCopy, recoveryCopySchema } from '#shared/protocol/recovery-copy.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import type { ServerTx } from '../sync/company-lock.ts';
import { runSystemCommand, SYSTEM_ACTOR_ID, type SystemContext, type SystemWriter } from '../sync/system-command.ts';
import '#db/side-tables/server.ts';

type State = 'open' | 'locked' | 'revoked';

/** Who does it: a person at a device, or whoever works at the server's command line. */
export type Doer =
  | { readonly userId: Id; readonly deviceId: Id }
  | {
      /** Null: they did not say who they are. */
      readonly userId: Id | null;
      /** Their account on the server's machine. */
      readonly account: string;
    };

/** Gives a device a name of the administrator's. @throws HttpRefusal `devices.unknown` */
export function renameDevice(writer: SystemWriter, doer: Doer, deviceId: Id, name: string): Promise<void> {
  return change(writer, doer, deviceId, 'renamed', name, async (tx, { givenName }) => {
    await tx.updateTable('devices').set({ givenName: name }).where('id', '=', deviceId).execute();
    return [{ column: 'givenName', was: givenName, became: name }];
  });
}

/**
 * Locks a device: nobody works on it until it is unlocked; what is unsent stays on it.
 * @throws HttpRefusal `devices.unknown`, `devices.own`, `devices.isRevoked`
 */
export function lockDevice(writer: SystemWriter, doer: Doer, deviceId: Id, reason: string | null): Promise<void> {
  return change(writer, doer, deviceId, 'locked', reason, async (tx, { state }) => {
    refuseOwn(doer, deviceId);
    if (state === 'revoked') throw new HttpRefusal('devices.isRevoked');
    const lockedAt = writer.world.clock.now();
    await tx
      .updateTable('devices')
      .set({ lockedAt })
      .where('id', '=', deviceId)
      .where('lockedAt', 'is', null)
      .execute();
    return [{ column: 'state', was: state, became: 'locked' }];
  });
}

/** Takes a lock back. @throws HttpRefusal `devices.unknown`, `devices.isRevoked` */
export function unlockDevice(writer: SystemWriter, doer: Doer, deviceId: Id, reason: string | null): Promise<void> {
  return change(writer, doer, deviceId, 'unlocked', reason, async (tx, { state }) => {
    if (state === 'revoked') throw new HttpRefusal('devices.isRevoked');
    await tx.updateTable('devices').set({ lockedAt: null }).where('id', '=', deviceId).execute();
    return [{ column: 'state', was: state, became: 'open' }];
  });
}

/**
 * Closes a device for good: at its next contact it locks itself, hands over what it has not sent and, when the server
 * has all of it, destroys its key.
 * @throws HttpRefusal `devices.unknown`, `devices.own`
 */
export function closeDevice(writer: SystemWriter, doer: Doer, deviceId: Id, reason: string | null): Promise<void> {
  return change(writer, doer, deviceId, 'revoked', reason, async (tx, { state }) => {
    refuseOwn(doer, deviceId);
    const revokedAt = writer.world.clock.now();
    await tx
      .updateTable('devices')
      .set({ revokedAt })
      .where('id', '=', deviceId)
      .where('revokedAt', 'is', null)
      .execute();
    return [{ column: 'state', was: state, became: 'revoked' }];
  });
}

/**
 * The device's key as it sealed it to the company's recovery key: who has that opens it, nobody else.
 * @throws HttpRefusal `devices.unknown`, `devices.noRecoveryCopy`
 */
export async function takeRecoveryCopy(writer: SystemWriter, doer: Doer, deviceId: Id): Promise<RecoveryCopy> {
  let copy: RecoveryCopy | null = null;
  await change(writer, doer, deviceId, 'recoveryCopyTaken', null, async (tx) => {
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
    copy = recoveryCopySchema.parse(JSON.parse(row.recoveryCopy));
    return [{ column: 'recoveryCopy', was: null, became: 'taken' }];
  });
  if (copy === null) throw new HttpRefusal('devices.noRecoveryCopy');
  return copy;
}

/** What an administrator is about to do with what a closed device handed over. */
export function noteQuarantine(
  writer: SystemWriter,
  doer: Doer,
  deviceId: Id,
  kind: 'quarantineRun' | 'quarantineDiscarded',
  reason: string | null,
): Promise<void> {
  const became = kind === 'quarantineRun' ? 'run' : 'discarded';
  return change(writer, doer, deviceId, kind, reason, async () => [{ column: 'handedOver', was: 'waiting', became }]);
}

interface Cell {
  readonly column: string;
  readonly was: string | null;
  readonly became: string | null;
}

interface Before {
  readonly state: State;
  readonly givenName: string | null;
}

async function change(
  writer: SystemWriter,
  doer: Doer,
  deviceId: Id,
  kind: DeviceEventKind,
  detail: string | null,
  work: (tx: ServerTx, before: Before) => Promise<readonly Cell[]>,
): Promise<void> {
  const userId = doer.userId ?? SYSTEM_ACTOR_ID;
  await runSystemCommand(
    writer,
    async (tx, context) => {
      const cells = [...(await work(tx, await readBefore(tx, deviceId)))];
      const said = 'account' in doer ? [{ column: 'account', was: null, became: doer.account }] : [];
      const why = detail === null || kind === 'renamed' ? [] : [{ column: 'reason', was: null, became: detail }];
      await note(tx, context, { userId, deviceId, kind, detail }, [...cells, ...why, ...said]);
    },
    userId,
  );
}

async function note(
  tx: ServerTx,
  { newId, version, updated }: SystemContext,
  event: { readonly userId: Id; readonly deviceId: Id; readonly kind: DeviceEventKind; readonly detail: string | null },
  cells: readonly Cell[],
): Promise<void> {
  const { userId: actorId, deviceId: rowId } = event;
  const at = updated.updatedAt;
  await tx
    .insertInto('deviceEvents')
    .values({ id: newId(), at, ...event })
    .execute();
  await tx
    .insertInto('rowChanges')
    .values(
      cells.map(({ column: columnName, was, became }) => ({
        ...{ version, tableName: 'devices', rowId, columnName },
        ...{ op: 'update' as const, was, became, actorId, at },
      })),
    )
    .execute();
}

function refuseOwn(doer: Doer, deviceId: Id): void {
  if ('deviceId' in doer && doer.deviceId === deviceId) throw new HttpRefusal('devices.own');
}

async function readBefore(tx: ServerTx, deviceId: Id): Promise<Before> {
  const rows = await tx
    .selectFrom('devices')
    .select(['revokedAt', 'lockedAt', 'givenName'])
    .where('id', '=', deviceId)
    .orderBy('createdAt', 'desc')
    .orderBy('incarnation', 'desc')
    .execute();
  if (rows.length === 0) throw new HttpRefusal('devices.unknown');
  const state = rows.some(({ revokedAt }) => revokedAt !== null)
    ? 'revoked'
    : rows.some(({ lockedAt }) => lockedAt !== null)
      ? 'locked'
      : 'open';
  return { state, givenName: rows.find(({ givenName }) => givenName !== null)?.givenName ?? null };
}
