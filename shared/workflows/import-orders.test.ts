import { expect, it } from 'vitest';
import { makeCompany, newId, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { cancelOrder } from './cancel-order.ts';
import { importOrders } from './import-orders.ts';

const orderRow = (change: object = {}) => ({
  line: 2,
  id: newId(),
  exposureEntryId: newId(),
  importKey: '11008',
  customerCode: 'C0001',
  orderedOn: '2018-04-08',
  requestedOn: '2018-05-06',
  shipTo: 'Kirchgasse 6, Graz',
  lines: [lineRow(), lineRow({ productCode: 'D-412', line: 3 })],
  ...change,
});
const lineRow = (change: object = {}) => ({
  line: 2,
  id: newId(),
  reservationId: newId(),
  productCode: 'B-020',
  quantity: 500_000,
  unitPrice: 45_6000,
  discount: 500,
  ...change,
});
const importOf = (company: TestCompany, ...orders: object[]) => ({
  importId: 'i1',
  warehouseId: company.warehouseId,
  orders,
});

eachDatabase('server', (current) => {
  const orderOf = (importKey: string) =>
    current().kysely.selectFrom('orders').selectAll().where('importKey', '=', importKey).executeTakeFirstOrThrow();
  const linesOf = (orderId: string) =>
    current()
      .kysely.selectFrom('orderLines')
      .selectAll()
      .where('orderId', '=', orderId)
      .where('deletedAt', 'is', null)
      .orderBy('position')
      .execute();
  const reservedOf = async (company: TestCompany) =>
    (
      await current()
        .kysely.selectFrom('stockBalances')
        .select('reserved')
        .where('id', '=', `${company.jug.id}:${company.warehouseId}`)
        .executeTakeFirstOrThrow()
    ).reserved;

  it('R110 brings in an open order with its stock and its exposure; R43 what is still to be delivered takes the rate of today', async () => {
    const company = await makeCompany(current());
    const outcome = await company.run(importOrders, importOf(company, orderRow()));
    expect(outcome).toMatchObject({ state: 'applied', result: { created: 1, updated: 0, unchanged: 0, problems: [] } });
    const order = await orderOf('11008');
    expect(order).toMatchObject({
      number: '11008',
      state: 'open',
      netMinor: 433_200,
      taxMinor: 56_316,
      confirmedAt: Date.UTC(2018, 3, 7, 16),
      backOrderedLines: 2,
      creditHold: 0,
    });
    expect(await linesOf(order.id)).toMatchObject([
      { productCode: 'B-020', reserved: 380_000, backOrdered: 120_000, priceSource: 'imported', netMinor: 216_600 },
      { productCode: 'D-412', reserved: 0, backOrdered: 500_000 },
    ]);
    expect(await reservedOf(company)).toBe(380_000);
    expect(
      await current()
        .kysely.selectFrom('exposures')
        .select('openOrdersMinor')
        .where('id', '=', `${company.customerId}:CNY`)
        .executeTakeFirst(),
    ).toEqual({ openOrdersMinor: 489_516 });
  });

  it('R110 a second import of the same doubles nothing', async () => {
    const company = await makeCompany(current());
    await company.run(importOrders, importOf(company, orderRow()));
    const again = await company.run(importOrders, importOf(company, orderRow()));
    expect(again).toMatchObject({ result: { created: 0, updated: 0, unchanged: 1 } });
    expect(await reservedOf(company)).toBe(380_000);
    expect(await current().kysely.selectFrom('orders').select('id').orderBy('id').execute()).toHaveLength(1);
  });

  it('R110 a second import with other figures puts them in the place of the old ones', async () => {
    const company = await makeCompany(current());
    await company.run(importOrders, importOf(company, orderRow()));
    const changed = orderRow({ lines: [lineRow({ quantity: 200_000, discount: 0 })] });
    expect(await company.run(importOrders, importOf(company, changed))).toMatchObject({ result: { updated: 1 } });
    const order = await orderOf('11008');
    expect(order).toMatchObject({ netMinor: 91_200, lineCount: 1, backOrderedLines: 0 });
    expect(await linesOf(order.id)).toHaveLength(1);
    expect(await reservedOf(company)).toBe(200_000);
    expect(
      await current()
        .kysely.selectFrom('exposures')
        .select('openOrdersMinor')
        .where('id', '=', `${company.customerId}:CNY`)
        .executeTakeFirst(),
    ).toEqual({ openOrdersMinor: 103_056 });
  });

  it('R7 a number that another document has gets a suffix, and keeps it', async () => {
    const company = await makeCompany(current());
    await company.run(importOrders, importOf(company, orderRow()));
    await writeAs(current(), 'command', (tx) => tx.updateTable('orders').set({ importKey: null }).execute());
    const outcome = await company.run(importOrders, importOf(company, orderRow()));
    expect(outcome).toMatchObject({
      state: 'adjusted',
      result: { created: 1 },
      adjustments: [{ code: 'sales.numberTaken', params: { wanted: '11008', number: '11008-2' } }],
    });
    expect(await company.run(importOrders, importOf(company, orderRow({ orderedOn: '2018-04-09' })))).toMatchObject({
      state: 'applied',
      result: { updated: 1 },
    });
    expect(await orderOf('11008')).toMatchObject({ number: '11008-2', orderedOn: '2018-04-09' });
  });

  it('R110 empty cells leave the day and the address; a new order without one goes to the customer’s', async () => {
    const company = await makeCompany(current());
    const empty = { requestedOn: null, shipTo: null };
    await company.run(importOrders, importOf(company, orderRow(), orderRow({ importKey: '11009', ...empty })));
    expect(await orderOf('11009')).toMatchObject({ requestedOn: null, shipTo: '武汉江汉路 118 号' });
    const again = await company.run(importOrders, importOf(company, orderRow(empty)));
    expect(again).toMatchObject({ result: { unchanged: 1 } });
    await company.run(importOrders, importOf(company, orderRow({ ...empty, orderedOn: '2018-04-09' })));
    expect(await orderOf('11008')).toMatchObject({
      orderedOn: '2018-04-09',
      requestedOn: '2018-05-06',
      shipTo: 'Kirchgasse 6, Graz',
    });
  });

  it('R110 leaves alone what was worked on since', async () => {
    const company = await makeCompany(current());
    await company.run(importOrders, importOf(company, orderRow()));
    await company.run(cancelOrder, { orderId: (await orderOf('11008')).id });
    expect(await company.run(importOrders, importOf(company, orderRow({ requestedOn: null })))).toMatchObject({
      result: { unchanged: 1 },
    });
    expect(await orderOf('11008')).toMatchObject({ state: 'cancelled' });
  });

  it('R110 names what it leaves out, by line and column, and takes the rest', async () => {
    const company = await makeCompany(current());
    const outcome = await company.run(
      importOrders,
      importOf(
        company,
        orderRow(),
        orderRow({ line: 5, importKey: '11009', customerCode: 'NOBODY' }),
        orderRow({ line: 6, importKey: '11010', lines: [lineRow({ line: 9, productCode: 'NOTHING' })] }),
      ),
    );
    expect(outcome).toMatchObject({
      state: 'adjusted',
      adjustments: [{ code: 'import.rowsLeftOut', params: { count: 2 } }],
      result: {
        created: 1,
        problems: [
          { line: 5, column: 'customerCode', code: 'import.unknownCustomer', params: { cell: 'NOBODY' } },
          { line: 9, column: 'productCode', code: 'import.unknownProduct', params: { cell: 'NOTHING' } },
        ],
      },
    });
  });

  it('R54 R110 an order beyond what an amount may be is named by its line, and the rest is taken', async () => {
    const company = await makeCompany(current());
    const lines = [lineRow({ line: 8 }), lineRow({ line: 9, quantity: 1e11, unitPrice: 1e12 })];
    const outcome = await company.run(
      importOrders,
      importOf(company, orderRow(), orderRow({ line: 7, importKey: '11009', lines })),
    );
    const params = { context: 'line', line: 2, limitMinor: 1e14, currency: 'CNY' };
    expect(outcome).toMatchObject({
      state: 'adjusted',
      result: { created: 1, problems: [{ line: 9, column: null, code: 'sales.amountTooLarge', params }] },
    });
  });
});
