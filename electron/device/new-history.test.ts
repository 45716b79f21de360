import { copyFileSync, cpSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSql } from '#db/database.ts';
import { openSqlite } from '#db/sqlite.ts';
import { endRecovery, startRecovery } from '../../server/sync/recovery.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, orderArgs, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

const MINUTE_MS = 60_000;

let simulation: Simulation;
let company: SimulatedCompany;
let first: SimulatedDevice;
let second: SimulatedDevice;
beforeEach(async () => {
  simulation = makeSimulation(23);
  company = await makeSimulatedCompany(simulation);
  first = await addDevice(simulation);
  second = await addDevice(simulation);
  await first.signIn('north');
  await simulation.advance(1_000);
});
afterEach(async () => {
  await first.close();
  await second.close();
  await company.close();
});

const add = (device: SimulatedDevice, name: string) =>
  device.run('test.addCustomer', { id: device.newId(), name, territoryId: company.territories[0] });
const order = async (device: SimulatedDevice) => {
  const args = await orderArgs(company, device, { customer: 0, product: 0, pieces: 1 });
  expect(await device.run('sales.confirmOrder', args)).toMatchObject({ state: 'applied' });
  return args;
};
const namesOnServer = async () => {
  const rows = await company.database.kysely.selectFrom('customers').select('name').orderBy('name').execute();
  return rows.map((row) => row.name).filter((name) => /^[a-z]/.test(name));
};
const codeOf = async (device: SimulatedDevice) => {
  const state = await device.device.session.state();
  return state.state === 'signedIn' ? state.deviceCode : '';
};
const level = { network: 'online', waiting: 0, trouble: null };

/** The profile of the first, as a copied laptop has it. */
async function copyProfile(): Promise<void> {
  await first.restart();
  cpSync(first.folder, second.folder, { recursive: true });
  await second.restart();
}

async function signInOffline(...devices: SimulatedDevice[]): Promise<void> {
  for (const device of devices) {
    device.world.isCut = true;
    await device.signIn('north');
  }
}

async function cameBack(...devices: SimulatedDevice[]): Promise<void> {
  for (const device of devices) {
    device.world.isCut = false;
    await simulation.advance(5 * MINUTE_MS);
  }
}

describe('a copied profile', () => {
  beforeEach(async () => {
    await add(first, 'before');
    await add(first, 'before too');
    await simulation.advance(MINUTE_MS);
    first.world.isCut = true;
    await add(first, 'waited when copied');
    await copyProfile();
    await signInOffline(first, second);
    await add(first, 'of the first');
    await add(second, 'of the second');
  });

  it('goes its own way: what both did is there once, and nothing waits', async () => {
    await cameBack(first, second);
    expect(await namesOnServer()).toEqual([
      'before',
      'before too',
      'of the first',
      'of the second',
      'waited when copied',
    ]);
    expect(await first.device.sync.status()).toMatchObject(level);
    expect(await second.device.sync.status()).toMatchObject(level);
    const names = (await second.rows('customers')).map((row) => row.name);
    expect(names).toEqual(expect.arrayContaining(['of the first', 'of the second']));
    expect([...first.problems, ...second.problems]).toEqual([]);
  });

  it('R7 has a code of its own then, under which numbers begin at 1; an order that waited keeps its number', async () => {
    const waited = await order(second);
    const before = await codeOf(second);
    expect(waited.number).toContain(`-${before}-`);
    await cameBack(first, second);
    const code = await codeOf(second);
    expect(code).not.toBe(before);
    expect(await codeOf(first)).toBe(before);
    expect(await simulation.finish(second.device.nextNumber('order'))).toBe(`SO-${code}-000001`);
    const orders = await company.database.kysely.selectFrom('orders').select(['id', 'number']).execute();
    expect(orders).toEqual([{ id: waited.orderId, number: waited.number }]);
  });

  it('shows the ledger newest first, each command once', async () => {
    await cameBack(first, second);
    await add(second, 'later');
    await simulation.advance(MINUTE_MS);
    const entries = [];
    for (let before: number | null = null; ; ) {
      const page = await second.device.sync.ledger({ beforeSequence: before, limitRows: 2 });
      entries.push(...page);
      before = page.at(-1)?.sequence ?? null;
      if (before === null) break;
    }
    const names = entries.map((entry) => (entry.args as { name: string }).name);
    expect(names).toEqual(['later', 'of the second', 'waited when copied', 'before too', 'before']);
  });

  it('goes on after a crash between profile and database', async () => {
    const { path } = second.database();
    await second.restart();
    copyFileSync(path, `${path}.before`);
    await second.signIn('north');
    await add(first, 'one more');
    await cameBack(first);
    // The server knows more than this copy: it takes a new history, of which nothing is sent before the crash.
    second.world.fault = ({ url }) => (url.endsWith('/push') ? 'cutBefore' : 'none');
    const code = await codeOf(second);
    await cameBack(second);
    expect(await codeOf(second)).not.toBe(code);
    await second.restart();
    second.world.fault = () => 'none';
    for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
    copyFileSync(`${path}.before`, path);
    await second.signIn('north');
    await add(second, 'after');
    await simulation.advance(5 * MINUTE_MS);
    expect(await second.device.sync.status()).toMatchObject(level);
    expect(await namesOnServer()).toEqual([
      'after',
      'before',
      'before too',
      'of the first',
      'of the second',
      'one more',
      'waited when copied',
    ]);
  });
});

it('a new history that a full disk cuts short between profile and database is begun once there is room (seed 201)', async () => {
  await copyProfile();
  await signInOffline(first, second);
  await add(first, 'of the first');
  await order(second);
  await cameBack(first);
  const file = openSqlite(second.database());
  await runSql(
    file.kysely,
    `CREATE TRIGGER "full" BEFORE DELETE ON "documentNumbers" BEGIN SELECT RAISE(ABORT, 'no room'); END`,
  );
  second.world.isCut = false;
  await simulation.advance(MINUTE_MS);
  expect(second.problems.some((problem) => problem.includes('no room'))).toBe(true);
  await runSql(file.kysely, 'DROP TRIGGER "full"');
  await file.close();
  await add(second, 'of the second');
  await cameBack(second);
  expect(await second.device.sync.status()).toMatchObject(level);
  expect(await namesOnServer()).toEqual(['of the first', 'of the second']);
});

it('an older database that was put back goes on, with what it has not sent', async () => {
  await add(first, 'one');
  await simulation.advance(MINUTE_MS);
  const { path } = first.database();
  await first.restart();
  copyFileSync(path, `${path}.backup`);
  await first.signIn('north');
  await add(first, 'two');
  await simulation.advance(MINUTE_MS);
  await first.restart();
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
  copyFileSync(`${path}.backup`, path);

  // Nothing waits, so that only the server's number tells; and it tells while the password is at hand.
  await first.signIn('north');
  await simulation.advance(MINUTE_MS);
  await add(first, 'three');
  await simulation.advance(5 * MINUTE_MS);
  expect(await namesOnServer()).toEqual(['one', 'three', 'two']);
  expect((await first.rows('customers')).map((row) => row.name)).toEqual(
    expect.arrayContaining(['one', 'two', 'three']),
  );
  expect(await first.device.sync.status()).toMatchObject(level);
  expect(first.problems).toEqual([]);
});

it('keeps the password for a new history that a hotel would not give, while what waits is not sent (seed 7001010)', async () => {
  await add(first, 'one');
  await simulation.advance(MINUTE_MS);
  const { path } = first.database();
  await first.restart();
  copyFileSync(path, `${path}.backup`);
  await first.signIn('north');
  await add(first, 'two');
  await simulation.advance(MINUTE_MS);
  await first.restart();
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
  copyFileSync(`${path}.backup`, path);

  const { request } = first.world.network;
  let signIns = 0;
  Object.assign(first.world.network, {
    async request(message: Parameters<typeof request>[0]) {
      signIns += message.url.endsWith('/sign-in') ? 1 : 0;
      const isHotel = message.url.endsWith('/sign-in') && signIns === 2;
      return isHotel ? { status: 200, headers: {}, body: new TextEncoder().encode('<html>') } : request(message);
    },
  });
  await first.signIn('north');
  await simulation.advance(1_000);
  expect(await first.device.sync.status()).toMatchObject({ trouble: { code: 'session.notACompanyServer' } });
  first.world.fault = ({ url }) => (url.endsWith('/push') ? 'cutAfter' : 'none');
  await add(first, 'three');
  await add(first, 'four');
  await simulation.advance(MINUTE_MS);
  first.world.fault = () => 'none';
  await simulation.advance(5 * MINUTE_MS);
  expect(await first.device.sync.status()).toMatchObject(level);
  expect(await namesOnServer()).toEqual(['four', 'one', 'three', 'two']);
  expect(first.problems).toEqual([]);
});

it('hears how a command ended that failed, went over into a new history and was run again (simulation seed 5026)', async () => {
  await startRecovery(company.house);
  await simulation.advance(5 * MINUTE_MS);
  first.world.isCut = true;
  await first.run('test.postInvoice', { id: first.newId(), territoryId: company.territories[0], end: 'well' });
  await copyProfile();
  await signInOffline(first, second);
  await add(first, 'of the first');
  await add(second, 'of the second');
  await cameBack(first, second);
  const posted = async (device: SimulatedDevice) =>
    (await device.device.sync.ledger({ beforeSequence: null, limitRows: 5 })).find(
      ({ name }) => name === 'test.postInvoice',
    );
  expect(await posted(second)).toMatchObject({ state: 'failed' });
  expect(await endRecovery(company.house, true)).toMatchObject({ answers: [{ state: 'applied' }] });
  await simulation.advance(10 * MINUTE_MS);
  for (const device of [first, second]) {
    expect(await posted(device)).toMatchObject({ state: 'applied' });
    expect(await device.device.sync.status()).toMatchObject(level);
    expect((await device.rows('customers')).map((row) => row.name)).toContain('INV 1');
    expect(device.problems).toEqual([]);
  }
});
