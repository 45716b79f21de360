import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eachDatabase, schema, writeAs } from '../tests/support/databases.ts';
import { audited, customer, order } from '../tests/support/sample-rows.ts';
import { compareBalances, rebuildBalances } from './balances.ts';
import { type Handle, runSql } from './database.ts';

const movement = (
  id: string,
  given: { quantity?: number; productId?: string; cause?: 'openingBalance' | 'receipt' } = {},
) => ({
  id,
  productId: 'p1',
  warehouseId: 'w1',
  quantity: 5,
  cause: 'receipt' as const,
  documentId: null,
  occurredAt: 1,
  ...audited,
  ...given,
});

const exposure = (id: string, kind: 'openOrder' | 'unbilled' | 'receivable' | 'prepayment', amountMinor: number) => ({
  id,
  customerId: 'c1',
  documentId: 'o1',
  documentNumber: 'SO-1',
  kind,
  amountMinor,
  currency: 'CNY',
  dueOn: null,
  ...audited,
});

eachDatabase('server', (current, dialect) => {
  const command = (work: (tx: Handle) => Promise<unknown>, version = 1) =>
    writeAs(current(), 'command', work, { version, now: 1_000 + version, actorId: 'actor' });
  const stock = () =>
    runSql(
      current().kysely,
      'SELECT "id", "onHand", "opening", "reserved", "incoming", "createdBy", "updatedAt" FROM "stockBalances" ORDER BY "id"',
    );
  // A customer must be there: exposures hang on it.
  const withCustomer = async (tx: Handle) => {
    await tx.insertInto('customers').values(customer('c1')).execute();
  };

  test('a balance row is made with the first source row, under its natural key, by the actor', async () => {
    await command((tx) =>
      tx
        .insertInto('stockMovements')
        .values(movement('m1', { cause: 'openingBalance' }))
        .execute(),
    );
    const made = { id: 'p1:w1', onHand: 5, opening: 5, reserved: 0, incoming: 0, createdBy: 'actor', updatedAt: 1_001 };
    expect(await stock()).toEqual([made]);
    await command(
      (tx) =>
        tx
          .insertInto('stockMovements')
          .values(movement('m2', { quantity: -2 }))
          .execute(),
      2,
    );
    expect(await stock()).toEqual([{ ...made, onHand: 3, updatedAt: 1_002 }]);
  });

  test('a soft-deleted row counts no longer; taken back, it counts again', async () => {
    await command((tx) =>
      tx
        .insertInto('stockMovements')
        .values([movement('m1'), movement('m2')])
        .execute(),
    );
    await command((tx) => tx.updateTable('stockMovements').set({ deletedAt: 9 }).where('id', '=', 'm1').execute());
    expect(await stock()).toMatchObject([{ onHand: 5 }]);
    await command((tx) => tx.deleteFrom('stockMovements').where('id', '=', 'm1').execute());
    expect(await stock()).toMatchObject([{ onHand: 5 }]);
    await command((tx) => tx.updateTable('stockMovements').set({ deletedAt: 9 }).where('id', '=', 'm2').execute());
    expect(await stock()).toMatchObject([{ onHand: 0 }]);
    await command((tx) => tx.updateTable('stockMovements').set({ deletedAt: null }).where('id', '=', 'm2').execute());
    expect(await stock()).toMatchObject([{ onHand: 5 }]);
  });

  test('a row that changes its key moves its share', async () => {
    await command((tx) => tx.insertInto('stockMovements').values(movement('m1')).execute());
    await command((tx) => tx.updateTable('stockMovements').set({ productId: 'p2', quantity: 7 }).execute());
    expect(await stock()).toMatchObject([
      { id: 'p1:w1', onHand: 0 },
      { id: 'p2:w1', onHand: 7 },
    ]);
  });

  test('an entry that changes its kind moves between the sums of one row', async () => {
    await command(async (tx) => {
      await withCustomer(tx);
      await tx
        .insertInto('exposureEntries')
        .values([exposure('e1', 'openOrder', 100), exposure('e2', 'openOrder', 30)])
        .execute();
    });
    await command((tx) =>
      tx.updateTable('exposureEntries').set({ kind: 'receivable' }).where('id', '=', 'e1').execute(),
    );
    const rows = await runSql(
      current().kysely,
      'SELECT "id", "openOrdersMinor", "unbilledMinor", "receivablesMinor", "prepaymentsMinor" FROM "exposures"',
    );
    expect(rows).toEqual([
      { id: 'c1:CNY', openOrdersMinor: 30, unbilledMinor: 0, receivablesMinor: 100, prepaymentsMinor: 0 },
    ]);
  });

  test('a change that moves no sum leaves the balance row, and the scope log, alone', async () => {
    await command((tx) =>
      tx
        .insertInto('stockMovements')
        .values([movement('m1'), movement('zero', { quantity: 0, productId: 'p9' })])
        .execute(),
    );
    await command((tx) => tx.updateTable('stockMovements').set({ occurredAt: 5 }).execute(), 2);
    expect(await stock()).toMatchObject([{ id: 'p1:w1', updatedAt: 1_001 }]);
    const logged = await runSql(
      current().kysely,
      `SELECT "version" FROM "scopeLog" WHERE "tableName" = 'stockBalances'`,
    );
    expect(logged).toEqual([{ version: 1 }]);
  });

  test('rows that are applied are taken as they are', async () => {
    await writeAs(current(), 'apply', (tx) => tx.insertInto('stockMovements').values(movement('m1')).execute());
    expect(await stock()).toEqual([]);
  });

  test('differences are found and put right', async () => {
    await command((tx) =>
      tx
        .insertInto('stockMovements')
        .values([movement('m1'), movement('m2', { productId: 'p2' }), movement('m3', { productId: 'p3' })])
        .execute(),
    );
    await writeAs(current(), 'apply', async (tx) => {
      await tx.updateTable('stockBalances').set({ onHand: 1, opening: 4 }).where('id', '=', 'p1:w1').execute();
      await tx.deleteFrom('stockBalances').where('id', '=', 'p2:w1').execute();
      await tx.deleteFrom('stockMovements').where('id', '=', 'm3').execute();
    });
    const wrong = [
      { balance: 'stockBalances', id: 'p1:w1', column: 'onHand', expected: 5, actual: 1 },
      { balance: 'stockBalances', id: 'p1:w1', column: 'opening', expected: 0, actual: 4 },
      { balance: 'stockBalances', id: 'p2:w1', column: 'onHand', expected: 5, actual: null },
      { balance: 'stockBalances', id: 'p3:w1', column: 'onHand', expected: 0, actual: 5 },
    ];
    expect(await compareBalances(current().kysely, schema.balances)).toEqual(wrong);
    expect(await command((tx) => rebuildBalances(tx, schema.tables, schema.balances), 7)).toEqual(wrong);
    expect(await compareBalances(current().kysely, schema.balances)).toEqual([]);
    const logged = await runSql(
      current().kysely,
      `SELECT "rowId" FROM "scopeLog" WHERE "version" = 7 ORDER BY "rowId"`,
    );
    expect(logged).toEqual([{ rowId: 'p1:w1' }, { rowId: 'p2:w1' }, { rowId: 'p3:w1' }]);
  });

  test('balances are the sums of their sources after any inserts, updates and deletes', async () => {
    const change = fc.record({
      table: fc.constantFrom('stockMovements', 'reservations', 'expectedReceipts', 'exposureEntries'),
      kind: fc.constantFrom('insert', 'update', 'delete', 'softDelete', 'undelete'),
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      productId: fc.constantFrom('p1', 'p2'),
      amount: fc.integer({ min: -1_000, max: 1_000 }),
      entry: fc.constantFrom('openOrder', 'unbilled', 'receivable', 'prepayment'),
      cause: fc.constantFrom('openingBalance', 'receipt'),
    });
    await command(async (tx) => {
      await withCustomer(tx);
      await tx.insertInto('orders').values(order('o1')).execute();
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 25 }), async (changes) => {
        await command(async (tx) => {
          for (const { table, kind, id, productId, amount, entry, cause } of changes) {
            const values = {
              stockMovements: { productId, quantity: amount, cause },
              reservations: { productId, quantity: amount },
              expectedReceipts: { productId, quantity: amount },
              exposureEntries: { currency: productId === 'p1' ? 'CNY' : 'USD', amountMinor: amount, kind: entry },
            }[table];
            const where = tx.dynamic.ref<'id'>('id');
            if (kind === 'insert') {
              await tx.deleteFrom(table).where(where, '=', id).execute();
              await tx
                .insertInto(table)
                .values(whole(table, id, values) as never)
                .execute();
            } else if (kind === 'update')
              await tx
                .updateTable(table)
                .set(values as never)
                .where(where, '=', id)
                .execute();
            else if (kind === 'delete') await tx.deleteFrom(table).where(where, '=', id).execute();
            else
              await tx
                .updateTable(table)
                .set({ deletedAt: kind === 'undelete' ? null : 9 } as never)
                .where(where, '=', id)
                .execute();
          }
        });
        expect(await compareBalances(current().kysely, schema.balances)).toEqual([]);
      }),
      { numRuns: dialect === 'sqlite' ? 150 : 40 },
    );
  });
});

function whole(table: string, id: string, values: object): object {
  const rest = {
    stockMovements: { warehouseId: 'w1', documentId: null, occurredAt: 1 },
    reservations: { orderId: 'o1', orderLineId: 'l1', warehouseId: 'w1' },
    expectedReceipts: { warehouseId: 'w1', dueOn: null, origin: 'import' },
    exposureEntries: { customerId: 'c1', documentId: 'o1', documentNumber: 'SO-1', dueOn: null },
  }[table];
  return { id, ...rest, ...values, ...audited };
}
