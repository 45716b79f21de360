import { expect, test } from 'vitest';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { audited, customer, order, orderLine } from '../../tests/support/sample-rows.ts';
import { type Handle, runSql } from '../database.ts';
import '../side-tables/server.ts';

interface Entry {
  scope: string;
  tableName: string;
  rowId: string;
  op: string;
  version: number;
}

/** `op table:row @scope v` of every entry, sorted. */
async function logOf(handle: Handle, version?: number): Promise<string[]> {
  const rows = await runSql<Entry>(handle, 'SELECT * FROM "scopeLog" ORDER BY "tableName", "rowId", "scope"');
  return rows
    .filter((entry) => version === undefined || entry.version === version)
    .map(({ op, tableName, rowId, scope, version: at }) => `${op} ${tableName}:${rowId} ${scope} ${at}`);
}

const reservation = (id: string, orderId: string) => ({
  id,
  orderId,
  orderLineId: `${id}-line`,
  productId: 'p1',
  warehouseId: 'w1',
  quantity: 10_000,
  ...audited,
});

eachDatabase('server', (current) => {
  /** Their customers are there since version 0: c1 in t1, and of nobody; c2 in t2. */
  const withCustomers = () =>
    at(0, (tx) =>
      tx
        .insertInto('customers')
        .values([
          customer('c1', { territoryId: 't1', holderId: 't1' }),
          customer('c2', { territoryId: 't2', holderId: 't2' }),
        ])
        .execute(),
    );

  const at = (version: number, work: (tx: Handle) => Promise<unknown>) =>
    writeAs(current(), 'command', work, { version });

  test('a row is logged into each scope that its own columns name', async () => {
    await at(3, (tx) =>
      tx
        .insertInto('customers')
        .values(customer('c1', { territoryId: 't1', holderId: 'u7' }))
        .execute(),
    );
    expect(await logOf(current().kysely)).toEqual([
      'enter customers:c1 holder:u7 3',
      'enter customers:c1 territory:t1 3',
    ]);
  });

  test('R47 what only a right shows is logged into the scope of those who have it', async () => {
    await at(3, (tx) =>
      tx
        .insertInto('productCosts')
        .values({ id: 'p1', productId: 'p1', averageCost: 31_5000, currency: 'CNY', ...audited })
        .execute(),
    );
    expect(await logOf(current().kysely)).toEqual(['enter productCosts:p1 company/inventory.seeCost 3']);
  });

  test('a child is logged into the scopes of its root', async () => {
    await withCustomers();
    await at(3, async (tx) => {
      await tx
        .insertInto('orders')
        .values(order('o1', { warehouseId: 'w1' }))
        .execute();
      await tx.insertInto('orderLines').values(orderLine('l1', 'o1')).execute();
    });
    expect(await logOf(current().kysely, 3)).toEqual([
      'enter orderLines:l1 holder:t1 3',
      'enter orderLines:l1 territory:t1 3',
      'enter orderLines:l1 warehouse:w1 3',
      'enter orders:o1 holder:t1 3',
      'enter orders:o1 territory:t1 3',
      'enter orders:o1 warehouse:w1 3',
    ]);
  });

  test('a change moves the one entry to its version; a soft delete is a change, a hard one is not', async () => {
    const movement = {
      id: 'm1',
      productId: 'p1',
      warehouseId: 'w1',
      quantity: 5,
      cause: 'receipt',
      documentId: null,
      occurredAt: 1,
      ...audited,
    } as const;
    await at(1, (tx) => tx.insertInto('stockMovements').values(movement).execute());
    const logged = async () => (await logOf(current().kysely)).filter((entry) => entry.includes('stockMovements'));
    await at(2, (tx) => tx.updateTable('stockMovements').set({ occurredAt: 2 }).where('id', '=', 'm1').execute());
    expect(await logged()).toEqual(['upsert stockMovements:m1 warehouse:w1 2']);
    await at(3, (tx) => tx.updateTable('stockMovements').set({ deletedAt: 5 }).where('id', '=', 'm1').execute());
    expect(await logged()).toEqual(['upsert stockMovements:m1 warehouse:w1 3']);
    await at(4, (tx) => tx.deleteFrom('stockMovements').where('id', '=', 'm1').execute());
    expect(await logged()).toEqual(['delete stockMovements:m1 warehouse:w1 4']);
  });

  test('R66 a customer that another person gets takes everything that hangs on it along, at one version', async () => {
    await withCustomers();
    await at(1, async (tx) => {
      await tx
        .insertInto('orders')
        .values([order('o1', { warehouseId: 'w1' }), order('o2', { warehouseId: 'w1', customerId: 'c2' })])
        .execute();
      await tx
        .insertInto('orderLines')
        .values([orderLine('l1', 'o1'), orderLine('l2', 'o1'), orderLine('l3', 'o2')])
        .execute();
      await tx.insertInto('reservations').values(reservation('r1', 'o1')).execute();
    });
    await at(2, (tx) =>
      tx.updateTable('customers').set({ ownerId: 'u7', holderId: 'u7' }).where('id', '=', 'c1').execute(),
    );
    const moved = ['customers:c1', 'orderLines:l1', 'orderLines:l2', 'orders:o1', 'reservations:r1'];
    expect(await logOf(current().kysely, 2)).toEqual(
      moved.flatMap((row) => [
        `leave ${row} holder:t1 2`,
        `enter ${row} holder:u7 2`,
        ...(row === 'customers:c1' ? [`upsert ${row} territory:t1 2`] : []),
      ]),
    );
    await at(3, (tx) => tx.updateTable('customers').set({ territoryId: 't3' }).where('id', '=', 'c1').execute());
    expect(await logOf(current().kysely, 3)).toEqual(
      moved.flatMap((row) => [
        ...(row === 'customers:c1' ? [`upsert ${row} holder:u7 3`] : []),
        `leave ${row} territory:t1 3`,
        `enter ${row} territory:t3 3`,
      ]),
    );
  });

  test('a child that changes its root leaves the scopes of one and enters those of the other', async () => {
    await withCustomers();
    await at(1, async (tx) => {
      await tx
        .insertInto('orders')
        .values([order('o1', { warehouseId: 'w1' }), order('o2', { warehouseId: 'w1', customerId: 'c2' })])
        .execute();
      await tx.insertInto('orderLines').values(orderLine('l1', 'o1')).execute();
    });
    await at(2, (tx) => tx.updateTable('orderLines').set({ orderId: 'o2' }).where('id', '=', 'l1').execute());
    expect(await logOf(current().kysely, 2)).toEqual([
      'leave orderLines:l1 holder:t1 2',
      'enter orderLines:l1 holder:t2 2',
      'leave orderLines:l1 territory:t1 2',
      'enter orderLines:l1 territory:t2 2',
      'enter orderLines:l1 warehouse:w1 2',
    ]);
  });

  test('a row that comes back has entered again', async () => {
    await at(1, (tx) =>
      tx
        .insertInto('customers')
        .values(customer('c1', { territoryId: 't1' }))
        .execute(),
    );
    await at(2, (tx) => tx.updateTable('customers').set({ territoryId: 't2' }).where('id', '=', 'c1').execute());
    await at(3, (tx) => tx.updateTable('customers').set({ territoryId: 't1' }).where('id', '=', 'c1').execute());
    expect(await logOf(current().kysely)).toEqual([
      'upsert customers:c1 holder:t1 3',
      'enter customers:c1 territory:t1 3',
      'leave customers:c1 territory:t2 3',
    ]);
  });

  test('what may stand without its root is seen with it as soon as it is there', async () => {
    await at(1, async (tx) => {
      await tx
        .insertInto('orders')
        .values(order('o1', { state: 'rejected', warehouseId: 'w1' }))
        .execute();
      await tx.insertInto('orderLines').values(orderLine('l1', 'o1')).execute();
    });
    expect(await logOf(current().kysely)).toEqual([
      'enter orderLines:l1 warehouse:w1 1',
      'enter orders:o1 warehouse:w1 1',
    ]);
    await at(2, (tx) =>
      tx
        .insertInto('customers')
        .values(customer('c1', { territoryId: 't1', holderId: 'u7' }))
        .execute(),
    );
    expect(await logOf(current().kysely, 2)).toEqual(
      ['customers:c1', 'orderLines:l1', 'orders:o1'].flatMap((row) => [
        `enter ${row} holder:u7 2`,
        `enter ${row} territory:t1 2`,
      ]),
    );
  });

  test('a row whose root is missing is refused', async () => {
    const lost = at(1, (tx) => tx.insertInto('orderLines').values(orderLine('l1', 'nowhere')).execute());
    await expect(lost).rejects.toThrow(/orderLines names a row of orders that is not there/);
    expect(await logOf(current().kysely)).toEqual([]);
  });

  test('balance rows that triggers change are logged like any other', async () => {
    await at(1, (tx) =>
      tx
        .insertInto('stockMovements')
        .values({
          id: 'm1',
          productId: 'p1',
          warehouseId: 'w1',
          quantity: 5,
          cause: 'receipt',
          documentId: null,
          occurredAt: 1,
          ...audited,
        })
        .execute(),
    );
    expect(await logOf(current().kysely)).toEqual([
      'enter stockBalances:p1:w1 company 1',
      'enter stockMovements:m1 warehouse:w1 1',
    ]);
  });

  test('rows that are applied as they are leave no trace', async () => {
    await writeAs(current(), 'apply', (tx) => tx.insertInto('customers').values(customer('c1')).execute());
    expect(await logOf(current().kysely)).toEqual([]);
  });

  test('nobody writes outside of a command', async () => {
    const { kysely } = current();
    await expect(kysely.insertInto('customers').values(customer('c1')).execute()).rejects.toThrow(/txContext is idle/);
    await at(1, (tx) => tx.insertInto('customers').values(customer('c1')).execute());
    await expect(kysely.updateTable('customers').set({ name: 'x' }).execute()).rejects.toThrow(/txContext is idle/);
    await expect(kysely.deleteFrom('customers').execute()).rejects.toThrow(/txContext is idle/);
    await expect(at(2, (tx) => tx.updateTable('customers').set({ id: 'c2' }).execute())).rejects.toThrow(
      /must keep its id/,
    );
  });
});
