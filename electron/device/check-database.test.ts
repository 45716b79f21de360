// What the check of a database finds: each kind of harm is done to a real file, and named.
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSql } from '#db/database.ts';
import { openSqlite } from '#db/sqlite.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, type Login, orderArgs, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

let simulation: Simulation;
let company: SimulatedCompany;
let laptop: SimulatedDevice;
beforeEach(async () => {
  simulation = makeSimulation(5);
  company = await makeSimulatedCompany(simulation);
  laptop = await addDevice(simulation);
});
afterEach(async () => {
  await laptop.close();
  await company.close();
});

const check = () => simulation.finish(laptop.device.main.checkDatabase());
const all = ['file', 'commandChain', 'search', 'balances'];

/** Sent and unsent work. */
async function work(login: Login): Promise<void> {
  await laptop.signIn(login);
  await simulation.advance(1_000);
  for (const customer of [0, 1, 0]) {
    const args = await orderArgs(company, laptop, { customer, product: customer, pieces: 2 });
    expect(await laptop.run('sales.confirmOrder', args)).not.toMatchObject({ state: 'rejected' });
    if (customer === 1) {
      await simulation.advance(60_000);
      laptop.world.isCut = true;
    }
  }
}

/** As something beside Satchel would: on a connection of its own, with no trigger of ours taking part. */
async function harm(sql: string): Promise<void> {
  const { path, key } = laptop.database();
  const database = openSqlite({ path, key });
  const triggers = await runSql<{ name: string }>(
    database.kysely,
    `SELECT "name" FROM sqlite_schema WHERE "type" = 'trigger'`,
  );
  for (const { name } of triggers) await runSql(database.kysely, `DROP TRIGGER "${name}"`);
  await runSql(database.kysely, sql);
  await database.close();
}

it.each(['north', 'boss', 'stock'] as const)('finds nothing where all is well, for %s', async (login) => {
  await (login === 'stock' ? laptop.signIn(login) : work(login));
  await simulation.advance(5_000);
  expect(await check()).toMatchObject({ ok: true, problems: [], checked: all });
});

it('needs somebody who is signed in', async () => {
  expect(await check()).toMatchObject({ reason: { code: 'device.signedOut' } });
});

it('leaves balances alone while the first load runs', async () => {
  laptop.world.isCut = false;
  await laptop.signIn('boss');
  expect(await check()).toMatchObject({ problems: [], checked: ['file', 'commandChain', 'search'] });
});

describe('harm', () => {
  beforeEach(() => work('boss'));

  it('a page of the file', async () => {
    await simulation.finish(laptop.device.session.signOut());
    await laptop.signIn('boss');
    const { path, key } = laptop.database();
    // One that holds rows which nobody asks for: without those of the schema no connection opens.
    const database = openSqlite({ path, key, readOnly: true });
    const [table] = await runSql<{ rootpage: number }>(
      database.kysely,
      `SELECT "rootpage" FROM sqlite_schema WHERE "name" = 'orderLines'`,
    );
    await database.close();
    const file = openSync(path, 'r+');
    const page = Buffer.alloc(4096);
    const at = ((table?.rootpage ?? 0) - 1) * page.length;
    readSync(file, page, 0, page.length, at);
    page[2_000] = (page[2_000] ?? 0) ^ 1;
    writeSync(file, page, 0, page.length, at);
    closeSync(file);
    expect(await check()).toMatchObject({
      ok: true,
      checked: ['file'],
      problems: [{ code: 'diagnostics.fileDamaged' }],
    });
    expect(laptop.problems.join()).toContain('check of the database');
  });

  it.each([
    ['a command that was changed', `UPDATE "outbox" SET "args" = '{}' WHERE "seq" = (SELECT max("seq") FROM "outbox")`],
    ['a command that is gone', `DELETE FROM "outbox" WHERE "seq" = (SELECT max("seq") FROM "outbox")`],
    ['a command of the past that was changed', `UPDATE "commandJournal" SET "issuedAt" = 7 WHERE "seq" = 2`],
  ])('%s', async (_what, sql) => {
    await harm(sql);
    expect(await check()).toMatchObject({ problems: [{ code: 'diagnostics.chainBroken' }] });
  });

  it('a row that search does not know, and words that are gone', async () => {
    await harm(
      `DELETE FROM "searchDocuments" WHERE "docId" = (SELECT min("docId") FROM "searchDocuments" WHERE "tableName" = 'customers')`,
    );
    await harm(
      `DELETE FROM "search_products" WHERE rowid = (SELECT min("docId") FROM "searchDocuments" WHERE "tableName" = 'products')`,
    );
    expect(await check()).toMatchObject({
      problems: ['customers', 'products'].map((table) => ({
        code: 'diagnostics.searchIncomplete',
        params: { table, count: 1 },
      })),
    });
  });

  it('a balance that is not the sum of its entries', async () => {
    await harm(
      `UPDATE "stockBalances" SET "onHand" = "onHand" + 10000 WHERE "id" = (SELECT min("id") FROM "stockBalances")`,
    );
    await harm(`UPDATE "exposures" SET "openOrdersMinor" = 7`);
    const reply = await check();
    expect(reply).toMatchObject({
      problems: expect.arrayContaining([
        { code: 'diagnostics.balanceWrong', params: { table: 'stockBalances', count: 1 } },
        expect.objectContaining({ params: expect.objectContaining({ table: 'exposures' }) }),
      ]),
    });
  });
});

it('compares a rep’s balances only where all their entries are here', async () => {
  await work('north');
  await harm(`UPDATE "stockBalances" SET "onHand" = "onHand" + 10000`);
  expect(await check()).toMatchObject({ problems: [] });
  await harm(`UPDATE "exposures" SET "openOrdersMinor" = "openOrdersMinor" + 1`);
  expect(await check()).toMatchObject({
    problems: [{ code: 'diagnostics.balanceWrong', params: { table: 'exposures' } }],
  });
});
