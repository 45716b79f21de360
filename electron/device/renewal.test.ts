import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

let simulation: Simulation;
let company: SimulatedCompany;
let north: SimulatedDevice;
beforeEach(async () => {
  simulation = makeSimulation(5);
  company = await makeSimulatedCompany(simulation);
  north = await addDevice(simulation);
  await north.signIn('north');
  await simulation.advance(1_000);
  await north.restart();
});
afterEach(async () => {
  await north.close();
  await company.close();
});

it('a server in trouble for a moment is asked for a fresh token again in seconds, not in a minute', async () => {
  const { request } = north.world.network;
  let refused = 0;
  Object.assign(north.world.network, {
    async request(message: Parameters<typeof request>[0]) {
      if (!message.url.endsWith('/sign-in') || refused === 1) return request(message);
      refused += 1;
      const error = { code: 'server.trouble', params: {}, message: 'starting' };
      return { status: 500, headers: {}, body: new TextEncoder().encode(JSON.stringify({ error })) };
    },
  });
  await north.signIn('north');
  await simulation.advance(1_000);
  expect(await north.device.sync.status()).toMatchObject({ trouble: { code: 'session.serverTrouble' } });
  await simulation.advance(10_000);
  expect(await north.device.sync.status()).toMatchObject({ network: 'online', trouble: null });
});
