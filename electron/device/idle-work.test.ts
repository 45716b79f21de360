import { afterEach, beforeEach, expect, it } from 'vitest';
import { runSql } from '#db/database.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite } from '#db/sqlite.ts';
import { writeAs } from '../../tests/support/databases.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

let simulation: Simulation;
let company: SimulatedCompany;
let laptop: SimulatedDevice;

beforeEach(async () => {
  simulation = makeSimulation(5);
  company = await makeSimulatedCompany(simulation);
  laptop = await addDevice(simulation);
  await laptop.signIn('north');
  await simulation.advance(1_000);
});

afterEach(async () => {
  await laptop.close();
  await company.close();
});

/** Documents of the search whose rows have gone or changed. */
async function goneDocuments(): Promise<number> {
  const database = openSqlite({ ...laptop.database(), readOnly: true });
  try {
    const [row] = await runSql<{ count: number }>(
      database.kysely,
      'SELECT count(*) AS "count" FROM "searchDocuments" WHERE "rowId" IS NULL',
    );
    return row?.count ?? 0;
  } finally {
    await database.close();
  }
}

it('within a minute the search forgets what has gone, and nothing went wrong', async () => {
  const database = openSqlite({ ...laptop.database(), functions: searchFunctions });
  for (let round = 0; round < 40; round += 1) {
    const name = `Renamed ${round}`;
    await writeAs(database, 'apply', (tx) => tx.updateTable('customers').set({ name }).execute());
  }
  await database.close();
  expect(await goneDocuments()).toBeGreaterThan(50);
  await simulation.advance(61_000);
  expect(await goneDocuments()).toBe(0);
  expect(laptop.problems).toEqual([]);
});
