/**
 * A newer version of the program upgrades the company's database while processes of this one work with it (decision 41).
 * Guards: not one row is written without its triggers; the process that was left behind answers nothing more and says so;
 * what devices sent it is taken by the newer one, once.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Dialect, runSql, type SatchelDatabase } from '#db/database.ts';
import { allMigrations } from '#db/migrations/all.ts';
import { databaseSchema, migrate } from '#db/migrations/migrate.ts';
import { programSchema } from '#db/migrations/schema-mark.ts';
import { type Migration, nullable, text } from '#db/migrations/vocabulary.ts';
import { openPostgres, type PostgresDatabase } from '#db/postgres.ts';
import { openSqlite } from '#db/sqlite.ts';
import { dropPostgres, newPostgres, schema } from '../tests/support/databases.ts';
import {
  newTestId,
  refusedWith,
  send,
  startTestCompany,
  type TestCompany,
  TestDevice,
} from '../tests/support/server.ts';
import { testRegistry } from '../tests/support/test-commands.ts';
import { type RunningServer, startServer } from './start-server.ts';

const migrations = allMigrations as Migration[];
const later: Migration = {
  id: '9100-test-later',
  up(builder) {
    builder.addColumn('customers', 'grade', nullable(text));
    // Others have time to come in between.
    if (builder.dialect === 'postgres') builder.backfill('SELECT pg_sleep(1.5)');
  },
};
const otherSchema = { status: 503, code: 'server.otherSchema' };

describe.each<Dialect>(['sqlite', 'postgres'])('an upgrade beside a server on %s', (dialect) => {
  let folder: string;
  let database: SatchelDatabase;
  /** As the newer version has it open. */
  let second: SatchelDatabase;
  let company: TestCompany;
  let device: TestDevice;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'satchel-upgrade-'));
    const path = join(folder, 'company.sqlite');
    if (dialect === 'sqlite') {
      database = openSqlite({ path, busyTimeoutMs: 100 });
      await migrate(database, 'server', schema);
      second = openSqlite({ path });
    } else {
      const first = await newPostgres('server');
      database = first;
      second = await openPostgres({ connectionString: inject('postgresUrl'), schema: first.schema, poolSize: 3 });
    }
    company = await startTestCompany(database);
    device = new TestDevice(company.server.url);
    await device.signIn('boss');
  });
  afterEach(async () => {
    if (migrations.includes(later)) migrations.splice(migrations.indexOf(later), 1);
    await company.server.close();
    await second.close();
    if (dialect === 'postgres') await dropPostgres(database as PostgresDatabase);
    else await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const addCustomer = () =>
    device.issue('test.addCustomer', { id: newTestId(), name: 'new', territoryId: company.north });
  const upgrade = () => migrate(second, 'server', schema, [...allMigrations, later]);
  const health = async () => {
    const { status, json } = await send(`${company.server.url}/v1/health`, {});
    return { status, code: (json as { error?: { code: string } }).error?.code };
  };
  const counted = async () => {
    const [row] = await runSql(
      second.kysely,
      `SELECT (SELECT count(*) FROM "customers") AS "customers", (SELECT count(*) FROM "commandLog") AS "answers",
        (SELECT count(*) FROM "scopeLog" WHERE "tableName" = 'customers') AS "told"`,
    );
    return row;
  };
  const isInTheMiddle = async (): Promise<boolean> => {
    const asleep = `SELECT 1 FROM pg_stat_activity WHERE "state" = 'active' AND "query" LIKE 'SELECT pg_sleep%'`;
    return (await runSql(database.kysely, asleep)).length > 0;
  };
  const startNewer = (): Promise<RunningServer> => {
    migrations.push(later);
    return startServer({ database: second, world: company.world, registry: testRegistry });
  };

  test('what is pushed meanwhile is refused whole, and taken once by the newer version with all that it moves', async () => {
    const command = addCustomer();
    const upgrading = upgrade();
    if (dialect === 'postgres') await expect.poll(isInTheMiddle).toBe(true);
    const refused = await refusedWith(device.push(command));
    expect(refused.status).toBeGreaterThanOrEqual(500);
    expect(await upgrading).toEqual([later.id]);
    expect(await refusedWith(device.push(command))).toMatchObject(otherSchema);
    expect(await counted()).toEqual({ customers: 0, answers: 0, told: 0 });
    const newer = await startNewer();
    const other = new TestDevice(newer.url);
    Object.assign(other, {
      id: device.id,
      incarnation: device.incarnation,
      token: device.token,
      userId: device.userId,
    });
    for (let times = 0; times < 2; times += 1) expect((await other.push(command)).answers[0]?.state).toBe('applied');
    expect(await counted()).toEqual({ customers: 1, answers: 1, told: 2 });
    await newer.close();
  });

  test('the process that was left behind says so, and answers nobody, until it is started anew', async () => {
    expect(await health()).toEqual({ status: 200 });
    await upgrade();
    expect(await refusedWith(device.pull())).toMatchObject(otherSchema);
    expect(await health()).toEqual(otherSchema);
    const signIn = new TestDevice(company.server.url).signIn('boss');
    expect(await refusedWith(signIn)).toMatchObject(otherSchema);
    const { params } = await refusedWith(device.snapshot([`territory:${company.north}`]));
    expect(params).toEqual({ database: await databaseSchema(second.kysely), program: programSchema() });
    const metrics = await fetch(`${company.server.url}/v1/metrics`);
    expect(metrics.status).toBe(200);
  });

  test('it finds out by itself where nobody asks what the upgrade changed', async () => {
    await upgrade();
    company.world.advance(5_000);
    const searched = (): Promise<unknown> => device.post('/v1/files/look-up', { hashes: ['0'.repeat(64)] });
    await expect.poll(() => refusedWith(searched())).toMatchObject(otherSchema);
  });

  test('a start of the same version changes nothing, and nobody is left behind', async () => {
    expect(await migrate(second, 'server', schema)).toEqual([]);
    expect((await device.push(addCustomer())).answers[0]?.state).toBe('applied');
    expect(await health()).toEqual({ status: 200 });
  });

  test('an upgrade that fails half-way leaves the schema, the triggers and the server at work as they were', async () => {
    const broken: Migration = {
      id: '9101-test-broken',
      up: (builder) => builder.backfill('UPDATE "customers" SET "noSuchColumn" = 1'),
    };
    const failing = migrate(second, 'server', schema, [...allMigrations, later, broken]);
    await expect(failing).rejects.toThrow(/noSuchColumn/);
    expect((await device.push(addCustomer())).answers[0]?.state).toBe('applied');
    expect(await counted()).toEqual({ customers: 1, answers: 1, told: 2 });
    expect(await databaseSchema(second.kysely)).toBe(programSchema());
  });
});

test('an upgrade on PostgreSQL waits for who reads everything, and lets others in between', {
  timeout: 60_000,
}, async () => {
  const first = await newPostgres('server');
  const second = await openPostgres({ connectionString: inject('postgresUrl'), schema: first.schema });
  const company = await startTestCompany(first);
  const device = new TestDevice(company.server.url);
  await device.signIn('boss');
  const dump = await second.kysely.startTransaction().execute();
  await runSql(dump, 'SELECT 1 FROM "companyVersion"');
  let isDone = false;
  const upgrading = migrate(second, 'server', schema, [...allMigrations, later]).then(() => {
    isDone = true;
  });
  const name = { id: newTestId(), name: 'new', territoryId: company.north };
  const pushed = await device.push(device.issue('test.addCustomer', name));
  expect(pushed.answers[0]?.state).toBe('applied');
  expect(isDone).toBe(false);
  await dump.commit().execute();
  await upgrading;
  await company.server.close();
  await second.close();
  await dropPostgres(first);
});
