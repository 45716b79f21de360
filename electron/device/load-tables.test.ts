// What an upgrade needs of the scopes that a device holds, loaded beside what is here.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqlite } from '#db/sqlite.ts';
import { order } from '../../tests/support/sample-rows.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, rowsInScope, rowsOnDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';
import { writeState } from './sync-state.ts';

const MINUTE_MS = 60_000;

let simulation: Simulation;
let company: SimulatedCompany;
let north: SimulatedDevice;

beforeEach(async () => {
  simulation = makeSimulation(31);
  company = await makeSimulatedCompany(simulation);
  north = await addDevice(simulation);
  await north.signIn('north');
  await simulation.advance(MINUTE_MS);
});
afterEach(async () => {
  await north.close();
  await company.close();
});

const mayNorthSee = (deletedAt: number | null) =>
  company.write(async (tx, context) => {
    await tx
      .updateTable('userScopes')
      .set({ deletedAt, ...context.updated })
      .where('userId', '=', company.users.north)
      .execute();
  });

/** As after an upgrade that brought the table a new column. */
async function restartStale(table: string): Promise<void> {
  const file = north.database();
  await north.restart();
  const database = openSqlite(file);
  await writeState(database.kysely, 'staleTables', [table]);
  await database.close();
}

it('a scope that was lost and is seen again meanwhile is loaded whole, not only what the upgrade needs (simulation seed 19002737)', async () => {
  await company.write(async (tx, context) => {
    const [customerId = ''] = company.customers;
    const [territoryId] = company.territories;
    await tx
      .insertInto('orders')
      .values(order(context.newId(), { customerId, territoryId, warehouseId: company.warehouse, ...context.created }))
      .execute();
  });
  await restartStale('customers');
  north.world.fault = ({ url }) => (url.endsWith('/snapshot') ? 'cutBefore' : 'none');
  await north.signIn('north');
  await simulation.advance(MINUTE_MS);
  expect(await north.device.sync.status()).toMatchObject({ loading: { purpose: 'tables' } });
  expect(await north.rows('orders')).toHaveLength(1);
  await mayNorthSee(1);
  await simulation.advance(5 * MINUTE_MS);
  expect(await north.rows('orders')).toEqual([]);
  await mayNorthSee(null);
  north.world.fault = () => 'none';
  await simulation.advance(5 * MINUTE_MS);
  expect(await rowsOnDevice(north)).toEqual(await rowsInScope(company, company.users.north));
  expect(north.problems).toEqual([]);
  expect(await north.device.sync.status()).toMatchObject({ loading: null, trouble: null });
});
