// What people do while an empty device is filled page by page: its rows may come before the answer to what made them.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { customer } from '../../tests/support/sample-rows.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import {
  addDevice,
  orderArgs,
  rowsInScope,
  rowsOnDevice,
  type SimulatedDevice,
} from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

const MINUTE_MS = 60_000;

let simulation: Simulation;
let company: SimulatedCompany;
let north: SimulatedDevice;

beforeEach(async () => {
  simulation = makeSimulation(29);
  company = await makeSimulatedCompany(simulation);
  north = await addDevice(simulation);
});
afterEach(async () => {
  await north.close();
  await company.close();
});

it('what was sent while a device is filled meets its own row there without a word (simulation seed 13910283)', async () => {
  await company.write(async (tx, { newId, created }) => {
    const row = () => customer(newId(), { name: 'theirs', territoryId: company.territories[0], ...created });
    for (let times = 0; times < 52; times += 1)
      await tx
        .insertInto('customers')
        .values(Array.from({ length: 100 }, row))
        .execute();
  });
  // The first page is here, and the second one is not.
  const pages = () => north.world.requests.filter(({ url }) => url.endsWith('/snapshot')).length;
  north.world.fault = ({ url }) => (url.endsWith('/snapshot') && pages() > 1 ? 'cutBefore' : 'none');
  await north.signIn('north');
  await simulation.advance(20_000);
  expect((await north.device.sync.status()).firstLoad).not.toBeNull();
  north.world.fault = ({ url }) => (url.endsWith('/push') ? 'cutAfter' : 'cutBefore');
  const id = north.newId();
  await north.run('test.addCustomer', { id, name: 'mine', territoryId: company.territories[0] });
  // However late the next try is by now.
  await simulation.advance(MINUTE_MS);
  const rows = await company.house.database.kysely.selectFrom('customers').selectAll().where('id', '=', id).execute();
  expect(rows).toHaveLength(1);
  north.world.fault = ({ url }) => (url.endsWith('/push') || url.endsWith('/pull') ? 'cutBefore' : 'none');
  await simulation.advance(MINUTE_MS);
  expect((await north.rows('customers')).filter(({ name }) => name === 'mine')).toHaveLength(1);
  expect(north.problems).toEqual([]);
  expect(await north.device.sync.status()).toMatchObject({ waiting: 1, needsAttention: 0 });
  north.world.fault = () => 'none';
  await simulation.advance(5 * MINUTE_MS);
  expect(await rowsOnDevice(north)).toEqual(await rowsInScope(company, company.users.north));
  expect(await north.device.sync.status()).toMatchObject({ waiting: 0, firstLoad: null, loading: null, trouble: null });
});

it('a page that ends within what one command did breaks no replay of it (simulation seed 16000802)', async () => {
  let pulls = 0;
  north.world.fault = ({ url }) => {
    pulls += url.endsWith('/pull') ? 1 : 0;
    return url.endsWith('/pull') && pulls > 1 ? 'cutBefore' : 'none';
  };
  await north.signIn('north');
  await simulation.advance(20_000);
  const order = await orderArgs(company, north, { customer: 0, product: 0, pieces: 1 });
  expect(await north.run('sales.confirmOrder', order)).toMatchObject({ state: 'applied' });
  await simulation.advance(20_000);
  expect((await north.device.sync.status()).firstLoad).not.toBeNull();
  expect((await north.device.sync.status()).waiting).toBe(0);
  (company.house as { pullLimitRows?: number }).pullLimitRows = 1;
  north.world.fault = () => 'none';
  await simulation.advance(2 * MINUTE_MS);
  expect(north.problems).toEqual([]);
  expect(await rowsOnDevice(north)).toEqual(await rowsInScope(company, company.users.north));
  expect(await north.device.sync.status()).toMatchObject({
    waiting: 0,
    needsAttention: 0,
    firstLoad: null,
    trouble: null,
  });
});
