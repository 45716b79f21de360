/**
 * Several server processes on one PostgreSQL database, behind a balancer or not, with real devices. Guards:
 * - what is pushed at one process is told to devices of another at once, by LISTEN/NOTIFY;
 * - a process that dies in the middle of pushes costs a device nothing: it goes on with another, exactly once;
 * - a lost NOTIFY connection is taken up again, and what was said meanwhile is looked up;
 * - PostgreSQL may be killed and come back under running servers.
 */
import { mkdtempSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DatabasePlace } from '../../server/read-options.ts';
import { type CrashCompany, makeCompany } from '../crash/company.ts';
import { bundlePrograms, type Programs } from '../crash/programs.ts';
import { freePort, makeServerProcess, type ServerProcess } from '../crash/server-process.ts';
import { pause, removeFolder } from '../crash/stage.ts';
import { type LineDevice, startLineDevice } from '../network/line-device.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

const SCHEMA = 'company';
/** Far below the three minutes after which a device looks by itself. */
const SOON_MS = 90_000;

const folder = mkdtempSync(join(tmpdir(), 'satchel-many-servers-'));
let postgres: TestPostgres;
let programs: Programs;
let company: CrashCompany;
let servers: ServerProcess[];
let balancer: Server;
/** Behind the balancer, and straight at the second process. */
let seller: LineDevice;
let colleague: LineDevice;

beforeAll(async () => {
  postgres = await startPostgres();
  programs = await bundlePrograms();
  const connectionString = postgres.connectionString('postgres');
  const place: DatabasePlace = {
    kind: 'postgres',
    connectionString,
    schema: SCHEMA,
    filesFolder: join(folder, 'files'),
  };
  company = await makeCompany(place);
  servers = await Promise.all([0, 1, 2].map(() => makeServerProcess(programs, place)));
  await Promise.all(servers.map((server) => server.start()));
  const port = await freePort();
  balancer = await balance(port, [servers[0]?.url ?? '', servers[2]?.url ?? '']);
  seller = device('seller', 'north', `http://127.0.0.1:${port}`);
  colleague = device('colleague', 'boss', servers[1]?.url ?? '');
  await until(() => [seller, colleague].every((each) => isLevel(each) && each.last()?.firstLoad === null));
});
afterAll(async () => {
  await seller?.kill();
  await colleague?.kill();
  balancer?.close();
  for (const server of servers ?? []) await server.kill();
  await postgres?.stop();
  programs?.remove();
  removeFolder(folder);
});

it('an order at one process is on a colleague’s device at another at once', async () => {
  await takeOrders(1);
  await allReach();
});

it('a process that is killed in the middle of pushes costs nothing: another takes them, each once', async () => {
  const before = await answered();
  seller.take(120);
  await until(async () => (await answered()) > before);
  await servers[0]?.kill();
  await until(() => isLevel(seller) && seller.taken.length === 121);
  await allReach();
  const orders = await ask<{ orders: number; commands: number }>(
    `SELECT (SELECT count(*)::int FROM ${SCHEMA}."orders") AS "orders",
      (SELECT count(*)::int FROM ${SCHEMA}."commandLog" WHERE "name" = 'sales.confirmOrder') AS "commands"`,
  );
  expect(orders).toEqual([{ orders: 121, commands: 121 }]);
  await servers[0]?.start();
});

it('a NOTIFY connection that was cut is taken up again, and what was committed meanwhile is told', async () => {
  const listeners = `FROM pg_stat_activity WHERE query ILIKE 'listen %' AND application_name = 'satchel'`;
  await until(async () => (await ask(`SELECT pid ${listeners}`)).length === 3);
  const old = await ask<{ pid: number }>(`SELECT pid, pg_terminate_backend(pid) ${listeners}`);
  await takeOrders(1);
  await allReach();
  const isNew = async (): Promise<boolean> => {
    const now = await ask<{ pid: number }>(`SELECT pid ${listeners}`);
    return now.length === 3 && now.every(({ pid }) => !old.some((each) => each.pid === pid));
  };
  await until(isNew);
});

it('PostgreSQL is killed and comes back under running servers: nothing promised is lost, all goes on', async () => {
  process.kill(postgres.pid, 'SIGKILL');
  await takeOrders(3);
  for (let tries = 0; ; tries += 1) {
    try {
      await postgres.startAgain();
      break;
    } catch (error) {
      if (tries === 100) throw error;
      await pause(50);
    }
  }
  await allReach();
  await until(() => isLevel(seller) && isLevel(colleague));
});

function device(name: string, login: string, server: string): LineDevice {
  return startLineDevice({ programs, folder, name, login, server, company, before: [], environment: {} });
}

async function takeOrders(count: number): Promise<void> {
  const before = seller.taken.length;
  seller.take(count);
  await until(() => seller.taken.length === before + count);
}

/** Every order that the seller's device has promised is on the colleague's. */
async function allReach(): Promise<void> {
  await until(async () =>
    (await Promise.all(seller.taken.map(({ orderId }) => colleague.has(orderId)))).every(Boolean),
  );
}

const isLevel = (each: LineDevice): boolean => each.last()?.network === 'online' && each.last()?.waiting === 0;

async function answered(): Promise<number> {
  const [row] = await ask<{ rows: number }>(`SELECT count(*)::int AS "rows" FROM ${SCHEMA}."commandLog"`);
  return row?.rows ?? 0;
}

async function ask<Row>(query: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: postgres.connectionString('postgres'), application_name: 'test' });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(query)).rows as Row[];
  } finally {
    await client.end();
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + SOON_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not soon: ${JSON.stringify([seller.last(), colleague.last()])}`);
    await pause(50);
  }
}

/** Hands each connection to the first server that takes it. */
async function balance(port: number, urls: readonly string[]): Promise<Server> {
  const server = createServer((client) => {
    client.on('error', () => {});
    client.pause();
    const tryServer = (at: number): void => {
      const url = urls[at];
      if (url === undefined) {
        client.destroy();
        return;
      }
      const far = connect(Number(new URL(url).port), '127.0.0.1');
      far.once('connect', () => {
        client.pipe(far).pipe(client);
        client.once('close', () => far.destroy());
        far.once('close', () => client.destroy());
      });
      far.on('error', () => {
        if (far.connecting || far.bytesRead + far.bytesWritten === 0) tryServer(at + 1);
        else client.destroy();
      });
    };
    tryServer(0);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}
