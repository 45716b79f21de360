/** The company's devices as their administrator sees them. */
import type { Handle } from '#db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { parseScope } from '#shared/kernel/scope.ts';
import { type DeviceInfo, deviceToldSchema } from '#shared/protocol/devices.ts';
import '#db/side-tables/server.ts';
import '#shared/domains/admin/tables.ts';
import '#shared/domains/inventory/tables.ts';

/** More than any company has; each is a line of a list. */
const LIMIT_HISTORIES = 20_000;

export interface Asking {
  /** The device that asks. */
  readonly deviceId: Id;
  /** The last migration that a device of this version has. */
  readonly schema: string;
}

/** All devices, whoever was seen last first. @param only one of them; all unless given */
export async function readDevices(db: Handle, asking: Asking, only?: Id): Promise<DeviceInfo[]> {
  const rows = await readHistories(db, only);
  const histories = new Map<Id, History[]>();
  for (const row of rows) histories.set(row.id, [...(histories.get(row.id) ?? []), row]);
  const held = await countHeld(db, only);
  const names = await readNames(db);
  return [...histories.values()]
    .map((own) => toInfo(own, asking, held, names))
    .sort((a, b) => b.lastContactAt - a.lastContactAt || (a.deviceId < b.deviceId ? -1 : 1));
}

type History = Awaited<ReturnType<typeof readHistories>>[number];

function readHistories(db: Handle, only: Id | undefined) {
  return (
    db
      .selectFrom('devices')
      .innerJoin('users', 'users.id', 'devices.userId')
      .select([
        'devices.id',
        'devices.userId',
        'devices.code',
        'devices.name',
        'devices.givenName',
        'devices.appVersion',
      ])
      .select(['devices.createdAt', 'devices.lastSeenAt', 'devices.levelAt', 'devices.toldAt', 'devices.schema'])
      .select(['devices.told', 'devices.unsentCount', 'devices.revokedAt', 'devices.lockedAt', 'devices.handedOverAt'])
      .select((eb) => eb('devices.recoveryCopy', 'is not', null).as('hasRecoveryCopy'))
      .select(['users.login', 'users.name as person', 'users.active', 'users.deletedAt'])
      .$if(only !== undefined, (query) => query.where('devices.id', '=', only ?? ''))
      // The newest history last: what it says is what holds.
      .orderBy('devices.createdAt')
      .orderBy('devices.incarnation')
      .limit(LIMIT_HISTORIES)
      .execute()
  );
}

async function countHeld(db: Handle, only: Id | undefined): Promise<ReadonlyMap<Id, number>> {
  const rows = await db
    .selectFrom('quarantinedCommands')
    .select('deviceId')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', 'waiting')
    .$if(only !== undefined, (query) => query.where('deviceId', '=', only ?? ''))
    .groupBy('deviceId')
    .orderBy('deviceId')
    .execute();
  return new Map(rows.map(({ deviceId, count }) => [deviceId, count]));
}

/** Of whatever a scope may be of. */
async function readNames(db: Handle): Promise<ReadonlyMap<Id, string>> {
  const names = new Map<Id, string>();
  for (const table of ['territories', 'warehouses', 'teams', 'users'] as const) {
    const rows = await db.selectFrom(table).select(['id', 'name']).orderBy('id').execute();
    for (const { id, name } of rows) names.set(id, name);
  }
  return names;
}

function toInfo(
  histories: readonly History[],
  asking: Asking,
  held: ReadonlyMap<Id, number>,
  names: ReadonlyMap<Id, string>,
): DeviceInfo {
  const newest = histories.at(-1);
  if (!newest) throw new Error('a device has a history');
  const told = newest.told === null ? null : deviceToldSchema.safeParse(JSON.parse(newest.told));
  const { holds, sharedWith, unshown = [] } = told?.success ? told.data : { holds: [], sharedWith: [] };
  const contacts = histories.flatMap(({ lastSeenAt, levelAt, toldAt }) => [lastSeenAt, levelAt ?? 0, toldAt ?? 0]);
  return {
    deviceId: newest.id,
    code: newest.code,
    formerCodes: histories.slice(0, -1).map(({ code }) => code),
    name: histories.findLast(({ givenName }) => givenName !== null)?.givenName ?? newest.name,
    person: {
      id: newest.userId,
      login: newest.login,
      name: newest.person,
      isActive: newest.active === 1 && newest.deletedAt === null,
    },
    sharedWith: sharedWith.flatMap((id) => {
      const name = names.get(id);
      return name === undefined || id === newest.userId ? [] : [{ id, name }];
    }),
    holds: holds.map(({ scope, rows }) => ({ scope, rows, name: names.get(parseScope(scope).id ?? '') ?? null })),
    registeredAt: histories[0]?.createdAt ?? newest.createdAt,
    lastContactAt: Math.max(...contacts),
    appVersion: newest.appVersion,
    schema: newest.schema,
    isBehind: newest.schema !== null && newest.schema < asking.schema,
    waiting: newest.unsentCount,
    unshown,
    ...stateOf(histories, newest),
    quarantined: held.get(newest.id) ?? 0,
    hasRecoveryCopy: histories.some(({ hasRecoveryCopy }) => Boolean(hasRecoveryCopy)),
    isOwn: newest.id === asking.deviceId,
  };
}

/** A laptop is closed and locked as a whole, whichever of its histories was named. */
function stateOf(histories: readonly History[], newest: History): Pick<DeviceInfo, 'state' | 'stateSince'> {
  const since = (instants: readonly (number | null)[]): number | null =>
    instants.reduce((first, at) => (at === null ? first : first === null ? at : Math.min(first, at)), null);
  const revokedAt = since(histories.map((history) => history.revokedAt));
  if (revokedAt !== null && newest.handedOverAt !== null) return { state: 'wiped', stateSince: newest.handedOverAt };
  if (revokedAt !== null) return { state: 'revoked', stateSince: revokedAt };
  const lockedAt = since(histories.map((history) => history.lockedAt));
  return lockedAt === null ? { state: 'open', stateSince: null } : { state: 'locked', stateSince: lockedAt };
}
