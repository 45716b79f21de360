/** The program behind bench-device.ts: one device over the profile folder of its first argument. */
import { Agent } from 'node:http';
import type { Socket } from 'node:net';
import { quoted, runSql } from '#db/database.ts';
import { lastMigration } from '#db/migrations/migrate.ts';
import { olderSchema } from '#db/migrations/schema-history.ts';
import { openSqlite } from '#db/sqlite.ts';
import type { OrderListRow } from '#shared/domains/sales/queries/order-list.ts';
import { type Id, makeId } from '#shared/kernel/ids.ts';
import type { Page } from '#shared/kernel/paging.ts';
import { NetworkUnreachable, type World } from '#shared/kernel/world.ts';
import type { SyncStatus } from '#shared/protocol/bridge.ts';
import { registry } from '#shared/registry.ts';
import { openDevice } from '../../../electron/device/device.ts';
import { makeReadersInProcess } from '../../../electron/device/readers.ts';
import { makeRealWorld } from '../../../electron/device/real-world.ts';
import { writeStates } from '../../../electron/device/sync-state.ts';
import { PASSWORD } from '../../support/password.ts';
import type { Standing } from './pulled-company.ts';
import { makeSyncOrder, type SyncCompany } from './sync-company.ts';

export interface DeviceTask {
  readonly id: number;
  readonly name: keyof DeviceTasks;
  readonly args: unknown;
}

export interface DeviceReply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

export type DeviceTasks = typeof tasks;

let bodyBytes = 0;
let snapshotPages = 0;
/** Everybody can sign in, and nothing is sent or fetched. */
let isSyncHeld = false;
let noteCut: () => void = () => {};
const firstCut = new Promise<void>((resolve) => {
  noteCut = resolve;
});
let opened: { readonly path: string; readonly key: Uint8Array } | null = null;
const world = watchNetwork(makeRealWorld());
const sockets = watchSockets();
const device = await openDevice({
  profileFolder: process.argv[2] ?? '',
  world,
  registry,
  osSecret: null,
  appVersion: '0.1.0',
  deviceName: 'bench',
  startReaders(path, key) {
    opened = { path, key };
    return makeReadersInProcess(openSqlite({ path, key, readOnly: true }), registry);
  },
  problem: (where, error) => process.stderr.write(`device: ${where}: ${String(error)}\n`),
});
const newId = (): Id => makeId(world.clock.now(), world.random.bytes(16));
/** Orders that came, by number: when they were seen here. */
const seen = new Map<string, number>();

const tasks = {
  /** Signs in; the first load has begun when it answers. */
  async signIn({ server, login, password }: { server: string; login: string; password?: string }): Promise<void> {
    const reply = await device.session.signIn({ server, login, password: password ?? PASSWORD });
    if (!reply.ok) throw new Error(`no sign-in: ${JSON.stringify(reply.reason)}`);
  },
  /** Waits until everything is sent and everything is here. @returns the moment, ms since 1970 */
  async untilLevel(_: null): Promise<number> {
    await until((status) => isLevel(status));
    return Date.now();
  },
  /** Bytes of the answers' bodies so far, as they came. */
  async bodyBytes(_: null): Promise<number> {
    return bodyBytes;
  },
  /** Pages of whole scopes that were asked for so far: none where everything came by pulls. */
  async snapshotPages(_: null): Promise<number> {
    return snapshotPages;
  },
  /** Rows of a table that are here. */
  async rowsIn({ table }: { table: string }): Promise<number> {
    const reader = openSqlite({ ...must(opened), readOnly: true });
    try {
      const [counted] = await runSql<{ rows: number }>(
        reader.kysely,
        `SELECT count(*) AS "rows" FROM ${quoted(table)}`,
      );
      return counted?.rows ?? 0;
    } finally {
      await reader.close();
    }
  },
  /** Keeps sync from its server, or lets it go on. */
  async holdSync({ held }: { held: boolean }): Promise<void> {
    isSyncHeld = held;
    if (!held) device.wake();
  },
  /**
   * Leaves the device as one that was level when the company had nothing yet, and has been away since: it holds all scopes,
   * and what is in them comes by pulls. While sync is held.
   */
  async standAtBeginning({ timeline, scopes, schema }: Standing): Promise<void> {
    // The cycle that the sign-in began has looked already, and would load everything: it is cut first.
    await firstCut;
    const writer = openSqlite(must(opened));
    try {
      await writeStates(writer.kysely, {
        timeline,
        scopes: [...scopes],
        seenScopes: [...scopes],
        cursor: { timeline, version: 0, table: '', id: '', loadedAt: 0 },
        pulledSchema: olderSchema((await lastMigration(writer.kysely)) ?? '', schema),
        // So that the day's comparison is not in what is measured: a first load has none either.
        comparedAt: world.clock.now(),
      });
    } finally {
      await writer.close();
    }
  },
  /** Rows of the first load that are here. */
  async loadedRows(_: null): Promise<number> {
    return (await device.sync.status()).loading?.rows ?? 0;
  },
  /** Waits until the server has answered everything. @returns the moment */
  async untilSent(_: null): Promise<number> {
    await until((status) => status.waiting === 0);
    return Date.now();
  },
  async workOffline({ offline }: { offline: boolean }): Promise<void> {
    await device.sync.setWorkOffline(offline);
  },
  /** Confirms orders, one after the other. @returns their numbers, with the moment of each answer */
  async takeOrders({ company, from, count }: { company: SyncCompany; from: number; count: number }) {
    const taken: { readonly number: string; readonly at: number }[] = [];
    for (let nth = from; nth < from + count; nth += 1) {
      const number = await device.nextNumber('order');
      const reply = await device.command('sales.confirmOrder', makeSyncOrder(company, nth, number, newId));
      if (reply.state !== 'applied') throw new Error(`an order was ${JSON.stringify(reply)}`);
      taken.push({ number, at: Date.now() });
    }
    return taken;
  },
  /** How many orders are here. */
  async countOrders(_: null): Promise<number> {
    let count = 0;
    for (let cursor: unknown = null; ; ) {
      const { rows, next } = await orderPage(cursor);
      count += rows.length;
      if (next === null) return count;
      cursor = next;
    }
  },
  /** From now on notes when an order is first seen by a query, as a list on a screen would see it. */
  async watchOrders(_: null): Promise<void> {
    await lookForOrders();
    device.onChanged((tables) => {
      if (tables.includes('orders')) void lookForOrders();
    });
  },
  /** Waits until an order is here. @returns the moment when it was first seen */
  async untilSeen({ number }: { number: string }): Promise<number> {
    for (;;) {
      const at = seen.get(number);
      if (at !== undefined) return at;
      await new Promise((done) => setTimeout(done, 5));
    }
  },
  /** Bytes on the wire so far, both ways, heads of HTTP included. */
  async wireBytes(_: null): Promise<number> {
    return sockets.reduce((sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten, 0);
  },
};

function isLevel(status: SyncStatus): boolean {
  return status.network === 'online' && status.waiting === 0 && status.firstLoad === null && status.dataAsOf !== null;
}

async function until(condition: (status: SyncStatus) => boolean): Promise<void> {
  if (condition(await device.sync.status())) return;
  await new Promise<void>((resolve) => {
    const stop = device.sync.onStatus((status) => {
      if (!condition(status)) return;
      stop();
      resolve();
    });
  });
}

const everyOrder = { search: '', filter: null, warehouseId: null, customerId: null };

async function orderPage(cursor: unknown): Promise<Page<OrderListRow>> {
  const reply = await device.query('sales.orderList', { ...everyOrder, cursor, limit: 200 });
  if (!reply.ok) throw new Error(JSON.stringify(reply.reason));
  return reply.rows as Page<OrderListRow>;
}

/** The newest page, as a list shows it. */
async function lookForOrders(): Promise<void> {
  for (const { number } of (await orderPage(null)).rows) if (!seen.has(number)) seen.set(number, Date.now());
}

function must<Value>(value: Value | null): Value {
  if (value === null) throw new Error('nobody has signed in');
  return value;
}

function watchNetwork(real: World): World {
  return {
    ...real,
    network: {
      ...real.network,
      async request(asked) {
        const { pathname } = new URL(asked.url);
        if (isSyncHeld && pathname.startsWith('/v1/sync/')) {
          noteCut();
          throw new NetworkUnreachable('sync is held');
        }
        if (pathname === '/v1/sync/snapshot') snapshotPages += 1;
        const answer = await real.network.request(asked);
        bodyBytes += answer.body.byteLength;
        return answer;
      },
    },
  };
}

/** Every connection that is opened from here. */
function watchSockets(): Socket[] {
  const opened: Socket[] = [];
  // Of every agent: the device has its own.
  const agents = Agent.prototype as unknown as { createConnection(...args: unknown[]): Socket };
  const connect = agents.createConnection;
  agents.createConnection = function connectAndNote(...args) {
    const socket = connect.apply(this, args);
    opened.push(socket);
    return socket;
  };
  return opened;
}

process.on('message', (task: DeviceTask) => {
  const run = tasks[task.name] as (args: unknown) => Promise<unknown>;
  run(task.args).then(
    (result) => process.send?.({ id: task.id, result }),
    (error: unknown) => process.send?.({ id: task.id, error: error instanceof Error ? error.stack : String(error) }),
  );
});
process.once('SIGTERM', () => void device.close().then(() => process.exit(0)));
process.once('disconnect', () => process.exit(0));
