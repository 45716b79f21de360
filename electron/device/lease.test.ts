import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

const DAY_MS = 86_400_000;

let simulation: Simulation;
let company: SimulatedCompany;
let laptop: SimulatedDevice;
/** What this machine's clock shows beyond the true time. */
let clockAheadMs: number;

beforeEach(async () => {
  simulation = makeSimulation(31);
  company = await makeSimulatedCompany(simulation);
  laptop = await addDevice(simulation);
  clockAheadMs = 0;
  const { clock } = laptop.world;
  const trueNow = clock.now;
  Object.assign(clock, { now: () => trueNow() + clockAheadMs });
  await laptop.signIn('north');
  await simulation.advance(1_000);
  await laptop.restart();
});
afterEach(async () => {
  await laptop.close();
  await company.close();
});

const lease = async () => (await laptop.device.sync.status()).lease;
const request = (name = 'promised') =>
  laptop.run('test.addCustomer', { id: laptop.newId(), name, territoryId: company.territories[0] });
const fact = () => laptop.run('test.noteVisit', { customerId: company.customers[0], name: '已拜访' });
const refused = { state: 'rejected', reason: { code: 'device.leaseEnded' } };

/** Weeks with the application closed. */
async function comeBackAfter(days: number): Promise<void> {
  laptop.world.isCut = true;
  await simulation.advance(days * DAY_MS);
  expect(await laptop.signIn('north')).toEqual({ ok: true });
}

describe('without a contact', () => {
  it('nothing is said at first, the last five days are, and then only new promises wait', async () => {
    await comeBackAfter(24);
    expect(await lease()).toMatchObject({ state: 'open', days: 30 });
    await simulation.advance(DAY_MS);
    expect(await lease()).toMatchObject({ state: 'endsSoon', daysLeft: 5 });
    expect(await request('in time')).toMatchObject({ state: 'applied' });
    await simulation.advance(5 * DAY_MS);
    expect(await lease()).toMatchObject({ state: 'ended', daysLeft: 0 });
    expect(await request()).toMatchObject(refused);
    expect(await fact()).toMatchObject({ state: 'applied' });
    expect((await laptop.rows('customers')).map((row) => row.name)).toContain('in time');
    expect(await laptop.device.sync.status()).toMatchObject({ waiting: 2 });
  });

  it('the screen is told while nobody does anything', async () => {
    await comeBackAfter(29);
    const told: unknown[] = [];
    laptop.device.sync.onStatus((status) => told.push(status.lease?.state));
    await simulation.advance(DAY_MS + 60_000);
    expect(told).toContain('ended');
  });

  it('one contact begins it anew, and what waited is sent', async () => {
    await comeBackAfter(29);
    await request('in time');
    await simulation.advance(2 * DAY_MS);
    expect(await request()).toMatchObject(refused);
    laptop.world.isCut = false;
    await simulation.advance(2 * 60_000);
    expect(await lease()).toMatchObject({ state: 'open', daysLeft: 30 });
    expect(await request('again')).toMatchObject({ state: 'applied' });
    await simulation.advance(60_000);
    expect(await laptop.device.sync.status()).toMatchObject({ waiting: 0, trouble: null });
  });

  it('signing in offline after its end still opens the database, and nothing that waits is touched', async () => {
    await comeBackAfter(1);
    await request('waits');
    await laptop.restart();
    await comeBackAfter(400);
    expect(await lease()).toMatchObject({ state: 'ended' });
    expect(await laptop.device.sync.status()).toMatchObject({ waiting: 1 });
    expect((await laptop.rows('customers')).map((row) => row.name)).toContain('waits');
    expect(await request()).toMatchObject(refused);
  });
});

describe('a clock that is set', () => {
  it('back does not lengthen it, also over restarts', async () => {
    await comeBackAfter(29);
    clockAheadMs = -20 * DAY_MS;
    await simulation.advance(2 * DAY_MS);
    expect(await request()).toMatchObject(refused);
    await laptop.restart();
    expect(await laptop.signIn('north')).toEqual({ ok: true });
    expect(await request()).toMatchObject(refused);
  });

  it('years ahead ends it, until the server has put the time right', async () => {
    clockAheadMs = 3 * 365 * DAY_MS;
    await comeBackAfter(0);
    expect(await request()).toMatchObject(refused);
    laptop.world.isCut = false;
    await simulation.advance(2 * 60_000);
    expect(await lease()).toMatchObject({ state: 'open', daysLeft: 30 });
    expect(await request()).toMatchObject({ state: 'applied' });
    await laptop.restart();
    await comeBackAfter(1);
    expect(await lease()).toMatchObject({ state: 'open', daysLeft: 29 });
  });

  it('ahead all the time shortens nothing: only time counts', async () => {
    clockAheadMs = 400 * DAY_MS;
    await laptop.signIn('north');
    await simulation.advance(60_000);
    await laptop.restart();
    await comeBackAfter(20);
    expect(await lease()).toMatchObject({ state: 'open', daysLeft: 10 });
  });
});

it('is as long as the company says', async () => {
  await company.write((tx, context) =>
    tx
      .insertInto('settings')
      .values({ id: 'security.leaseDays', value: '7', ...context.created })
      .execute(),
  );
  await laptop.signIn('north');
  await simulation.advance(60_000);
  expect(await lease()).toMatchObject({ state: 'open', days: 7 });
  await laptop.restart();
  await comeBackAfter(8);
  expect(await request()).toMatchObject(refused);
});

describe('wrong passwords', () => {
  const MINUTE_MS = 60_000;
  beforeEach(async () => {
    laptop.world.isCut = true;
    for (let tries = 0; tries < 5; tries += 1) await laptop.signIn('north', 'wrong horse');
  });
  const waits = { ok: false, reason: { code: 'session.tooManyTries' } };

  it('a clock set ahead, or back, does not end the wait', async () => {
    clockAheadMs = DAY_MS;
    expect(await laptop.signIn('north')).toMatchObject(waits);
    clockAheadMs = -DAY_MS;
    expect(await laptop.signIn('north')).toMatchObject(waits);
    await simulation.advance(MINUTE_MS);
    expect(await laptop.signIn('north')).toEqual({ ok: true });
  });

  it('a restart begins the wait anew', async () => {
    await simulation.advance(20_000);
    await laptop.restart();
    clockAheadMs = DAY_MS;
    expect(await laptop.signIn('north')).toMatchObject({ ok: false, reason: { params: { seconds: 30 } } });
    await simulation.advance(MINUTE_MS);
    expect(await laptop.signIn('north')).toEqual({ ok: true });
  });
});
