/** The device's own parts around an open database, in this process: what stands between a screen's call and the rows. */
import type { SqliteDatabase } from '#db/sqlite.ts';
import type { World } from '#shared/kernel/world.ts';
import { registry } from '#shared/registry.ts';
import type { DeviceContext } from '../../../electron/device/device-context.ts';
import { makeRealWorld } from '../../../electron/device/real-world.ts';
import { makeStore } from '../../../electron/device/store.ts';
import { makeWriteLock } from '../../../electron/device/write-lock.ts';
import { newId } from '../../support/ids.ts';
import type { BenchCompany } from '../company.ts';

export interface House {
  readonly context: DeviceContext;
  /** Runs `sales.confirmOrder` as a call from a screen does, less the way from the screen. @throws when it is not applied */
  confirm(args: unknown): Promise<void>;
}

/** @param world in place of the real one, whose parts may be watched */
export function openHouse(
  company: BenchCompany,
  writer: SqliteDatabase,
  now: () => number,
  world: World = makeRealWorld(),
): House {
  const permissions = new Set(company.permissions);
  const context: DeviceContext = {
    world,
    registry,
    writer,
    reader: writer,
    lock: makeWriteLock(),
    deviceId: newId(),
    incarnation: newId(),
    deviceCode: 'K7',
    formerCodes: [],
    userId: company.userId,
    sentAt: new Map(),
    permissions: () => permissions,
    now,
    finishing: () => {},
    changed: () => {},
    problem: (where, error) => {
      throw new Error(where, { cause: error });
    },
  };
  const store = makeStore(context, () => {});
  return {
    context,
    async confirm(args) {
      const reply = await store.run('sales.confirmOrder', args);
      if (reply.state !== 'applied') throw new Error(`an order was ${JSON.stringify(reply)}`);
    },
  };
}
