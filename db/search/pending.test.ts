// What sync brings is found a moment later; what a command writes at once.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { customers } from '#shared/domains/crm/tables.ts';
import type { Row } from '#shared/kernel/table.ts';
import { newSqlite, schema, writeAs } from '../../tests/support/databases.ts';
import { customer } from '../../tests/support/sample-rows.ts';
import { type Handle, runSql, type SatchelDatabase } from '../database.ts';
import { applyRows } from '../rows.ts';
import { indexPending } from './build.ts';
import { searchRows } from './find.ts';

let database: SatchelDatabase;
beforeEach(async () => {
  database = await newSqlite('device');
});
afterEach(() => database.close());

const columns = Object.keys(customers.columns) as (keyof Row<'customers'>)[];
/** As sync does, without what follows behind. */
async function sync(...rows: Row<'customers'>[]): Promise<void> {
  await database.kysely.transaction().execute(async (tx) => {
    await tx.updateTable('txContext').set({ mode: 'apply' }).where('id', '=', 1).execute();
    await applyRows(
      tx,
      customers,
      columns,
      columns.map((column) => rows.map((row) => row[column])),
    );
    await tx.updateTable('txContext').set({ mode: 'idle' }).where('id', '=', 1).execute();
  });
}
const find = (typed: string) => searchRows(database.kysely, 'customers', typed, 10);
const index = () => database.kysely.transaction().execute((tx: Handle) => indexPending(tx, schema.tables, 100));

it('rows that come again before they are indexed are found once, by their newest words', async () => {
  await sync(customer('a', { name: '武汉恒通' }));
  await sync(customer('a', { name: '荆州古城' }));
  await sync(customer('a', { name: '荆州古城', phone: '13800001111' }), customer('b', { name: '荆州东门' }));
  expect(await find('荆州')).toEqual([]);
  expect(await index()).toBeGreaterThan(0);
  expect(await index()).toBe(0);
  expect((await find('荆州')).sort()).toEqual(['a', 'b']);
  expect(await find('武汉')).toEqual([]);
  expect(await find('00001111')).toEqual(['a']);
});

it('a command is found at once, also over a row that waits', async () => {
  await sync(customer('a', { name: '武汉恒通' }));
  await writeAs(database, 'command', (tx) =>
    tx.updateTable('customers').set({ name: '荆州古城' }).where('id', '=', 'a').execute(),
  );
  expect(await find('荆州')).toEqual(['a']);
  await index();
  expect(await find('荆州')).toEqual(['a']);
  expect(await runSql(database.kysely, 'SELECT * FROM "searchPending"')).toEqual([]);
});

it('a row that went meanwhile is not found', async () => {
  await sync(customer('a', { name: '武汉恒通' }), customer('b', { name: '武汉东门', deletedAt: null }));
  await sync(customer('b', { name: '武汉东门', deletedAt: 5 }));
  await index();
  expect(await find('武汉')).toEqual(['a']);
});
