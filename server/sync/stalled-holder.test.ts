/**
 * Whoever holds the company's lock on PostgreSQL and is heard of no more: a host without power within a push, a network
 * that swallows. Guards: others go on after seconds; until then they are told to come again, and whoever only reads is
 * answered all along.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { allowLongStatements, runSql } from '#db/database.ts';
import { openPostgres, type PostgresDatabase } from '#db/postgres.ts';
import { type PostgresLimits, servingLimits } from '#db/postgres-limits.ts';
import { dropPostgres, newPostgres } from '../../tests/support/databases.ts';
import {
  newTestId,
  refusedWith,
  send,
  startTestCompany,
  type TestCompany,
  TestDevice,
} from '../../tests/support/server.ts';
import { withCompanyLock } from './company-lock.ts';

/** As those of a serving process, in small. */
const limits: PostgresLimits = {
  lockMs: 1_500,
  statementMs: 4_000,
  idleInTransactionMs: 12_000,
  connectMs: 10_000,
  answerGraceMs: 2_000,
};

const SOON = { timeout: 60_000 };

let first: PostgresDatabase;
let served: PostgresDatabase;
let company: TestCompany;
let device: TestDevice;
const opened: PostgresDatabase[] = [];

const open = async (connectionString = inject('postgresUrl')): Promise<PostgresDatabase> => {
  const database = await openPostgres({ connectionString, schema: first.schema, poolSize: 4, limits });
  opened.push(database);
  return database;
};
const addCustomer = (by: TestDevice) =>
  by.issue('test.addCustomer', { id: newTestId(), name: 'new', territoryId: company.north });
const hold = async (holder: PostgresDatabase) => {
  const tx = await holder.kysely.startTransaction().execute();
  await runSql(tx, 'SELECT 1 FROM "companyVersion" FOR UPDATE');
  return tx;
};

beforeEach(async () => {
  first = await newPostgres('server');
  served = await open();
  company = await startTestCompany(served);
  device = new TestDevice(company.server.url);
  await device.signIn('boss');
});
afterEach(async () => {
  await company.server.close();
  for (const database of opened.splice(0)) await database.close();
  await dropPostgres(first);
});

test('a holder that is silent: pushes are put off, who reads is answered, and all go on when it was ended', async () => {
  const holder = await open();
  holder.onLostConnection(() => {});
  const tx = await hold(holder);
  const others = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const other = new TestDevice(company.server.url);
      Object.assign(other, {
        id: device.id,
        incarnation: device.incarnation,
        token: device.token,
        userId: device.userId,
      });
      return other;
    }),
  );
  // More than the pool has connections.
  const pushes = others.map((other) => refusedWith(other.push(addCustomer(other))));
  expect((await send(`${company.server.url}/v1/health`, {})).status).toBe(200);
  expect((await device.pull()).more).toBe(false);
  for (const refused of await Promise.all(pushes)) {
    expect(refused).toMatchObject({ status: 503, code: 'server.busy' });
  }
  const headers = { authorization: `Bearer ${device.token}`, 'content-type': 'application/json' };
  const commands = [addCustomer(device)];
  const body = JSON.stringify({ deviceId: device.id, incarnation: device.incarnation, commands });
  const push = () => send(`${company.server.url}/v1/sync/push`, { method: 'POST', headers, body });
  expect((await push()).headers.get('retry-after')).toBe('5');
  await expect.poll(async () => (await push()).status, SOON).toBe(200);
  await expect(runSql(tx, 'SELECT 1')).rejects.toThrow();
  await tx
    .rollback()
    .execute()
    .catch(() => {});
});

test('a network that swallows within a push: the other process goes on, and this one when it is heard again', async () => {
  const proxy = await startProxy(inject('postgresUrl'));
  const cutOff = await open(proxy.connectionString);
  cutOff.onLostConnection(() => {});
  const lost = withCompanyLock(cutOff, async (tx) => {
    proxy.swallow(true);
    await runSql(tx, 'SELECT 1');
  });
  await expect(lost).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  const command = addCustomer(device);
  const pushed = async () => (await device.push(command)).answers[0]?.state;
  await expect.poll(() => pushed().catch(() => null), SOON).toBe('applied');
  proxy.swallow(false);
  await expect.poll(() => withCompanyLock(cutOff, async () => 'held').catch(() => null), SOON).toBe('held');
  await cutOff.close();
  proxy.close();
});

test('honest long work passes: a statement that says so, in a transaction that waits for its own answer', async () => {
  const worker = await open();
  const slow = 'SELECT pg_sleep(7)';
  const took = worker.kysely.transaction().execute(async (tx) => {
    await allowLongStatements(tx);
    return runSql(tx, slow);
  });
  expect(await took).toHaveLength(1);
  await expect(runSql(worker.kysely, slow)).rejects.toMatchObject({ code: '57014' });
});

test('every connection of a serving process has its limits at the database’s end', async () => {
  const [row] = await runSql(
    first.kysely,
    `SELECT current_setting('lock_timeout') AS "lock", current_setting('statement_timeout') AS "statement",
      current_setting('idle_in_transaction_session_timeout') AS "idle", current_setting('tcp_user_timeout') AS "unheard",
      current_setting('tcp_keepalives_idle') AS "alive"`,
  );
  expect(row).toEqual({ lock: '10s', statement: '1min', idle: '30s', unheard: '60000', alive: '30' });
  expect(servingLimits.lockMs * 2).toBeLessThan(30_000);
});

interface Proxy {
  readonly connectionString: string;
  /** Takes whatever comes, and hands nothing on: neither side hears of an end. */
  swallow(isSwallowing: boolean): void;
  close(): void;
}

async function startProxy(address: string): Promise<Proxy> {
  const far = new URL(address);
  const sockets = new Set<Socket>();
  let isSwallowing = false;
  const server: Server = createServer((client) => {
    const database = connect(Number(far.port), far.hostname);
    const pairs = [
      [client, database],
      [database, client],
    ] as const;
    for (const [from, to] of pairs) {
      sockets.add(from);
      from.on('error', () => {});
      from.on('data', (bytes) => {
        if (!isSwallowing) to.write(bytes);
      });
      from.on('close', () => {
        if (!isSwallowing) to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const place = server.address();
  const url = new URL(address);
  url.port = String(typeof place === 'object' ? place?.port : '');
  return {
    connectionString: url.href,
    swallow(now) {
      isSwallowing = now;
      // What was swallowed is missing for good: these connections are of no use to anybody.
      if (!now) for (const socket of sockets) socket.destroy();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
