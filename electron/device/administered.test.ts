import { afterEach, beforeEach, expect, it } from 'vitest';
import { createUser, setPasswordOf } from '../../server/company/create-user.ts';
import { closeDevice, lockDevice, unlockDevice } from '../../server/devices/change-device.ts';
import { readDevices } from '../../server/devices/read-devices.ts';
import { runSystemCommand } from '../../server/sync/system-command.ts';
import { makeSimulatedCompany, PASSWORD, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

const MINUTE_MS = 60_000;
let simulation: Simulation;
let company: SimulatedCompany;
let laptop: SimulatedDevice;
beforeEach(async () => {
  simulation = makeSimulation(53);
  company = await makeSimulatedCompany(simulation);
  laptop = await addDevice(simulation);
  await laptop.signIn('north');
  await simulation.advance(MINUTE_MS);
});
afterEach(async () => {
  await laptop.close();
  await company.close();
});

const devices = () => readDevices(company.database.kysely, { deviceId: '', schema: '' });
const own = async () => {
  const device = (await devices()).find(({ person }) => person.login === 'north');
  if (!device) throw new Error('the device is not there');
  return device;
};
const boss = () => ({ userId: company.users.boss, deviceId: '' });
const add = (name: string) =>
  laptop.run('test.addCustomer', { id: laptop.newId(), name, territoryId: company.territories[0] });
const state = () => laptop.device.session.state();

it('tells what it is, what it holds and what waits with the pulls that it makes anyway', async () => {
  const device = await own();
  expect(device).toMatchObject({ name: 'test laptop', appVersion: '0.1.0', waiting: 0, sharedWith: [], state: 'open' });
  const scope = `territory:${company.territories[0]}`;
  expect(device.holds.find((held) => held.scope === scope)).toMatchObject({ name: 'North', rows: 2 });
  expect(device.schema).not.toBeNull();
  // Nothing is new: nothing is told again.
  const pulls = () => laptop.world.requests.filter(({ url }) => url.endsWith('/pull')).length;
  const before = pulls();
  const toldAt = await company.database.kysely.selectFrom('devices').select('toldAt').execute();
  await simulation.advance(10 * MINUTE_MS);
  expect(pulls()).toBeGreaterThan(before);
  expect(await company.database.kysely.selectFrom('devices').select('toldAt').execute()).toEqual(toldAt);
});

it('says who else works on the same computer, and what waits while nothing can be sent', async () => {
  await laptop.device.session.signOut();
  await laptop.signIn('south');
  await simulation.advance(MINUTE_MS);
  const told = (await devices()).map(({ person, sharedWith }) => [person.login, sharedWith.map(({ name }) => name)]);
  expect(told).toContainEqual(['south', ['north']]);
  laptop.world.fault = ({ url }) => (url.endsWith('/push') ? 'cutBefore' : 'none');
  await laptop.device.session.signOut();
  await laptop.signIn('north');
  await add('stuck');
  await simulation.advance(5 * MINUTE_MS);
  expect(await own()).toMatchObject({ waiting: 1, sharedWith: [{ name: 'south' }] });
  laptop.world.fault = () => 'none';
});

it('a locked one shuts at its next contact, stays shut without a network, and goes on where it was', async () => {
  laptop.world.isCut = true;
  await add('unsent');
  const { deviceId } = await own();
  await lockDevice({ database: company.database, world: simulation.world }, boss(), deviceId, 'not seen');
  laptop.world.isCut = false;
  await simulation.advance(2 * MINUTE_MS);
  expect(await state()).toMatchObject({
    state: 'signedOut',
    setAside: { code: 'session.locked', params: { name: 'north' } },
    known: [{ login: 'north', isLocked: true, isClosed: false, unsentCount: 1 }],
  });
  const locked = { ok: false, reason: { code: 'session.locked' } };
  expect(await laptop.signIn('north')).toMatchObject(locked);
  expect(await laptop.signIn('north', 'a guess')).toMatchObject({ reason: { code: 'session.wrongPassword' } });
  laptop.world.isCut = true;
  expect(await laptop.signIn('north')).toMatchObject(locked);
  await laptop.restart();
  expect(await laptop.signIn('north')).toMatchObject(locked);
  await unlockDevice({ database: company.database, world: simulation.world }, boss(), deviceId, null);
  // The office has to be asked: the laptop does not know it.
  expect(await laptop.signIn('north')).toMatchObject(locked);
  laptop.world.isCut = false;
  expect(await laptop.signIn('north')).toEqual({ ok: true });
  await simulation.advance(2 * MINUTE_MS);
  const rows = await company.database.kysely.selectFrom('customers').select('name').execute();
  expect(rows.map(({ name }) => name)).toContain('unsent');
  expect(await own()).toMatchObject({ state: 'open', waiting: 0 });
});

it('who was deactivated is shut out at the next contact with everything kept, and goes on when let in again', async () => {
  const active = (value: 0 | 1) =>
    simulation.finish(
      runSystemCommand(company.house, async (tx, { updated }) => {
        const set = tx.updateTable('users').set({ active: value, ...updated });
        await set.where('login', '=', 'north').execute();
      }),
    );
  laptop.world.isCut = true;
  await add('unsent');
  await active(0);
  laptop.world.isCut = false;
  await simulation.advance(2 * MINUTE_MS);
  expect(await state()).toMatchObject({
    state: 'signedOut',
    setAside: { code: 'session.inactiveHere', params: { name: 'north' } },
    known: [{ login: 'north', isLocked: true, unsentCount: 1 }],
  });
  expect(await laptop.signIn('north')).toMatchObject({ reason: { code: 'session.inactiveHere' } });
  await active(1);
  expect(await laptop.signIn('north')).toEqual({ ok: true });
  await simulation.advance(2 * MINUTE_MS);
  const rows = await company.database.kysely.selectFrom('customers').select('name').execute();
  expect(rows.map(({ name }) => name)).toContain('unsent');
});

it('another password signs out at the next contact; what waits goes out all the same, and the new one opens everything', async () => {
  laptop.world.isCut = true;
  await add('unsent');
  const login = { login: 'north', password: 'another pass phrase' };
  await simulation.finish(setPasswordOf(company.house, login));
  laptop.world.isCut = false;
  await simulation.advance(2 * MINUTE_MS);
  expect(await state()).toMatchObject({
    state: 'signedOut',
    setAside: { code: 'session.passwordRenewed', params: { name: 'north' } },
    known: [{ login: 'north', isLocked: false }],
  });
  await simulation.advance(10 * MINUTE_MS);
  const rows = await company.database.kysely.selectFrom('customers').select('name').execute();
  expect(rows.map(({ name }) => name)).toContain('unsent');
  expect(await laptop.signIn('north', login.password)).toEqual({ ok: true });
  await simulation.advance(2 * MINUTE_MS);
  expect(await state()).toMatchObject({ state: 'signedIn' });
  expect((await laptop.rows('customers')).map(({ name }) => name)).toContain('unsent');
});

it('a locked one on which nothing waits hears by itself that it was closed, and its key is destroyed', async () => {
  const { deviceId } = await own();
  const writer = { database: company.database, world: simulation.world };
  await lockDevice(writer, boss(), deviceId, 'not seen');
  await simulation.advance(5 * MINUTE_MS);
  expect(await state()).toMatchObject({ state: 'signedOut', known: [{ isLocked: true }] });
  await closeDevice(writer, boss(), deviceId, 'stolen');
  await simulation.advance(30 * MINUTE_MS);
  expect(await state()).toMatchObject({ state: 'signedOut', known: [] });
  expect(await own()).toMatchObject({ state: 'wiped' });
});

it('the administrator sees the list as it was last heard when the office is away, and is told so', async () => {
  const writer = { database: company.database, world: simulation.world };
  const admin = { login: 'admin', name: 'Ada', password: PASSWORD, roleCode: 'administrator', scopes: [] };
  await createUser(writer, admin);
  const desk = await addDevice(simulation);
  try {
    await desk.signIn('admin' as 'boss');
    await simulation.advance(MINUTE_MS);
    const heard = await simulation.finish(desk.device.devices.list());
    expect(heard).toMatchObject({ ok: true, stale: null, devices: [{}, {}] });
    desk.world.isCut = true;
    const list = await simulation.finish(desk.device.devices.list());
    expect(list).toMatchObject({ ok: true, stale: { code: 'sync.unreachable' }, devices: [{}, {}] });
    const { deviceId } = await own();
    expect(await simulation.finish(desk.device.devices.unlock(deviceId))).toMatchObject({
      ok: false,
      reason: { code: 'sync.unreachable' },
    });
  } finally {
    await desk.close();
  }
});

it('who has no right to it sees none', async () => {
  expect(await simulation.finish(laptop.device.devices.list())).toMatchObject({
    ok: false,
    reason: { code: 'auth.notAllowed' },
  });
});
