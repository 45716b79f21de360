import { copyFileSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NetworkUnreachable } from '#shared/kernel/world.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

const MINUTE_MS = 60_000;

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

describe('a database that was put back', () => {
  const add = (name: string) =>
    north.run('test.addCustomer', { id: north.newId(), name, territoryId: company.territories[0] });
  const nameOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

  /** As it was before the last command that the server knows of it. */
  beforeEach(async () => {
    await north.signIn('north');
    await add('before');
    await simulation.advance(MINUTE_MS);
    const { path } = north.database();
    await north.restart();
    copyFileSync(path, `${path}.copy`);
    await north.signIn('north');
    await add('not in the copy');
    await simulation.advance(MINUTE_MS);
    await north.restart();
    for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
    copyFileSync(`${path}.copy`, path);
  });

  /** @param fate of each exchange, by the last word of its address: a hotel's page, or nothing at all */
  function meet(fate: (name: string) => 'hotel' | 'cut' | 'none'): void {
    const { request } = north.world.network;
    Object.assign(north.world.network, {
      async request(message: Parameters<typeof request>[0]) {
        const befalls = fate(nameOf(message.url));
        if (befalls === 'cut') throw new NetworkUnreachable('cut');
        if (befalls === 'none') return request(message);
        return { status: 200, headers: {}, body: new TextEncoder().encode('<html>Welcome to the hotel</html>') };
      },
    });
  }

  async function isLevel(): Promise<void> {
    await simulation.advance(10 * MINUTE_MS);
    expect(await north.device.sync.status()).toMatchObject({ network: 'online', waiting: 0, trouble: null });
    const rows = await company.database.kysely.selectFrom('customers').select('name').orderBy('name').execute();
    const names = rows.map((row) => row.name).filter((name) => /^[a-z]/.test(name));
    expect(names).toEqual(['before', 'not in the copy', 'one', 'three', 'two']);
    expect(north.problems).toEqual([]);
  }

  it('takes a new history though more was done in it meanwhile than the server knows', async () => {
    let signIns = 0;
    meet((name) => {
      if (name === 'sign-in') signIns += 1;
      return name === 'sign-in' && signIns === 2 ? 'hotel' : 'none';
    });
    await north.signIn('north');
    await simulation.advance(1_000);
    for (const name of ['one', 'two', 'three']) await add(name);
    await isLevel();
  });

  it('takes a new history though its first try to send what was done was cut (seed 7001010)', async () => {
    let signIns = 0;
    let pushes = 0;
    meet((name) => {
      if (name === 'sign-in') signIns += 1;
      if (name === 'push') pushes += 1;
      if (name === 'sign-in' && signIns === 2) return 'hotel';
      return name === 'push' && pushes === 1 ? 'cut' : 'none';
    });
    await north.signIn('north');
    await simulation.advance(1_000);
    for (const name of ['one', 'two', 'three']) await add(name);
    await isLevel();
  });
});
