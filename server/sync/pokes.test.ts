import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { runSql } from '#db/database.ts';
import { openPostgres } from '#db/postgres.ts';
import { allTables } from '#shared/registry.ts';
import { dropPostgres, eachDatabase, newPostgres } from '../../tests/support/databases.ts';
import { type LiveStream, openLive } from '../../tests/support/live-stream.ts';
import {
  makeTestWorld,
  newTestId,
  refusedWith,
  send,
  startTestCompany,
  type TestCompany,
  TestDevice,
} from '../../tests/support/server.ts';
import { testRegistry } from '../../tests/support/test-commands.ts';
import { HEARTBEAT_MS, LIMIT_STREAMS } from '../http/serve-live.ts';
import { startServer } from '../start-server.ts';
import { runSystemCommand } from './system-command.ts';

const addCustomer = (device: TestDevice, territoryId: string) =>
  device.push(device.issue('test.addCustomer', { id: newTestId(), name: 'x', territoryId }));

eachDatabase('server', (current) => {
  let company: TestCompany;
  let boss: TestDevice;
  let north: TestDevice;
  const streams: LiveStream[] = [];

  beforeEach(async () => {
    company = await startTestCompany(current());
    boss = new TestDevice(company.server.url);
    north = new TestDevice(company.server.url);
    await boss.signIn('boss');
    await north.signIn('north');
  });
  afterEach(async () => {
    for (const stream of streams.splice(0)) await stream.close();
    await company.server.close();
  });
  const live = async (device: TestDevice): Promise<LiveStream> => {
    const stream = await openLive(device.url, device.token);
    streams.push(stream);
    return stream;
  };

  test('a push pokes whoever sees a scope that moved, and names no scope that he does not see', async () => {
    const [atBoss, atNorth] = [await live(boss), await live(north)];
    const { answers } = await addCustomer(boss, company.south);
    expect(await atBoss.next()).toEqual({ version: answers[0]?.version, scopes: [`territory:${company.south}`] });
    const later = await addCustomer(boss, company.north);
    // The first poke that the north sees is its own.
    expect(await atNorth.next()).toEqual({
      version: later.answers[0]?.version,
      scopes: [`territory:${company.north}`],
    });
  });

  test('a write of the server itself pokes too', async () => {
    const atNorth = await live(north);
    await runSystemCommand(company.server.house, async (tx, { created }) => {
      await tx
        .insertInto('settings')
        .values({ id: 'test.setting', value: '1', ...created })
        .execute();
    });
    expect((await atNorth.next()).scopes).toEqual(['company']);
  });

  test('a scope granted while the stream is open is poked from then on', async () => {
    const atNorth = await live(north);
    await runSystemCommand(company.server.house, async (tx, { newId, created }) => {
      const scope = `territory:${company.south}`;
      await tx
        .insertInto('userScopes')
        .values({ id: newId(), userId: north.userId, scope, ...created })
        .execute();
    });
    expect((await atNorth.next()).scopes).toEqual(['company']);
    // The new scopes are read after that poke; a push until then may be missed, which costs only time.
    const poked = atNorth.next();
    let arrived = false;
    void poked.then(() => {
      arrived = true;
    });
    while (!arrived) await addCustomer(boss, company.south);
    expect((await poked).scopes).toEqual([`territory:${company.south}`]);
  });

  test('the stream ends at the next heartbeat after its token has ended, and with the server', async () => {
    const atNorth = await live(north);
    await north.post('/v1/auth/sign-out', {});
    company.world.advance(HEARTBEAT_MS);
    await atNorth.ended;
    expect(await refusedWith(openLive(north.url, north.token))).toMatchObject({ status: 401, code: 'auth.required' });
    const atBoss = await live(boss);
    await company.server.close();
    await atBoss.ended;
  });

  test('a token has a few streams: one more ends the oldest, and no other', async () => {
    const before = await live(boss);
    const first = await live(north);
    for (let count = 1; count < LIMIT_STREAMS; count += 1) await live(north);
    const { answers } = await addCustomer(boss, company.north);
    expect(await first.next()).toMatchObject({ version: answers[0]?.version });
    const last = await live(north);
    await first.ended;
    const later = await addCustomer(boss, company.north);
    expect(await last.next()).toMatchObject({ version: later.answers[0]?.version });
    for (const stream of streams.slice(2, -1)) expect(await stream.next()).toBeDefined();
    expect(await before.next()).toBeDefined();
  });

  test('open streams are counted', async () => {
    const metrics = () => company.server.house.metrics.print();
    await live(north);
    expect(metrics()).toContain('satchel_live_connections 1');
    expect((await send(`${north.url}/v1/health`, {})).status).toBe(200);
  });
});

describe('two server processes on one PostgreSQL', () => {
  test('a push at one pokes a device at the other', async () => {
    const database = await newPostgres('server');
    const [row] = await runSql<{ name: string }>(database.kysely, 'SELECT current_schema() AS "name"');
    if (!row) throw new Error('no schema');
    const company = await startTestCompany(database);
    const second = await openPostgres({
      connectionString: inject('postgresUrl'),
      schema: row.name,
      poolSize: 2,
      tables: allTables,
    });
    const other = await startServer({ database: second, world: makeTestWorld(), registry: testRegistry });
    try {
      const boss = new TestDevice(company.server.url);
      const north = new TestDevice(other.url);
      await boss.signIn('boss');
      await north.signIn('north');
      const stream = await openLive(other.url, north.token);
      const { answers } = await addCustomer(boss, company.north);
      expect(await stream.next()).toEqual({ version: answers[0]?.version, scopes: [`territory:${company.north}`] });
      await stream.close();
    } finally {
      await other.close();
      await second.close();
      await company.server.close();
      await dropPostgres(database);
    }
  });

  test('the same push at both at once runs once', async () => {
    const database = await newPostgres('server');
    const company = await startTestCompany(database);
    const [row] = await runSql<{ name: string }>(database.kysely, 'SELECT current_schema() AS "name"');
    const schema = row?.name ?? '';
    const second = await openPostgres({
      connectionString: inject('postgresUrl'),
      schema,
      poolSize: 2,
      tables: allTables,
    });
    const other = await startServer({ database: second, world: makeTestWorld(), registry: testRegistry });
    try {
      const here = new TestDevice(company.server.url);
      await here.signIn('boss');
      const there = Object.assign(new TestDevice(other.url), {
        id: here.id,
        incarnation: here.incarnation,
        token: here.token,
        userId: here.userId,
      });
      const commands = Array.from({ length: 20 }, () =>
        here.issue('test.addCustomer', { id: newTestId(), name: 'x', territoryId: company.north }),
      );
      const [a, b] = await Promise.all([here.push(...commands), there.push(...commands)]);
      expect(a.answers).toEqual(b.answers);
      const rows = await database.kysely.selectFrom('customers').select('id').execute();
      expect(rows).toHaveLength(20);
    } finally {
      await other.close();
      await second.close();
      await company.server.close();
      await dropPostgres(database);
    }
  });
});
