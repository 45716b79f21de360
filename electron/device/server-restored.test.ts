/**
 * A server that was put back from a backup, met by devices that know more than it does (SYNC.md, server restored).
 * Long because each story needs a company, two devices and a backup of its own.
 */
import { cpSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqlite } from '#db/sqlite.ts';
import { endRecovery, readRecovery, startRecovery } from '../../server/sync/recovery.ts';
import { rerunFailed } from '../../server/sync/rerun-failed.ts';
import { leaveGap } from '../../server/sync/version-gaps.ts';
import { customer } from '../../tests/support/sample-rows.ts';
import { allServerRows, putServerBack, type ServerRows } from '../../tests/support/server-backup.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, rowsInScope, rowsOnDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';
import { serverBug } from '../../tests/support/test-commands.ts';

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

it('R7 gets back what each device did, with its numbers, and numbers anew only when the recovery has ended', async () => {
  await post(north);
  await simulation.advance(MINUTE_MS);
  const backup = await allServerRows(company.database);
  await post(boss);
  await simulation.advance(MINUTE_MS);
  await post(north);
  await simulation.advance(MINUTE_MS);
  expect(await names()).toEqual(['INV 1', 'INV 2', 'INV 3']);

  // The one with number 2 is away when the server comes back.
  boss.world.isCut = true;
  await restore(backup);
  await post(north);
  await simulation.advance(5 * MINUTE_MS);
  expect(await names()).toEqual(['INV 1', 'INV 3']);
  expect(await endRecovery(company.house, false)).toMatchObject({
    ended: false,
    unheard: [{ name: 'test laptop' }],
    numberGaps: [{ series: 'INV', number: 2 }],
  });
  const [waiting] = await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 });
  expect(waiting).toMatchObject({ state: 'failed', reasons: [{ code: 'sync.numberingClosed' }] });

  boss.world.isCut = false;
  await simulation.advance(10 * MINUTE_MS);
  expect(await readRecovery(company.house)).toMatchObject({ unheard: [], numberGaps: [] });
  expect(await endRecovery(company.house, false)).toMatchObject({ ended: true, answers: [{ state: 'applied' }] });
  await simulation.advance(5 * MINUTE_MS);
  expect(await names()).toEqual(['INV 1', 'INV 2', 'INV 3', 'INV 4']);
  await expectLevel();
});

it('gets back what was done under an earlier history of a device, under its code', async () => {
  await add(north, 'before');
  await simulation.advance(MINUTE_MS);
  const backup = await allServerRows(company.database);
  await add(north, 'first history');
  await simulation.advance(MINUTE_MS);
  // A copy of this laptop speaks first: this one goes on under a new history.
  const copy = await addDevice(simulation);
  await north.restart();
  cpSync(north.folder, copy.folder, { recursive: true });
  await copy.restart();
  north.world.isCut = true;
  await north.signIn('north');
  await add(north, 'second history');
  await copy.signIn('north');
  await add(copy, 'of the copy');
  await simulation.advance(MINUTE_MS);
  north.world.isCut = false;
  await simulation.advance(5 * MINUTE_MS);
  expect(await names()).toEqual(['before', 'first history', 'of the copy', 'second history']);
  await copy.close();

  await restore(backup);
  await north.signIn('north');
  await simulation.advance(10 * MINUTE_MS);
  // What the copy alone did is in its hands; its laptop is gone.
  expect(await names()).toEqual(['before', 'first history', 'second history']);
  const codes = await company.database.kysely
    .selectFrom('devices')
    .select(['incarnation', 'code'])
    .orderBy('incarnation')
    .execute();
  const state = await north.device.session.state();
  expect(codes.map(({ code }) => code)).toContain(state.state === 'signedIn' ? state.deviceCode : '');
  await expectLevel();
});

it('hears of an answer that a device had not taken in yet', async () => {
  await post(north);
  await simulation.advance(MINUTE_MS);
  const backup = await allServerRows(company.database);
  // Answered, but the rows are not here: the pull is lost.
  north.world.fault = ({ url }) => (url.endsWith('/pull') ? 'cutBefore' : 'none');
  await post(north);
  await simulation.advance(MINUTE_MS);
  await putServerBack(company.database, backup);
  north.world.fault = () => 'none';
  await simulation.advance(10 * MINUTE_MS);
  expect(await names()).toEqual(['INV 1', 'INV 2']);
  const database = openSqlite({ ...north.database(), readOnly: true });
  const journal = await database.kysely
    .selectFrom('commandJournal')
    .select('answerLegalNumbers')
    .orderBy('seq')
    .execute();
  await database.close();
  expect(journal.map((row) => row.answerLegalNumbers)).toEqual(
    [1, 2].map((number) => JSON.stringify([{ series: 'INV', number }])),
  );
  expect((await readRecovery(company.house)).since).not.toBeNull();
  await endRecovery(company.house, true);
  await simulation.advance(MINUTE_MS);
  await expectLevel();
});

it('hears by its pull what a command that was sent again came to, when the answer to the push was cut (seed 2012)', async () => {
  const backup = await allServerRows(company.database);
  const [customerId] = company.customers;
  const args = { id: north.newId(), number: 'SO-T-1', customerId, warehouseId: company.warehouse, refuse: false };
  await north.run('test.addOrder', { ...args, territoryId: company.territories[0] });
  await simulation.advance(MINUTE_MS);
  await restore(backup);
  await company.write((tx, { updated }) =>
    tx
      .updateTable('customers')
      .set({ deletedAt: updated.updatedAt, ...updated })
      .where('id', '=', customerId ?? '')
      .execute(),
  );
  let isCut = false;
  north.world.fault = ({ url }) => {
    if (isCut || !url.endsWith('/push')) return 'none';
    isCut = true;
    return 'cutAfter';
  };
  await simulation.advance(10 * MINUTE_MS);
  expect(isCut).toBe(true);
  expect(await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 })).toMatchObject([
    { state: 'rejected', needsAttention: true },
  ]);
  await expectLevel();
});

it('hears by the load what a command came to whose push to the restored server was cut (simulation seed 5000289)', async () => {
  const backup = await allServerRows(company.database);
  await add(boss, 'elsewhere');
  await simulation.advance(MINUTE_MS);
  await restoreUnsaid(backup);
  north.world.fault = ({ url }) => (url.endsWith('/push') ? 'cutAfter' : 'none');
  await add(north, 'sent and not heard');
  await simulation.advance(10 * MINUTE_MS);
  expect(await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 })).toMatchObject([{ state: 'applied' }]);
  north.world.fault = () => 'none';
  await simulation.advance(5 * MINUTE_MS);
  await expectLevel();
});

it('hears by the load what was sent after its answers were asked for, and before its first page', async () => {
  const backup = await allServerRows(company.database);
  await add(boss, 'elsewhere');
  await simulation.advance(MINUTE_MS);
  await restoreUnsaid(backup);
  let isLoaded = false;
  north.world.fault = ({ url }) => {
    if (url.endsWith('/push')) return 'cutAfter';
    return url.endsWith('/snapshot') && !isLoaded ? 'cutBefore' : 'none';
  };
  await simulation.advance(10 * MINUTE_MS);
  await add(north, 'sent and not heard');
  await simulation.advance(10 * MINUTE_MS);
  expect(await names()).toContain('sent and not heard');
  isLoaded = true;
  await simulation.advance(10 * MINUTE_MS);
  expect(await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 })).toMatchObject([{ state: 'applied' }]);
  north.world.fault = () => 'none';
  await simulation.advance(5 * MINUTE_MS);
  await expectLevel();
});

it('notices by the load that its answers are of a history that a second restore took, however far that had come', async () => {
  /** Nobody says so. @param byte of what a start of the server draws: how wide a gap it leaves */
  const startOver = async (backup: ServerRows, byte: number): Promise<void> => {
    await putServerBack(company.database, backup);
    const { database, world } = company.house;
    const random = { bytes: (count: number) => new Uint8Array(count).fill(byte) };
    await leaveGap({ database, world: { ...world, random } });
  };
  const backup = await allServerRows(company.database);
  await add(boss, 'elsewhere');
  await simulation.advance(MINUTE_MS);
  boss.world.isCut = true;
  north.world.isCut = true;
  await startOver(backup, 255);
  await add(north, 'answered twice');
  // Everything is to be loaded anew, and no page of it comes.
  north.world.fault = ({ url }) => (url.endsWith('/snapshot') ? 'cutBefore' : 'none');
  north.world.isCut = false;
  await simulation.advance(5 * MINUTE_MS);
  expect(await names()).toEqual(['answered twice']);

  north.world.isCut = true;
  await startOver(backup, 0);
  await add(north, 'waits');
  north.world.fault = () => 'none';
  north.world.isCut = false;
  await simulation.advance(5 * MINUTE_MS);
  expect(north.problems).toEqual([]);
  boss.world.isCut = false;
  await simulation.advance(10 * MINUTE_MS);
  expect(await names()).toEqual(['answered twice', 'elsewhere', 'waits']);
  await expectLevel();
});

it.each([
  ['more', ['of the copy', 'of the copy too', 'of the copy, third'], restore],
  ['less', ['of the copy'], restore],
  ['more, and nobody said so', ['of the copy', 'of the copy too', 'of the copy, third'], restoreUnsaid],
  ['less, and nobody said so', ['of the copy'], restoreUnsaid],
])(
  'two copies of one laptop were answered under one number, one before and one after the restore, when it did %s: both are heard',
  async (_, ofTheCopy, putBack) => {
    await add(north, 'before');
    await simulation.advance(MINUTE_MS);
    const copy = await addDevice(simulation);
    await north.restart();
    cpSync(north.folder, copy.folder, { recursive: true });
    await copy.restart();
    const backup = await allServerRows(company.database);
    await north.signIn('north');
    await add(north, 'of the first');
    await post(north);
    await simulation.advance(MINUTE_MS);
    expect(await names()).toEqual(['INV 1', 'before', 'of the first']);

    north.world.isCut = true;
    await putBack(backup);
    await copy.signIn('north');
    for (const name of ofTheCopy) await add(copy, name);
    await simulation.advance(5 * MINUTE_MS);
    north.world.isCut = false;
    // The server lost the token of this sign-in.
    await north.signIn('north');
    await simulation.advance(10 * MINUTE_MS);
    expect(await names()).toEqual(['INV 1', 'before', ...ofTheCopy, 'of the first']);
    expect(await readRecovery(company.house)).toMatchObject({ numberGaps: [] });
    expect(await copy.device.sync.status()).toMatchObject(level);
    expect(copy.problems).toEqual([]);
    await copy.close();
    await expectLevel();
  },
);

it('who cannot send again what was lost goes on pulling, and is not taken for heard until it could', async () => {
  await add(north, 'before');
  await simulation.advance(MINUTE_MS);
  const backup = await allServerRows(company.database);
  await add(north, 'lost');
  await simulation.advance(MINUTE_MS);
  const { commands } = company.house.registry;
  const key = 'test.addCustomer@1';
  const definition = commands.get(key);
  if (!definition) throw new Error('no command');
  // The program that was put back with its database is an older one.
  const known = commands as Map<string, typeof definition>;
  known.delete(key);
  try {
    await restore(backup);
    await simulation.advance(20 * MINUTE_MS);
    await company.write((tx, { newId, created }) =>
      tx
        .insertInto('customers')
        .values(customer(newId(), { name: 'by the office', territoryId: company.territories[0], ...created }))
        .execute(),
    );
    await simulation.advance(10 * MINUTE_MS);
    expect((await north.rows('customers')).map(({ name }) => name)).toContain('by the office');
    expect(await north.device.sync.status()).toMatchObject({ trouble: { code: 'sync.commandTooNew' } });
    const { unheard } = await readRecovery(company.house);
    const state = await north.device.session.state();
    expect(unheard.map(({ code }) => code)).toEqual([state.state === 'signedIn' ? state.deviceCode : '']);
    expect(await endRecovery(company.house, false)).toMatchObject({ ended: false });
  } finally {
    known.set(key, definition);
  }
  await simulation.advance(20 * MINUTE_MS);
  expect(await names()).toContain('lost');
  expect((await readRecovery(company.house)).unheard).toEqual([]);
  await expectLevel();
});

it('what was rejected and dropped stays so, though the server would take it now', async () => {
  const backup = await allServerRows(company.database);
  const args = {
    id: north.newId(),
    number: 'SO-T-1',
    customerId: company.customers[0],
    warehouseId: company.warehouse,
  };
  await company.write(async (tx) => {
    await tx
      .updateTable('customers')
      .set({ deletedAt: 1 })
      .where('id', '=', company.customers[0] ?? '')
      .execute();
  });
  await north.run('test.addOrder', { ...args, territoryId: company.territories[0], refuse: false });
  await add(north, 'after');
  await simulation.advance(5 * MINUTE_MS);
  const [, rejected] = await north.device.sync.ledger({ beforeSequence: null, limitRows: 2 });
  expect(rejected).toMatchObject({ state: 'rejected' });
  await restore(backup);
  await simulation.advance(10 * MINUTE_MS);
  const orders = await company.database.kysely.selectFrom('orders').select(['id', 'state']).execute();
  expect(orders).toEqual([{ id: args.id, state: 'rejected' }]);
  expect(await names()).toEqual(['after']);
  await expectLevel();
});

it('a command that failed and still waits hides nothing of what was answered after it (seed 308)', async () => {
  const [customerId = ''] = company.customers;
  const { name: seen } = await company.database.kysely
    .selectFrom('customers')
    .select('name')
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow();
  serverBug.isThere = true;
  await north.run('test.fragile', { id: customerId, seen });
  await simulation.advance(MINUTE_MS);
  const copy = await addDevice(simulation);
  await north.restart();
  cpSync(north.folder, copy.folder, { recursive: true });
  await copy.restart();
  const backup = await allServerRows(company.database);
  await north.signIn('north');
  await add(north, 'of the first');
  await simulation.advance(MINUTE_MS);

  north.world.isCut = true;
  await restore(backup);
  await copy.signIn('north');
  for (const name of ['of the copy', 'of the copy too']) await add(copy, name);
  await simulation.advance(5 * MINUTE_MS);
  north.world.isCut = false;
  await north.signIn('north');
  await simulation.advance(10 * MINUTE_MS);
  serverBug.isThere = false;
  await rerunFailed(company.house);
  await simulation.advance(5 * MINUTE_MS);
  expect(await names()).toEqual(['of the copy', 'of the copy too', 'of the first']);
  await copy.close();
  await expectLevel();
});
