import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSql } from '#db/database.ts';
import { openSqlite } from '#db/sqlite.ts';
import { PULL_LIMIT_ROWS, SNAPSHOT_LIMIT_ROWS } from '#shared/protocol/limits.ts';
import { customer } from '../../tests/support/sample-rows.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, rowsInScope, rowsOnDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

const MINUTE_MS = 60_000;

let simulation: Simulation;
let company: SimulatedCompany;
let north: SimulatedDevice;
beforeEach(async () => {
  simulation = makeSimulation(17);
  company = await makeSimulatedCompany(simulation);
  north = await addDevice(simulation);
});
afterEach(async () => {
  await north.close();
  await company.close();
});

const addMany = (count: number, name: string) =>
  company.write(async (tx, context) => {
    for (let from = 0; from < count; from += 100) {
      const rows = Array.from({ length: Math.min(100, count - from) }, () =>
        customer(context.newId(), { name, territoryId: company.territories[0], ...context.created }),
      );
      await tx.insertInto('customers').values(rows).execute();
    }
  });
const pulls = () => north.world.requests.filter((request) => request.url.endsWith('/pull')).length;
const status = () => north.device.sync.status();
const named = async (name: string) => (await north.rows('customers')).filter((row) => row.name === name).length;
/** Rows whose words the search has not got yet. */
async function notYetFound(): Promise<number> {
  const database = openSqlite({ ...north.database(), readOnly: true });
  try {
    const rows = await runSql(database.kysely, 'SELECT "rowId" FROM "searchPending"');
    return rows.length;
  } finally {
    await database.close();
  }
}
const level = async () => expect(await rowsOnDevice(north)).toEqual(await rowsInScope(company, company.users.north));

describe('the first load', () => {
  it('fills the lists while it runs, says that they are not whole, and goes on where it was cut', async () => {
    await addMany(SNAPSHOT_LIMIT_ROWS + 500, 'many');
    let pagesSeen = 0;
    north.world.fault = (request) => {
      if (request.url.endsWith('/snapshot')) pagesSeen += 1;
      return request.url.endsWith('/snapshot') && pagesSeen > 1 ? 'cutBefore' : 'none';
    };
    await north.signIn('north');
    await simulation.advance(MINUTE_MS);
    const half = await named('many');
    expect(half).toBeGreaterThan(1_000);
    expect(half).toBeLessThan(SNAPSHOT_LIMIT_ROWS + 500);
    const { firstLoad, dataAsOf } = await status();
    expect(firstLoad?.rows).toBeGreaterThan(1_000);
    expect(dataAsOf).toBeNull();
    expect((await status()).loading).toMatchObject({
      rows: SNAPSHOT_LIMIT_ROWS,
      table: 'customers',
      tableTotalRows: SNAPSHOT_LIMIT_ROWS + 502,
      secondsLeft: expect.any(Number),
    });

    // It stands still: what is here can be found, though it is not all.
    expect(await notYetFound()).toBe(0);

    await north.restart();
    north.world.fault = () => 'none';
    await north.signIn('north');
    await simulation.advance(MINUTE_MS);
    expect(await named('many')).toBe(SNAPSHOT_LIMIT_ROWS + 500);
    expect(await notYetFound()).toBe(0);
    expect(await status()).toMatchObject({ firstLoad: null, loading: null, dataAsOf: expect.any(Number) });
    await level();
  });
});

describe('a later load of several pages', () => {
  beforeEach(async () => {
    await north.signIn('north');
    await simulation.advance(MINUTE_MS);
    north.world.isCut = true;
    await addMany(PULL_LIMIT_ROWS + 500, 'many');
  });

  it('goes in at once when the last page is there, even over a restart', async () => {
    let pullsSeen = 0;
    north.world.fault = (request) => {
      if (request.url.endsWith('/pull')) pullsSeen += 1;
      return request.url.endsWith('/pull') && pullsSeen > 1 ? 'cutBefore' : 'none';
    };
    north.world.isCut = false;
    await simulation.advance(3 * MINUTE_MS);
    expect(pullsSeen).toBeGreaterThan(1);
    expect(await named('many')).toBe(0);
    await north.restart();
    const before = pulls();
    north.world.fault = () => 'none';
    await north.signIn('north');
    await simulation.advance(10_000);
    expect(await named('many')).toBe(PULL_LIMIT_ROWS + 500);
    // The first page was kept: only the second was fetched, and one more look after the sign-in at most.
    expect(pulls() - before).toBeLessThan(3);
    await level();
  });

  it('lets a person’s command in front, and keeps both', async () => {
    const told: string[] = [];
    north.device.onChanged((tables) => told.push(tables.includes('customers') ? 'pull' : 'command'));
    const id = north.newId();
    north.world.isCut = false;
    const syncing = north.device.sync.sendNow();
    // Somewhere in the middle of the rebase.
    let reply: Promise<unknown> | null = null;
    const { after } = north.world.timers;
    let looks = 0;
    Object.assign(north.world.timers, {
      after(delayMs: number, callback: () => void) {
        looks += delayMs === 0 ? 1 : 0;
        if (looks === 1 && reply === null) {
          const [customerId] = company.customers;
          const args = { id, number: 'SO-A-1', customerId, warehouseId: company.warehouse, refuse: false };
          reply = north.device.command('test.addOrder', { ...args, territoryId: company.territories[0] });
        }
        return after(delayMs, callback);
      },
    });
    await simulation.finish(syncing);
    expect(await reply).toMatchObject({ state: 'applied' });
    expect(told.slice(0, 2)).toEqual(['command', 'pull']);
    await simulation.advance(MINUTE_MS);
    await level();
    expect((await north.rows('orders')).map((row) => row.id)).toEqual([id]);
  });
});

it('what the company lost on one page and has again on the next is here (simulation seed 11002145)', async () => {
  const id = north.newId();
  const expect8 = () =>
    company.write((tx, { created }) => {
      const of = { productId: company.products[0]?.id ?? '', warehouseId: company.warehouse, quantity: 8, dueOn: null };
      return tx
        .insertInto('expectedReceipts')
        .values({ id, ...of, origin: 'transfer', ...created })
        .execute();
    });
  await expect8();
  await north.signIn('north');
  await simulation.advance(MINUTE_MS);
  expect((await north.rows('expectedReceipts')).map((row) => row.id)).toEqual([id]);
  north.world.isCut = true;
  await company.write((tx) => tx.deleteFrom('expectedReceipts').where('id', '=', id).execute());
  await addMany(PULL_LIMIT_ROWS + 500, 'many');
  let pullsSeen = 0;
  north.world.fault = (request) => {
    if (request.url.endsWith('/pull')) pullsSeen += 1;
    return request.url.endsWith('/pull') && pullsSeen > 1 ? 'cutBefore' : 'none';
  };
  north.world.isCut = false;
  await simulation.advance(3 * MINUTE_MS);
  expect(pullsSeen).toBeGreaterThan(1);
  await expect8();
  north.world.fault = () => 'none';
  await simulation.advance(3 * MINUTE_MS);
  expect(await named('many')).toBe(PULL_LIMIT_ROWS + 500);
  expect((await north.rows('expectedReceipts')).map((row) => row.id)).toEqual([id]);
  await level();
});

it('a server with a new history: everything is loaded anew, unsent work goes on top', async () => {
  await north.signIn('north');
  await simulation.advance(MINUTE_MS);
  north.world.isCut = true;
  await north.run('test.changeCustomer', { id: company.customers[0], name: 'unsent' });
  const { kysely } = company.database;
  const timeline = north.newId();
  await kysely.updateTable('companyVersion').set({ timeline }).execute();
  await company.write(async (tx) => {
    await tx
      .deleteFrom('customers')
      .where('id', '=', company.customers[1] ?? '')
      .execute();
  });
  await kysely
    .deleteFrom('scopeLog')
    .where('rowId', '=', company.customers[1] ?? '')
    .execute();
  north.world.isCut = false;
  north.world.fault = (request) => (request.url.endsWith('/push') ? 'cutBefore' : 'none');
  await simulation.advance(5 * MINUTE_MS);
  expect((await north.rows('customers')).map((row) => row.name)).toEqual(['unsent']);
  north.world.fault = () => 'none';
  await simulation.advance(5 * MINUTE_MS);
  await level();
  expect(await status()).toMatchObject({ waiting: 0, trouble: null });
});

it('what a newer server sends beyond this version’s tables and columns stops nothing', async () => {
  await north.signIn('north');
  await simulation.advance(1_000);
  const answerOf = north.world.network.request.bind(north.world.network);
  Object.assign(north.world.network, {
    async request(request: Parameters<typeof answerOf>[0]) {
      const answer = await answerOf(request);
      if (!request.url.endsWith('/pull')) return answer;
      const page = JSON.parse(new TextDecoder().decode(answer.body));
      for (const block of page.rows) {
        block.columns.push('newColumn');
        block.cells.push(block.cells[0]);
      }
      page.rows.push({ table: 'newTable', columns: ['id'], cells: [['x']] });
      page.entries.push({ scope: 'company', table: 'newTable', present: ['x'], gone: [] });
      return { ...answer, body: new TextEncoder().encode(JSON.stringify(page)) };
    },
  });
  await addMany(3, 'newer');
  await simulation.advance(5 * MINUTE_MS);
  expect(await named('newer')).toBe(3);
  expect(await status()).toMatchObject({ network: 'online', trouble: null });
});
