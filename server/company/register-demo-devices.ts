/**
 * The laptops of the demo company's people, as a company's server knows them after a year: each with the code that the
 * documents of its person carry. One is locked, one was closed when its person left, one has not been heard for long.
 */
import { migrationIds } from '#db/migrations/schema-mark.ts';
import { demoPeople } from '#shared/domains/admin/demo/people.ts';
import type { DemoLanguage, InBoth } from '#shared/kernel/demo.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Tx } from '#shared/kernel/table.ts';
import type { DeviceEventKind, DeviceTold } from '#shared/protocol/devices.ts';
import { GENESIS_HASH } from '#shared/protocol/envelope.ts';
import { readScopes } from '../sync/scopes.ts';
import '#db/side-tables/server.ts';
import '#shared/domains/admin/tables.ts';

/** As they call it; whether one is behind is told by its migrations. */
const APP_VERSION = '0.1.0';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface DemoDevice {
  readonly name: string;
  /** How long ago it was heard. */
  readonly silentMs: number;
  /** Commands that wait on it, as it said. */
  readonly waiting?: number;
  /** It has not had the newest migration. */
  readonly isBehind?: true;
  readonly done?: { readonly kind: DeviceEventKind; readonly agoMs: number; readonly why: InBoth };
}

const devices: Readonly<Record<string, DemoDevice>> = {
  zhou: { name: 'ZHOU-T14', silentMs: 4 * MINUTE_MS },
  chen: { name: 'CHEN-T14', silentMs: 35 * MINUTE_MS },
  liu: { name: 'LIU-X13', silentMs: 2 * DAY_MS },
  wu: { name: 'WU-X13', silentMs: 3 * HOUR_MS, waiting: 3 },
  he: { name: 'WH-DESK-1', silentMs: 1 * MINUTE_MS },
  lin: { name: 'CS-DESK-1', silentMs: 12 * DAY_MS, waiting: 5, isBehind: true },
  zhang: { name: 'ZHANG-X1', silentMs: 20 * MINUTE_MS },
  gao: { name: 'GAO-X1', silentMs: DAY_MS },
  xu: { name: 'FIN-DESK-1', silentMs: 50 * MINUTE_MS },
  ma: { name: 'CARE-DESK-1', silentMs: 2 * HOUR_MS },
  sun: {
    name: 'SUN-T14',
    silentMs: 5 * DAY_MS,
    done: {
      kind: 'locked',
      agoMs: 4 * DAY_MS,
      why: { zh: '展会上遗失，正在寻找', en: 'Left at a fair, being looked for' },
    },
  },
  tang: {
    name: 'TANG-T14',
    silentMs: 96 * DAY_MS,
    done: { kind: 'revoked', agoMs: 96 * DAY_MS + HOUR_MS, why: { zh: '唐波离职', en: 'Tang Bo has left' } },
  },
};

interface Made {
  readonly now: Instant;
  readonly newId: () => Id;
  readonly language: DemoLanguage;
}

/** Writes them down. Nobody signs in with them: whoever tries the demo has a device of his own. */
export async function registerDemoDevices(tx: Tx, made: Made): Promise<void> {
  const users = await tx.selectFrom('users').select(['id', 'login', 'createdAt']).orderBy('login').execute();
  const migrations = migrationIds('device');
  const [oldest = ''] = migrations;
  const newest = migrations.at(-1) ?? '';
  const administrator = users.find(({ login }) => login === 'gao')?.id ?? '';
  const scopesOf = new Map<Id, readonly string[]>();
  for (const { id } of users) scopesOf.set(id, await readScopes(tx, id));
  const rows = await countRows(tx, [...new Set([...scopesOf.values()].flat())]);
  for (const { login, deviceCode: code } of demoPeople) {
    const device = devices[login];
    const user = users.find((each) => each.login === login);
    if (!device || !user) continue;
    const id = made.newId();
    const heardAt = made.now - device.silentMs;
    const { done } = device;
    const doneAt = done ? made.now - done.agoMs : null;
    await tx
      .insertInto('devices')
      .values({
        ...{ id, userId: user.id, code, name: device.name, givenName: null, incarnation: made.newId() },
        ...{ appVersion: APP_VERSION, schema: device.isBehind ? oldest : newest, lastSeq: 0, lastHash: GENESIS_HASH },
        ...{ createdAt: user.createdAt + 3 * HOUR_MS, lastSeenAt: heardAt, levelAt: heardAt, toldAt: heardAt },
        ...{ unsentCount: device.waiting ?? 0, recoveryCopy: null },
        told: JSON.stringify(toldOf(scopesOf.get(user.id) ?? [], rows)),
        lockedAt: done?.kind === 'locked' ? doneAt : null,
        revokedAt: done?.kind === 'revoked' ? doneAt : null,
        // It was heard once more, and handed over what there was: nothing.
        handedOverAt: done?.kind === 'revoked' ? heardAt : null,
      })
      .execute();
    if (!done || doneAt === null) continue;
    const { kind, why } = done;
    await tx
      .insertInto('deviceEvents')
      .values({ id: made.newId(), deviceId: id, at: doneAt, userId: administrator, kind, detail: why[made.language] })
      .execute();
  }
}

/** What each scope of the people holds, by the log of scopes: counted at once. */
async function countRows(tx: Tx, scopes: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counted = await tx
    .selectFrom('scopeLog')
    .select('scope')
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .where('scope', 'in', scopes)
    .groupBy('scope')
    .orderBy('scope')
    .execute();
  return new Map(counted.map(({ scope, rows }) => [scope, Number(rows)]));
}

function toldOf(scopes: readonly string[], rows: ReadonlyMap<string, number>): DeviceTold {
  const holds = scopes.map((scope) => ({ scope, rows: rows.get(scope) ?? 0 })).filter((held) => held.rows > 0);
  return { holds: holds.sort((a, b) => b.rows - a.rows || (a.scope < b.scope ? -1 : 1)), sharedWith: [] };
}
