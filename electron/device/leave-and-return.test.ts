// What a person leaves behind by signing out, and what waits for the next time.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { NetworkRequest } from '#shared/kernel/world.ts';
import { openSession } from '../../server/auth/access-token.ts';
import { makeSimulatedCompany, PASSWORD, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

let simulation: Simulation;
let company: SimulatedCompany;
let laptop: SimulatedDevice;
beforeEach(async () => {
  simulation = makeSimulation(22);
  company = await makeSimulatedCompany(simulation);
  laptop = await addDevice(simulation);
  await laptop.signIn('north');
  await simulation.advance(1_000);
});
afterEach(async () => {
  await laptop.close();
  await company.close();
});

const signOut = () => simulation.finish(laptop.device.session.signOut());
const status = () => laptop.device.sync.status();
const requestsTo = (path: string) => laptop.world.requests.filter(({ url }) => url.endsWith(path));
const lastToken = () => {
  const sent = laptop.world.requests.findLast(({ headers }) => headers.authorization);
  return (sent?.headers.authorization ?? '').replace('Bearer ', '');
};

it('signing out ends the token at the server, and the device does not wait for it', async () => {
  const token = lastToken();
  const { database, world } = company.house;
  expect(await openSession(database, world, token)).toBeTruthy();
  expect(await signOut()).toEqual({ ok: true });
  await simulation.advance(1_000);
  await expect(openSession(database, world, token)).rejects.toThrow('auth.required');
  expect(laptop.problems).toEqual([]);
});

it('signing out with the network gone, or switched off, asks nothing', async () => {
  await simulation.finish(laptop.device.sync.setWorkOffline(true));
  expect(await signOut()).toEqual({ ok: true });
  await simulation.advance(1_000);
  expect(requestsTo('/sign-out')).toEqual([]);
});

it('a token that can no longer be ended keeps nobody from signing out', async () => {
  laptop.world.isCut = true;
  expect(await signOut()).toEqual({ ok: true });
  await simulation.advance(60_000);
  expect(laptop.problems).toEqual([]);
  expect(await laptop.signIn('north')).toEqual({ ok: true });
});

it('working offline on purpose lasts over a restart, until it is switched off', async () => {
  await simulation.finish(laptop.device.sync.setWorkOffline(true));
  await laptop.restart();
  await laptop.signIn('north');
  const before = laptop.world.requests.length;
  await simulation.advance(60 * 60_000);
  expect(await status()).toMatchObject({ network: 'offline', workOffline: true });
  expect(laptop.world.requests.length).toBe(before);
  await simulation.finish(laptop.device.sync.setWorkOffline(false));
  await laptop.restart();
  await laptop.signIn('north');
  await simulation.advance(1_000);
  expect(await status()).toMatchObject({ network: 'online', workOffline: false });
});

it('the screens hear how far the clock here is off', async () => {
  const dayMs = 86_400_000;
  const skewed = await addDevice(simulation, {}, -dayMs);
  await skewed.signIn('boss');
  await simulation.advance(1_000);
  const { clockOffsetMs } = await skewed.device.sync.status();
  expect(Math.abs(clockOffsetMs - dayMs)).toBeLessThan(1_000);
  await skewed.close();
});

it('an answer that lay here while the lid was shut says nothing of the time (seed 10009)', async () => {
  const { network } = laptop.world;
  const { request } = network;
  let open: () => void = () => {};
  const lid = new Promise<void>((resolve) => {
    open = resolve;
  });
  const held: NetworkRequest[] = [];
  Object.assign(network, {
    async request(asked: NetworkRequest) {
      const answer = await request(asked);
      held.push(asked);
      await lid;
      return answer;
    },
  });
  laptop.device.wake();
  await simulation.advance(1_000);
  expect(held).not.toEqual([]);
  await simulation.sleep(12 * 60 * 60_000);
  laptop.world.isCut = true;
  open();
  await simulation.advance(1_000);
  expect(Math.abs((await status()).clockOffsetMs)).toBeLessThan(1_000);
});

it('who works in the demo goes on when its server comes back at another address', async () => {
  const people = [{ login: 'north', password: PASSWORD, name: 'North', roleCode: 'rep' }];
  const { companyId } = await company.database.kysely
    .selectFrom('companyVersion')
    .select('companyId')
    .executeTakeFirstOrThrow();
  const demoAt = (port: number) => ({ server: `http://127.0.0.1:${port}`, companyId, people });
  const demo = await addDevice(simulation);
  await demo.device.setDemo(demoAt(4001));
  const { server } = demoAt(4001);
  await simulation.finish(demo.device.session.signIn({ server, login: 'north', password: PASSWORD }));
  await simulation.advance(1_000);
  await demo.device.setDemo(demoAt(4002));
  await demo.run('test.addCustomer', { id: demo.newId(), name: 'moved', territoryId: company.territories[0] });
  await simulation.advance(60_000);
  expect(await demo.device.sync.status()).toMatchObject({ waiting: 0, network: 'online' });
  expect(demo.world.requests.at(-1)?.url).toContain(':4002');
  expect(await demo.device.session.state()).toMatchObject({ server: 'http://127.0.0.1:4002' });
  await demo.close();
});
