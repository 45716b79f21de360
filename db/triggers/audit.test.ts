import { expect, test } from 'vitest';
import { eachDatabase, newSqlite, schema, writeAs } from '../../tests/support/databases.ts';
import { audited, customer, order } from '../../tests/support/sample-rows.ts';
import { type Handle, runSql } from '../database.ts';
import '../side-tables/server.ts';
import { dropTriggers, installTriggers } from './install.ts';

/** `v op table:row column was → became by actor at` of every change, in order. */
async function changesOf(handle: Handle): Promise<string[]> {
  const rows = await handle
    .selectFrom('rowChanges')
    .selectAll()
    .orderBy('version')
    .orderBy('tableName')
    .orderBy('rowId')
    .orderBy('columnName')
    .execute();
  return rows.map(
    ({ version, op, tableName, rowId, columnName, was, became, actorId, at }) =>
      `${version} ${op} ${tableName}:${rowId} ${columnName} ${was} → ${became} by ${actorId} at ${at}`,
  );
}

const product = (id: string) => ({
  id,
  code: id.toUpperCase(),
  name: '杯',
  category: null,
  unit: '件',
  packaging: null,
  barcode: null,
  basePrice: 62_5000,
  floorPrice: null,
  currency: 'CNY',
  taxCode: 'standard',
  reorderPoint: 0,
  discontinued: 0 as const,
  shelfLifeDays: null,
  pictureHash: null,
  ...audited,
});

eachDatabase('server', (current) => {
  const at = (version: number, work: (tx: Handle) => Promise<unknown>) =>
    writeAs(current(), 'command', work, { version, actorId: 'zhang', now: 1_000 + version });
  const put = (version: number) => at(version, (tx) => tx.insertInto('products').values(product('p1')).execute());
  const change = (version: number, values: object) =>
    at(version, (tx) => tx.updateTable('products').set(values).where('id', '=', 'p1').execute());

  test('a change leaves who, when, and each column that changed, before and after', async () => {
    await put(1);
    await change(2, { basePrice: 70_0000, floorPrice: 60_0000, updatedAt: 5, updatedBy: 'zhang' });
    expect((await changesOf(current().kysely)).slice(1)).toEqual([
      '2 update products:p1 basePrice 625000 → 700000 by zhang at 1002',
      '2 update products:p1 floorPrice null → 600000 by zhang at 1002',
    ]);
  });

  test('a row that is new or gone leaves its key', async () => {
    const right = { id: 'rp1', roleId: 'r1', permission: 'crm.see', ...audited };
    await at(1, (tx) => tx.insertInto('rolePermissions').values(right).execute());
    await at(2, (tx) => tx.deleteFrom('rolePermissions').where('id', '=', 'rp1').execute());
    await at(3, (tx) =>
      tx
        .insertInto('settings')
        .values({ id: 'crm.poolDays', value: '60', ...audited })
        .execute(),
    );
    expect(await changesOf(current().kysely)).toEqual([
      '1 insert rolePermissions:rp1 permission null → crm.see by zhang at 1001',
      '1 insert rolePermissions:rp1 roleId null → r1 by zhang at 1001',
      '2 delete rolePermissions:rp1 permission crm.see → null by zhang at 1002',
      '2 delete rolePermissions:rp1 roleId r1 → null by zhang at 1002',
      '3 insert settings:crm.poolDays id null → crm.poolDays by zhang at 1003',
    ]);
  });

  test('a row that is marked as gone says so', async () => {
    await put(1);
    await change(2, { deletedAt: 9 });
    expect((await changesOf(current().kysely)).slice(1)).toEqual([
      '2 update products:p1 deletedAt null → 9 by zhang at 1002',
    ]);
  });

  test('a column that a command changes twice is one change; one that it writes as it was is none', async () => {
    await put(1);
    await at(2, async (tx) => {
      for (const basePrice of [62_5000, 65_0000, 70_0000]) {
        await tx.updateTable('products').set({ basePrice }).where('id', '=', 'p1').execute();
      }
    });
    expect((await changesOf(current().kysely)).slice(1)).toEqual([
      '2 update products:p1 basePrice 625000 → 700000 by zhang at 1002',
    ]);
  });

  test('many rows of one statement leave their changes', async () => {
    await at(1, (tx) =>
      tx
        .insertInto('customers')
        .values([customer('c1'), customer('c2')])
        .execute(),
    );
    await at(2, (tx) => tx.updateTable('customers').set({ ownerId: 'u7', holderId: 'u7' }).execute());
    expect((await changesOf(current().kysely)).filter((line) => line.includes('ownerId'))).toEqual([
      '2 update customers:c1 ownerId null → u7 by zhang at 1002',
      '2 update customers:c2 ownerId null → u7 by zhang at 1002',
    ]);
  });

  test('tables that are not audited leave nothing', async () => {
    await at(1, (tx) => tx.insertInto('customers').values(customer('c1')).execute());
    const before = await changesOf(current().kysely);
    await at(2, (tx) =>
      tx
        .insertInto('orders')
        .values(order('o1', { customerId: 'c1' }))
        .execute(),
    );
    expect(await changesOf(current().kysely)).toEqual(before);
  });

  test('what sync applies leaves nothing', async () => {
    await writeAs(current(), 'apply', async (tx) => {
      await tx.insertInto('products').values(product('p1')).execute();
      await tx.updateTable('products').set({ basePrice: 1 }).execute();
    });
    expect(await changesOf(current().kysely)).toEqual([]);
  });

  test('a migration leaves nothing: it runs while no trigger is there', async () => {
    await put(1);
    const before = await changesOf(current().kysely);
    await current()
      .kysely.transaction()
      .execute(async (tx) => {
        await dropTriggers(tx);
        await runSql(tx, 'UPDATE "products" SET "basePrice" = 1');
        await installTriggers(tx, 'server', schema.tables, schema.balances);
      });
    expect(await changesOf(current().kysely)).toEqual(before);
    await change(3, { basePrice: 2 });
    expect((await changesOf(current().kysely)).at(-1)).toContain('basePrice 1 → 2');
  });

  test('what was taken back leaves nothing', async () => {
    await put(1);
    const before = await changesOf(current().kysely);
    const broken = at(2, async (tx) => {
      await tx.updateTable('products').set({ basePrice: 1 }).execute();
      throw new Error('broken');
    });
    await expect(broken).rejects.toThrow('broken');
    expect(await changesOf(current().kysely)).toEqual(before);
  });
});

test('a device keeps none: it has no such table', async () => {
  const database = await newSqlite('device');
  await writeAs(database, 'command', (tx) => tx.insertInto('products').values(product('p1')).execute());
  const tables = await runSql<{ name: string }>(
    database.kysely,
    `SELECT name AS "name" FROM sqlite_schema WHERE name IN ('rowChanges', 'commandTopics')`,
  );
  expect(tables).toEqual([]);
  await database.close();
});
