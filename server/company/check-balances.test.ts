import { expect, it } from 'vitest';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { makeTestWorld } from '../../tests/support/server.ts';
import { buildDemo } from './build-demo.ts';
import { checkBalances, rebuildStock } from './check-balances.ts';

eachDatabase('server', (current) => {
  it('R33 finds a balance that is not the sum of its movements, puts it right, and tells the devices', async () => {
    const writer = { database: current(), world: makeTestWorld() };
    await buildDemo(writer, { language: 'zh', seed: 3 });
    expect(await checkBalances(writer, false)).toEqual({ differences: [], repaired: false });
    const balance = await current()
      .kysely.selectFrom('stockBalances')
      .selectAll()
      .orderBy('id')
      .executeTakeFirstOrThrow();
    await writeAs(current(), 'apply', (tx) =>
      tx
        .updateTable('stockBalances')
        .set({ onHand: balance.onHand + 10_000 })
        .where('id', '=', balance.id)
        .execute(),
    );
    const stock = { table: 'stockBalances', rows: expect.any(Number) };
    const difference = {
      balance: 'stockBalances',
      id: balance.id,
      column: 'onHand',
      expected: balance.onHand,
      actual: balance.onHand + 10_000,
    };
    expect(await checkBalances(writer, false)).toEqual({ differences: [difference], repaired: false });
    const found = { differences: [difference], tables: expect.arrayContaining([{ ...stock, wrong: 1 }]) };
    expect(await rebuildStock(writer, true)).toEqual({ ...found, repaired: false });
    expect(await rebuildStock(writer, false)).toEqual({ ...found, repaired: true });
    expect(await rebuildStock(writer, true)).toMatchObject({
      differences: [],
      tables: expect.arrayContaining([{ ...stock, wrong: 0 }]),
    });
    await writeAs(current(), 'apply', (tx) =>
      tx
        .updateTable('stockBalances')
        .set({ onHand: balance.onHand + 10_000 })
        .where('id', '=', balance.id)
        .execute(),
    );
    expect(await checkBalances(writer, true)).toEqual({ differences: [difference], repaired: true });
    expect(await checkBalances(writer, false)).toEqual({ differences: [], repaired: false });
    const { version } = await current()
      .kysely.selectFrom('companyVersion')
      .select('version')
      .where('id', '=', 1)
      .executeTakeFirstOrThrow();
    expect(
      await current()
        .kysely.selectFrom('scopeLog')
        .select('version')
        .where('tableName', '=', 'stockBalances')
        .where('rowId', '=', balance.id)
        .executeTakeFirst(),
    ).toEqual({ version });
  });
});
