import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSql } from '#db/database.ts';
import { openSqlite } from '#db/sqlite.ts';
import { type SimulatedCompany, simulationRegistry } from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { openScene, type Scene } from '../../tests/support/simulated-scene.ts';
import type { Simulation } from '../../tests/support/simulated-world.ts';

const MINUTE_MS = 60_000;

let scene: Scene;
let simulation: Simulation;
let company: SimulatedCompany;
let north: SimulatedDevice;
beforeEach(async () => {
  scene = await openScene(5, ['north']);
  ({ simulation, company } = scene);
  north = scene.devices.north;
});
afterEach(() => scene.close());

const add = (name: string) =>
  north.run('test.addCustomer', { id: north.newId(), name, territoryId: company.territories[0] });
const namesOnServer = async () => {
  const rows = await company.database.kysely.selectFrom('customers').select('name').orderBy('name').execute();
  return rows.map((row) => row.name).filter((name) => !/^(Customer|pulled)/.test(name));
};
const pushes = () => north.world.requests.filter((request) => request.url.endsWith('/v1/sync/push'));
const status = () => north.device.sync.status();

it('a push whose answer was cut takes effect once', async () => {
  let cuts = 0;
  north.world.fault = (request) => {
    if (cuts >= 3) return 'none';
    // The answer also comes by pull: only without both does the device have to ask again.
    if (!request.url.endsWith('/push')) return 'cutBefore';
    cuts += 1;
    return 'cutAfter';
  };
  await add('once');
  await simulation.advance(10 * MINUTE_MS);
  expect(cuts).toBe(3);
  expect(await namesOnServer()).toEqual(['once']);
  expect(await status()).toMatchObject({ waiting: 0, trouble: null });
  const rows = await company.database.kysely.selectFrom('commandLog').select('seq').execute();
  expect(rows).toHaveLength(1);
});

it('hears the time of an answer that the disk cannot keep (seed 70006695)', async () => {
  const { clock } = north.world;
  const trueNow = clock.now;
  let aheadMs = 0;
  Object.assign(clock, { now: () => trueNow() + aheadMs });
  const file = openSqlite(north.database());
  await runSql(
    file.kysely,
    `CREATE TRIGGER "full" BEFORE UPDATE OF "answerState" ON "outbox" BEGIN SELECT RAISE(ABORT, 'full'); END`,
  );
  await file.close();
  // A pull would tell the time as well.
  north.world.fault = ({ url }) => (url.endsWith('/pull') ? 'cutBefore' : 'none');
  aheadMs = -40 * 60 * MINUTE_MS;
  await add('answered in vain');
  await simulation.advance(MINUTE_MS);
  expect(await namesOnServer()).toEqual(['answered in vain']);
  await add('at the true time');
  const [newest] = await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 });
  expect(Math.abs((newest?.issuedAt ?? 0) - trueNow())).toBeLessThan(MINUTE_MS);
});

it('sends the same bytes of a command on every try', async () => {
  north.world.fault = (request) => (request.url.endsWith('/push') ? 'cutBefore' : 'none');
  await add('same');
  await simulation.advance(5 * MINUTE_MS);
  const bodies = new Set(pushes().map((request) => Buffer.from(request.body ?? []).toString('utf8')));
  expect(pushes().length).toBeGreaterThan(2);
  expect(bodies.size).toBe(1);
});

it('sends oldest first, in pushes within the limit', async () => {
  north.world.isCut = true;
  const names = Array.from({ length: 250 }, (_, at) => String(at));
  for (const name of names) await add(name);
  await simulation.advance(1_000);
  expect(await status()).toMatchObject({ network: 'offline', waiting: 250 });
  north.world.isCut = false;
  await simulation.advance(5 * MINUTE_MS);
  expect((await namesOnServer()).sort((a, b) => Number(a) - Number(b))).toEqual(names);
  const log = await company.database.kysely
    .selectFrom('commandLog')
    .select(['seq', 'companyVersion'])
    .orderBy('seq')
    .execute();
  const versions = log.map((row) => row.companyVersion);
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
  expect(await status()).toMatchObject({ waiting: 0 });
});

it('a server that lost commands gets them again from the journal, under the same ids', async () => {
  await add('one');
  await add('two');
  await simulation.advance(MINUTE_MS);
  // As after a restore from a backup: the newest command is gone, its row and its log as well.
  const { kysely } = company.database;
  await company.write(async (tx) => {
    await tx.deleteFrom('customers').where('name', '=', 'two').execute();
  });
  await kysely.deleteFrom('commandLog').where('seq', '=', 2).execute();
  const first = await kysely.selectFrom('commandLog').select('hash').where('seq', '=', 1).executeTakeFirstOrThrow();
  await kysely.updateTable('devices').set({ lastSeq: 1, lastHash: first.hash }).execute();

  await add('three');
  await simulation.advance(5 * MINUTE_MS);
  expect(await namesOnServer()).toEqual(['one', 'three', 'two']);
  expect(await status()).toMatchObject({ waiting: 0, trouble: null });
});

describe('a server that was put back from an older file', () => {
  const told: (string | undefined)[] = [];

  beforeEach(async () => {
    told.length = 0;
    await add('one');
    await simulation.advance(MINUTE_MS);
    await add('two');
    await simulation.advance(MINUTE_MS);
    await putBackBefore('two');
    north.device.sync.onStatus((next) => told.push(next.trouble?.code));
  });

  it('gets what it lost before anything is pulled, though nothing waits, and it is said', async () => {
    await simulation.advance(10 * MINUTE_MS);
    expect(await namesOnServer()).toEqual(['one', 'two']);
    expect((await north.rows('customers')).map((row) => row.name)).toContain('two');
    expect(told).toContain('sync.serverWentBack');
    expect(await status()).toMatchObject({ network: 'online', waiting: 0, trouble: null });
    expect(north.problems).toEqual([]);
  });

  it('decides anew: what it refuses now needs a person', async () => {
    await company.write(async (tx) => {
      await tx
        .updateTable('rolePermissions')
        .set({ deletedAt: 1 })
        .where('permission', '=', simulationRegistry.latestCommand('test.addCustomer')?.permission ?? '')
        .execute();
    });
    await simulation.advance(10 * MINUTE_MS);
    expect(await namesOnServer()).toEqual(['one']);
    const [entry] = await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 });
    expect(entry).toMatchObject({ args: { name: 'two' }, state: 'rejected', needsAttention: true });
    expect(await status()).toMatchObject({ needsAttention: 1 });
  });

  async function putBackBefore(name: string): Promise<void> {
    const { kysely } = company.database;
    const last = await kysely
      .selectFrom('commandLog')
      .select(['seq', 'companyVersion'])
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    const before = await kysely
      .selectFrom('commandLog')
      .select(['seq', 'hash'])
      .where('seq', '=', last.seq - 1)
      .executeTakeFirstOrThrow();
    await company.write(async (tx) => {
      await tx.deleteFrom('customers').where('name', '=', name).execute();
    });
    await kysely.deleteFrom('commandLog').where('seq', '=', last.seq).execute();
    await kysely.deleteFrom('scopeLog').where('version', '>=', last.companyVersion).execute();
    await kysely.updateTable('devices').set({ lastSeq: before.seq, lastHash: before.hash }).execute();
    await kysely
      .updateTable('companyVersion')
      .set({ version: last.companyVersion - 1 })
      .execute();
  }
});

it('a command that is newer than the server waits, the person is told, and pulls go on', async () => {
  const known = company.house.registry.commands as Map<string, never>;
  const saved = known.get('test.addCustomer@1');
  known.delete('test.addCustomer@1');
  const reader = await addDevice(simulation, {
    registry: { ...simulationRegistry, commands: new Map(simulationRegistry.commands) },
  });
  await reader.signIn('north');
  await simulation.advance(1_000);
  await reader.run('test.addCustomer', { id: reader.newId(), name: 'new', territoryId: company.territories[0] });
  await simulation.advance(5 * MINUTE_MS);
  expect(await reader.device.sync.status()).toMatchObject({
    network: 'online',
    waiting: 1,
    trouble: { code: 'sync.commandTooNew', params: { name: 'test.addCustomer', version: 1 } },
  });
  await company.write(async (tx) => {
    await tx
      .updateTable('customers')
      .set({ name: 'pulled' })
      .where('id', '=', company.customers[0] ?? '')
      .execute();
  });
  await simulation.advance(5 * MINUTE_MS);
  expect((await reader.rows('customers')).map((row) => row.name)).toContain('pulled');
  if (saved) known.set('test.addCustomer@1', saved);
  await simulation.advance(5 * MINUTE_MS);
  expect(await namesOnServer()).toEqual(['new']);
  await reader.close();
});

it('a history that differs is said, loses nothing, and is left at the next sign-in', async () => {
  await add('one');
  await simulation.advance(MINUTE_MS);
  await company.database.kysely
    .updateTable('devices')
    .set({ lastSeq: 7, lastHash: 'f'.repeat(64) })
    .execute();
  await add('two');
  await simulation.advance(5 * MINUTE_MS);
  expect(await status()).toMatchObject({ network: 'online', waiting: 1, trouble: { code: 'session.signInAgain' } });
  const database = openSqlite({ ...north.database(), readOnly: true });
  const queued = await database.kysely.selectFrom('outbox').select('seq').execute();
  await database.close();
  expect(queued).toEqual([{ seq: 2 }]);

  await north.signIn('north');
  await simulation.advance(MINUTE_MS);
  expect(await status()).toMatchObject({ network: 'online', waiting: 0, trouble: null });
  expect(await namesOnServer()).toEqual(['one', 'two']);
});
