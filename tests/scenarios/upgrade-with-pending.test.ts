/**
 * Upgrades while commands wait (SYNC.md, app upgrade): the real device and the real server functions, the server on each
 * database; the newer version has a migration that adds a column with a default and a table. Guards:
 * - whoever is upgraded first, no command is lost, the outbox stays as it was byte for byte, and each takes effect once;
 * - predictions are there again as soon as the upgraded device is open, without a network;
 * - what the older side could not carry is filled once both have it;
 * - a device that is killed before, in or after the migrations makes its predictions anew at the next opening.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { literal, runSql, type SatchelDatabase } from '#db/database.ts';
import { allMigrations } from '#db/migrations/all.ts';
import { migrate } from '#db/migrations/migrate.ts';
import { audit, withDefault as defaulted, type Migration, text as textColumn } from '#db/migrations/vocabulary.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite } from '#db/sqlite.ts';
import { dropTriggers } from '#db/triggers/install.ts';
import { byColumn, type Columns, defineTable, reference, type Table, text, withDefault } from '#shared/kernel/table.ts';
import type { Registry } from '#shared/registry.ts';
import { openDatabase } from '../../electron/device/open-database.ts';
import { takePredictionsBack } from '../../electron/device/rebase.ts';
import { readState } from '../../electron/device/sync-state.ts';
import { eachDatabase } from '../support/databases.ts';
import {
  makeServer,
  makeSimulatedCompany,
  type SimulatedCompany,
  simulationRegistry,
} from '../support/simulated-company.ts';
import { addDevice, allRows, type SimulatedDevice } from '../support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../support/simulated-world.ts';

const later: Migration = {
  id: '9000-upgrade-grades',
  up(schema) {
    schema.addColumn('customers', 'grade', defaulted(textColumn, 'plain'));
    schema.createTable('visits', { id: textColumn, territoryId: textColumn, note: textColumn, ...audit }, ['id']);
  },
};
const migrations = allMigrations as Migration[];
const visits = defineTable('visits', {
  columns: { territoryId: reference(), note: text() },
  scopedBy: [byColumn('territory', 'territoryId')],
});
const withGrade = (table: Table): Table =>
  table.name === 'customers' ? { ...table, columns: { ...table.columns, grade: withDefault(text(), 'plain') } } : table;
const newer: Registry = {
  ...simulationRegistry,
  tables: [...simulationRegistry.tables.map(withGrade), visits] as readonly Table<string, Columns>[],
};

type Version = 'now' | 'next';
const MINUTES_MS = 10 * 60_000;

/** Which code runs now: both sides are in one process here, and each knows its own migrations. */
function runAs(version: Version): void {
  const at = migrations.indexOf(later);
  if (version === 'next' && at < 0) migrations.push(later);
  if (version === 'now' && at >= 0) migrations.splice(at, 1);
}

eachDatabase('server', (current) => {
  let simulation: Simulation;
  let company: SimulatedCompany;
  let device: SimulatedDevice;
  let deviceVersion: Version;

  beforeEach(async () => {
    runAs('now');
    deviceVersion = 'now';
    simulation = makeSimulation(41);
    company = await makeSimulatedCompany(simulation, current());
    connect('now');
    device = await addDevice(simulation);
    expect(await device.signIn('north')).toEqual({ ok: true });
    await simulation.advance(MINUTES_MS);
  });
  afterEach(async () => {
    runAs('now');
    await device.close();
    await company.house.pokes.close();
    await takeBackLater(current());
  });

  function connect(version: Version): void {
    const house = { ...company.house, registry: version === 'next' ? newer : simulationRegistry };
    const inner = makeServer(house, () => false);
    simulation.connect({
      isSlow: true,
      listen: (request, onText) => inner.listen(request, onText),
      async answer(request) {
        runAs(version);
        try {
          return await inner.answer(request);
        } finally {
          runAs(deviceVersion);
        }
      },
    });
  }
  async function upgradeServer(): Promise<void> {
    runAs('next');
    await migrate(current(), 'server', newer);
    connect('next');
    await company.write(async (tx, { newId, created, updated }) => {
      await runSql(
        tx,
        `UPDATE "customers" SET "grade" = 'gold', "updatedAt" = ${updated.updatedAt} WHERE "id" = ${literal(second())}`,
      );
      const audited = `${created.createdAt}, ${literal(created.createdBy)}, ${created.updatedAt}, ${literal(created.updatedBy)}, NULL`;
      const territory = literal(company.territories[0]);
      await runSql(tx, `INSERT INTO "visits" VALUES (${literal(newId())}, ${territory}, 'seen', ${audited})`);
    });
    runAs(deviceVersion);
  }
  async function upgradeDevice(): Promise<void> {
    deviceVersion = 'next';
    runAs('next');
    await device.restart({ registry: newer });
    expect(await device.signIn('north')).toEqual({ ok: true });
  }

  const first = () => company.customers[0] ?? '';
  const second = () => company.customers[1] ?? '';
  const onDevice = (table: string) => device.rows(table);
  const onServer = async (table: string) =>
    (await allRows(current().kysely, table)).filter((row) => row.territoryId === company.territories[0]);
  const outbox = async (): Promise<unknown> => {
    const { path, key } = device.database();
    const database = openSqlite({ path, key, readOnly: true });
    try {
      return await runSql(database.kysely, 'SELECT "commandId", "seq", "hash", "args" FROM "outbox" ORDER BY "seq"');
    } finally {
      await database.close();
    }
  };
  const names = async () => (await onDevice('customers')).map((row) => row.name);

  /** Two commands that wait: a new customer, and a change of one. */
  async function workOffline(): Promise<unknown> {
    device.world.isCut = true;
    const id = device.newId();
    const territoryId = company.territories[0];
    expect((await device.run('test.addCustomer', { id, name: 'mine', territoryId })).state).toBe('applied');
    expect((await device.run('test.changeCustomer', { id: first(), name: 'changed' })).state).toBe('applied');
    return outbox();
  }
  async function expectWaiting(before: unknown): Promise<void> {
    expect(await outbox()).toEqual(before);
    expect(await names()).toEqual(expect.arrayContaining(['mine', 'changed']));
    expect((await device.device.sync.status()).waiting).toBe(2);
  }
  async function connectAgain(): Promise<void> {
    device.world.isCut = false;
    await simulation.advance(MINUTES_MS);
  }
  async function expectTaken(): Promise<void> {
    const log = await runSql<{ seq: number; name: string; state: string }>(
      current().kysely,
      `SELECT "seq", "name", "answerState" AS "state" FROM "commandLog" ORDER BY "seq"`,
    );
    expect(log.map(({ seq, name, state }) => [Number(seq), name, state])).toEqual([
      [1, 'test.addCustomer', 'applied'],
      [2, 'test.changeCustomer', 'applied'],
    ]);
    expect(await device.device.sync.status()).toMatchObject({ waiting: 0, trouble: null, loading: null });
    expect(device.problems).toEqual([]);
  }
  /** Both have the newer version: byte for byte, new columns and tables too. */
  async function expectLevel(): Promise<void> {
    await expectTaken();
    expect(await onDevice('customers')).toEqual(await onServer('customers'));
    expect((await onDevice('customers')).find(({ id }) => id === second())).toMatchObject({ grade: 'gold' });
    expect(await onDevice('visits')).toEqual(await onServer('visits'));
    expect(await onDevice('visits')).toHaveLength(1);
  }

  it('server first: the older device is served as it knows the rows, and gets the rest when it is upgraded', async () => {
    await workOffline();
    await upgradeServer();
    await connectAgain();
    await expectTaken();
    const known = (await onServer('customers')).map(({ grade: _new, ...row }) => row);
    expect(await onDevice('customers')).toEqual(known);
    await upgradeDevice();
    await simulation.advance(MINUTES_MS);
    await expectLevel();
  });

  it('device first: its commands wait through its migrations, the older server takes them', async () => {
    const before = await workOffline();
    await upgradeDevice();
    await expectWaiting(before);
    expect((await onDevice('customers')).map(({ grade }) => grade)).toEqual(['plain', 'plain', 'plain']);
    await connectAgain();
    await expectTaken();
    await upgradeServer();
    await simulation.advance(MINUTES_MS);
    await expectLevel();
  });

  it('both while the network is cut', async () => {
    const before = await workOffline();
    await upgradeServer();
    await upgradeDevice();
    await expectWaiting(before);
    await connectAgain();
    await expectLevel();
  });

  it.each(['taken back', 'migrated'] as const)('a device that is killed when all is %s', async (when) => {
    const before = await workOffline();
    const { path, key } = device.database();
    await device.restart();
    deviceVersion = 'next';
    runAs('next');
    const writer = openSqlite({ path, key, functions: searchFunctions });
    const companyId = (await readState(writer.kysely, 'companyId')) ?? '';
    const userId = (await readState(writer.kysely, 'userId')) ?? '';
    if (when === 'taken back') await takePredictionsBack({ registry: newer, writer });
    await writer.close();
    if (when === 'migrated') {
      const opened = await openDatabase({ path, key, owner: { companyId, userId }, registry: newer });
      await opened.close();
    }
    expect(await namesIn(path, key)).not.toContain('mine');
    await upgradeDevice();
    await expectWaiting(before);
    await upgradeServer();
    await connectAgain();
    await expectLevel();
  });
});

async function namesIn(path: string, key: Uint8Array): Promise<unknown[]> {
  const database = openSqlite({ path, key, readOnly: true });
  try {
    return (await allRows(database.kysely, 'customers')).map((row) => row.name);
  } finally {
    await database.close();
  }
}

/** The next test begins with the older version on the same schema. */
async function takeBackLater(database: SatchelDatabase): Promise<void> {
  const done = await runSql(
    database.kysely,
    `SELECT 1 AS "found" FROM "schemaMigrations" WHERE "id" = ${literal(later.id)}`,
  );
  if (done.length === 0) return;
  // Triggers name the column that goes; the next migration makes them anew.
  await database.kysely.transaction().execute((tx) => dropTriggers(tx));
  await runSql(database.kysely, 'DROP TABLE "visits"');
  await runSql(database.kysely, 'ALTER TABLE "customers" DROP COLUMN "grade"');
  await runSql(database.kysely, `DELETE FROM "schemaMigrations" WHERE "id" = ${literal(later.id)}`);
  await migrate(database, 'server', simulationRegistry);
}
