import { afterEach, beforeEach, expect, it } from 'vitest';
import { endRecovery, readRecovery, startRecovery } from '../../server/sync/recovery.ts';
import { leaveGap } from '../../server/sync/version-gaps.ts';
import { customer } from '../../tests/support/sample-rows.ts';
import { allServerRows, putServerBack, type ServerRows } from '../../tests/support/server-backup.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, rowsInScope, rowsOnDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

const MINUTE_MS = 60_000;

let simulation: Simulation;
let company: SimulatedCompany;
let north: SimulatedDevice;
let boss: SimulatedDevice;
beforeEach(async () => {
  simulation = makeSimulation(71);
  company = await makeSimulatedCompany(simulation);
  north = await addDevice(simulation);
  boss = await addDevice(simulation);
  await north.signIn('north');
  await boss.signIn('boss');
  await simulation.advance(MINUTE_MS);
});
afterEach(async () => {
  await north.close();
  await boss.close();
  await company.close();
});

const post = (device: SimulatedDevice) =>
  device.run('test.postInvoice', { id: device.newId(), territoryId: company.territories[0], end: 'well' });
const add = (device: SimulatedDevice, name: string) =>
  device.run('test.addCustomer', { id: device.newId(), name, territoryId: company.territories[0] });
const names = async () => {
  const rows = await company.database.kysely.selectFrom('customers').select('name').orderBy('name').execute();
  return rows.map((row) => row.name).filter((name) => /^[a-zI]/.test(name));
};
const restore = async (backup: ServerRows) => {
  await putServerBack(company.database, backup);
  await startRecovery(company.house);
};
/** Nobody says so: the server is only started over it. */
const restoreUnsaid = async (backup: ServerRows) => {
  await putServerBack(company.database, backup);
  await leaveGap(company.house);
};
const level = { network: 'online', waiting: 0, trouble: null };
async function expectLevel(): Promise<void> {
  for (const [device, login] of [
    [north, 'north'],
    [boss, 'boss'],
  ] as const) {
    expect(await device.device.sync.status(), login).toMatchObject(level);
    expect(await rowsOnDevice(device), login).toEqual(await rowsInScope(company, company.users[login]));
    expect(device.problems).toEqual([]);
  }
}

it('nobody says that the server was put back, and others bring it past where a device stood: it is noticed all the same', async () => {
  const backup = await allServerRows(company.database);
  boss.world.isCut = true;
  // Of no device, so that none can bring it back, and none would be asked for it.
  await company.write((tx, context) =>
    tx
      .insertInto('customers')
      .values(
        customer(context.newId(), {
          code: 'LOST',
          name: 'lost',
          territoryId: company.territories[0],
          ...context.created,
        }),
      )
      .execute(),
  );
  await simulation.advance(5 * MINUTE_MS);
  expect((await north.rows('customers')).map((row) => row.name)).toContain('lost');

  north.world.isCut = true;
  await restoreUnsaid(backup);
  for (const name of ['a', 'b', 'c']) await add(boss, name);
  boss.world.isCut = false;
  await simulation.advance(5 * MINUTE_MS);
  expect((await readRecovery(company.house)).since).toBeNull();
  north.world.isCut = false;
  await simulation.advance(10 * MINUTE_MS);
  expect((await readRecovery(company.house)).since).not.toBeNull();
  expect(await names()).toEqual(['a', 'b', 'c']);
  await expectLevel();
});

it('R7 a number that another document was given before anybody noticed is told with the number that takes its place', async () => {
  await post(north);
  await simulation.advance(MINUTE_MS);
  const backup = await allServerRows(company.database);
  boss.world.isCut = true;
  await post(north);
  await simulation.advance(5 * MINUTE_MS);
  north.world.isCut = true;
  await restoreUnsaid(backup);
  await post(boss);
  boss.world.isCut = false;
  await simulation.advance(5 * MINUTE_MS);
  expect(await names()).toEqual(['INV 1', 'INV 2']);

  // What north has on paper is the boss's by now.
  north.world.isCut = false;
  await simulation.advance(10 * MINUTE_MS);
  expect(await endRecovery(company.house, false)).toMatchObject({ ended: true, answers: [{ state: 'adjusted' }] });
  await simulation.advance(5 * MINUTE_MS);
  expect(await names()).toEqual(['INV 1', 'INV 2', 'INV 3']);
  expect(await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 })).toMatchObject([
    {
      state: 'adjusted',
      needsAttention: true,
      reasons: [{ code: 'sync.legalNumberTaken', params: { series: 'INV', number: 2 } }],
    },
  ]);
  await expectLevel();
});

it('what went with the backup stands in the way of nothing that bears its name since (seed 311)', async () => {
  const backup = await allServerRows(company.database);
  const addPerson = (name: string) =>
    company.write(async (tx, context) => {
      const role = await tx.selectFrom('roles').select('id').where('code', '=', 'rep').executeTakeFirstOrThrow();
      const person = { login: 'liu', name, roleId: role.id, active: 1, phone: null, email: null } as const;
      await tx
        .insertInto('users')
        .values({ id: context.newId(), ...person, ...context.created })
        .execute();
    });
  await addPerson('刘洋');
  await simulation.advance(5 * MINUTE_MS);
  await restore(backup);
  await addPerson('刘杨');
  await simulation.advance(10 * MINUTE_MS);
  await expectLevel();
});

it.each([
  ['has never seen it', true],
  ['knows it', false],
])(
  'what was answered while an empty device is filled, and lost without a word, comes back: the backup %s',
  async (_, isEarly) => {
    await company.write(async (tx, { newId, created }) => {
      const row = () => customer(newId(), { name: 'Theirs', territoryId: company.territories[0], ...created });
      for (let times = 0; times < 52; times += 1)
        await tx
          .insertInto('customers')
          .values(Array.from({ length: 100 }, row))
          .execute();
    });
    await simulation.advance(5 * MINUTE_MS);
    const early = await allServerRows(company.database);
    const empty = await addDevice(simulation);
    const pages = () => empty.world.requests.filter(({ url }) => url.endsWith('/snapshot')).length;
    empty.world.fault = ({ url }) => (url.endsWith('/snapshot') && pages() > 1 ? 'cutBefore' : 'none');
    await empty.signIn('north');
    await simulation.advance(20_000);
    expect((await empty.device.sync.status()).firstLoad).not.toBeNull();
    const backup = isEarly ? early : await allServerRows(company.database);
    await add(empty, 'answered');
    await post(empty);
    await simulation.advance(MINUTE_MS);
    expect(await names()).toContain('answered');

    boss.world.isCut = true;
    empty.world.isCut = true;
    await restoreUnsaid(backup);
    for (let times = 0; times < 6; times += 1) await add(boss, 'newer');
    boss.world.isCut = false;
    await simulation.advance(5 * MINUTE_MS);
    empty.world.fault = () => 'none';
    empty.world.isCut = false;
    await simulation.advance(MINUTE_MS);
    if (isEarly) {
      expect(await empty.device.sync.status()).toMatchObject({ trouble: { code: 'auth.required' } });
      await empty.signIn('north');
    }
    await simulation.advance(10 * MINUTE_MS);
    expect(await names()).toContain('answered');
    await endRecovery(company.house, true);
    await simulation.advance(10 * MINUTE_MS);
    expect(await names()).toContain('INV 1');
    expect(await empty.device.sync.status()).toMatchObject(level);
    expect(await rowsOnDevice(empty)).toEqual(await rowsInScope(company, company.users.north));
    expect(empty.problems).toEqual([]);
    await expectLevel();
    await empty.close();
  },
);
