/** Devices inside a simulation, each with a profile folder of its own on the real disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Handle, quoted, runSql } from '#db/database.ts';
import { openSqlite } from '#db/sqlite.ts';
import { type Id, makeId } from '#shared/kernel/ids.ts';
import type { ActionReply, CommandReply } from '#shared/protocol/bridge.ts';
import { type Device, type DeviceOptions, openDevice } from '../../electron/device/device.ts';
import { readScopes } from '../../server/sync/scopes.ts';
import { PASSWORD, SERVER_URL, type SimulatedCompany, simulationRegistry } from './simulated-company.ts';
import type { SimulatedDeviceWorld, Simulation } from './simulated-world.ts';

export type Login = keyof SimulatedCompany['users'];

export interface SimulatedDevice {
  readonly world: SimulatedDeviceWorld;
  readonly folder: string;
  /** The living device; `restart` puts another one here. */
  readonly device: Device;
  /** What went wrong in its parts so far. */
  readonly problems: string[];
  signIn(login: Login, password?: string): Promise<ActionReply>;
  run(name: string, args: unknown): Promise<CommandReply>;
  newId(): Id;
  /** File and key of the database of whoever signed in last. */
  database(): { readonly path: string; readonly key: Uint8Array };
  /** All rows of a synced table as they are committed, by id. */
  rows(table: string): Promise<Record<string, unknown>[]>;
  /** Closes and opens the application again; nobody is signed in then. */
  restart(change?: Partial<DeviceOptions>): Promise<void>;
  close(): Promise<void>;
}

/** Adds a device to the simulation; the caller closes it. */
export async function addDevice(
  simulation: Simulation,
  change: Partial<DeviceOptions> = {},
  skewMs = 0,
): Promise<SimulatedDevice> {
  const world = simulation.addDevice(skewMs);
  const folder = mkdtempSync(join(tmpdir(), 'satchel-device-'));
  const problems: string[] = [];
  const options: DeviceOptions = {
    profileFolder: folder,
    world,
    registry: simulationRegistry,
    osSecret: null,
    appVersion: '0.1.0',
    deviceName: 'test laptop',
    ...change,
    startReaders: (path, key, problem) => {
      opened = { path, key };
      const given = change.startReaders?.(path, key, problem);
      return given ?? { ask: async () => ({ ok: true, rows: [] }), close: async () => {} };
    },
    problem: (where, error) => problems.push(`${where}: ${error instanceof Error ? error.stack : String(error)}`),
  };
  let opened: { path: string; key: Uint8Array } | null = null;
  const lastOpened = () => {
    if (!opened) throw new Error('nobody is signed in');
    return opened;
  };
  let device = await openDevice(options);
  return {
    world,
    folder,
    problems,
    get device() {
      return device;
    },
    signIn: (login, password = PASSWORD) =>
      simulation.finish(device.session.signIn({ server: SERVER_URL, login, password })),
    run: (name, args) => simulation.finish(device.command(name, args)),
    newId: () => makeId(world.clock.now(), world.random.bytes(16)),
    database: lastOpened,
    async rows(table) {
      const database = openSqlite({ ...lastOpened(), readOnly: true });
      try {
        return await allRows(database.kysely, table);
      } finally {
        await database.close();
      }
    },
    async restart(next = {}) {
      await simulation.finish(device.close());
      device = await openDevice({ ...options, ...next });
    },
    async close() {
      await simulation.finish(device.close());
      rmSync(folder, { recursive: true });
    },
  };
}

export async function allRows(db: Handle, table: string): Promise<Record<string, unknown>[]> {
  return runSql(db, `SELECT * FROM ${quoted(table)} ORDER BY "id"`);
}

/** What a user's device must hold: the server's rows of the scopes that the user sees, by table. */
export async function rowsInScope(company: SimulatedCompany, userId: Id): Promise<Map<string, unknown[]>> {
  const { kysely } = company.database;
  const scopes = await readScopes(kysely, userId);
  const visible = await kysely
    .selectFrom('scopeLog')
    .select(['tableName', 'rowId'])
    .distinct()
    .where('scope', 'in', scopes)
    .where('op', 'in', ['enter', 'upsert'])
    .orderBy('tableName')
    .orderBy('rowId')
    .execute();
  const ids = new Set(visible.map((row) => `${row.tableName} ${row.rowId}`));
  const tables = new Map<string, unknown[]>();
  for (const { name } of simulationRegistry.tables) {
    const rows = await allRows(kysely, name);
    tables.set(
      name,
      rows.filter((row) => ids.has(`${name} ${String(row.id)}`)),
    );
  }
  return tables;
}

/** Everything that a device shows, by table. */
export async function rowsOnDevice(device: SimulatedDevice): Promise<Map<string, unknown[]>> {
  const tables = new Map<string, unknown[]>();
  for (const { name } of simulationRegistry.tables) tables.set(name, await device.rows(name));
  return tables;
}

/** Arguments of `sales.confirmOrder`: one line. */
export async function orderArgs(
  company: SimulatedCompany,
  device: SimulatedDevice,
  wish: { readonly customer: number; readonly product: number; readonly pieces: number },
) {
  const product = company.products[wish.product % company.products.length];
  return {
    orderId: device.newId(),
    number: await device.device.nextNumber('order'),
    exposureEntryId: device.newId(),
    customerId: company.customers[wish.customer % company.customers.length],
    warehouseId: company.warehouse,
    currency: 'CNY',
    requestedOn: null,
    paymentTermsDays: 30,
    shipTo: null,
    note: null,
    lines: [
      {
        id: device.newId(),
        productId: product?.id,
        quantity: wish.pieces * 10_000,
        unitPrice: product?.basePrice,
        listPrice: product?.basePrice,
        discount: 0,
        taxRate: 1_300,
      },
    ],
  };
}
