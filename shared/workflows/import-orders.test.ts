// Long because every way in which an order of a file comes, comes again and is held is one story.
import { expect, it } from 'vitest';
import { makeCompany, newId, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { closePeriod } from '../domains/admin/commands/close-period.ts';
import { saveLegalEntity } from '../domains/admin/commands/save-legal-entity.ts';
import { cancelOrder } from './cancel-order.ts';
import { importOrders, importOrdersFirst } from './import-orders.ts';

const orderRow = (change: object = {}) => ({
  line: 2,
  id: newId(),
  exposureEntryId: newId(),
  importKey: '11008',
  customerCode: 'C0001',
  orderedOn: '2018-04-08',
  requestedOn: '2018-05-06',
  shipTo: 'Kirchgasse 6, Graz',
  warehouse: null,
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
  unit: null,
  ...change,
});
const audit = { createdAt: 1, createdBy: 'u', updatedAt: 1, updatedBy: 'u', deletedAt: null };
const importOf = (company: TestCompany, ...orders: object[]) => ({
  importId: 'i1',
  warehouseId: company.warehouseId,
  orders,
});

eachDatabase('server', (current) => {
  /** Who imports may go as far down as the files of these tests do. */
  const openCompany = async (limit = 6_000) => {
    const company = await makeCompany(current());
    await writeAs(current(), 'command', async (tx) => {
      const own = { userId: company.userId, kind: 'discount' as const, value: limit };
      await tx
        .insertInto('userLimits')
        .values({ id: newId(), ...own, ...audit })
        .execute();
    });
    return company;
  };
  const words = () =>
    current().kysely.selectFrom('approvals').selectAll().orderBy('documentNumber').orderBy('id').execute();
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
    const company = await openCompany();
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
    const company = await openCompany();
    await company.run(importOrders, importOf(company, orderRow()));
    const again = await company.run(importOrders, importOf(company, orderRow()));
    expect(again).toMatchObject({ result: { created: 0, updated: 0, unchanged: 1 } });
    expect(await reservedOf(company)).toBe(380_000);
    expect(await current().kysely.selectFrom('orders').select('id').orderBy('id').execute()).toHaveLength(1);
  });

  it('R110 a second import with other figures puts them in the place of the old ones', async () => {
    const company = await openCompany();
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
    const company = await openCompany();
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
    const company = await openCompany();
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
    const company = await openCompany();
    await company.run(importOrders, importOf(company, orderRow()));
    await company.run(cancelOrder, { orderId: (await orderOf('11008')).id });
    expect(await company.run(importOrders, importOf(company, orderRow({ requestedOn: null })))).toMatchObject({
      result: { unchanged: 1 },
    });
    expect(await orderOf('11008')).toMatchObject({ state: 'cancelled' });
  });

  it('R110 names what it leaves out, by line and column, and takes the rest', async () => {
    const company = await openCompany();
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
    const company = await openCompany();
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

  it('R9 importing gets around no limit: what is beyond it, or below its floor, waits for a word; the rest is open', async () => {
    const company = await openCompany(1_000);
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('products').set({ floorPrice: 46_0000 }).where('code', '=', 'D-412').execute(),
    );
    const list = () => lineRow({ unitPrice: 89_0000, discount: 1_000 });
    const orders = [
      orderRow({ importKey: 'A', lines: [list()] }),
      orderRow({ importKey: 'B', lines: [lineRow({ unitPrice: 89_0000, discount: 1_001 })] }),
      orderRow({ importKey: 'C', lines: [list(), lineRow({ productCode: 'D-412', unitPrice: 45_9999, discount: 0 })] }),
    ];
    const first = await company.run(importOrders, importOf(company, ...orders));
    expect(first).toMatchObject({
      state: 'adjusted',
      adjustments: [{ code: 'import.ordersHeld', params: { count: 2 } }],
      result: { created: 3, problems: [] },
    });
    expect(await orderOf('A')).toMatchObject({ approvalHold: 0 });
    expect(await orderOf('B')).toMatchObject({ approvalHold: 1, state: 'open' });
    expect(await words()).toMatchObject([
      { documentNumber: 'B', kind: 'discount', state: 'asked', limitValue: 1_001, askedBy: company.userId },
      { documentNumber: 'C', kind: 'discount', state: 'asked' },
    ]);
    expect((await words()).map((word) => JSON.parse(word.reasons)[0])).toMatchObject([
      { code: 'sales.discountBeyondLimit', params: { line: 1, limit: 1_000 } },
      { code: 'sales.priceBelowFloor', params: { line: 2, floorPrice: 46_0000 } },
    ]);
    // The same file again asks nothing anew.
    expect(await company.run(importOrders, importOf(company, ...orders))).toMatchObject({
      state: 'applied',
      result: { unchanged: 3 },
    });
    expect(await words()).toHaveLength(2);
  });

  it('R9 a word binds what it was given for: other prices void it and are asked for, list prices need none', async () => {
    const company = await openCompany(1_000);
    const at = (discount: number, change: object = {}) =>
      importOf(company, orderRow({ lines: [lineRow({ unitPrice: 89_0000, discount })], ...change }));
    await company.run(importOrders, at(2_000));
    await writeAs(current(), 'command', async (tx) => {
      await tx.updateTable('approvals').set({ state: 'approved' }).execute();
      await tx.updateTable('orders').set({ approvalHold: 0 }).execute();
    });
    // Another day of delivery is not what the word is about.
    expect(await company.run(importOrders, at(2_000, { requestedOn: '2018-06-01' }))).toMatchObject({
      state: 'applied',
      result: { updated: 1 },
    });
    expect(await orderOf('11008')).toMatchObject({ approvalHold: 0, requestedOn: '2018-06-01' });
    expect(await company.run(importOrders, at(3_000))).toMatchObject({ state: 'adjusted', result: { updated: 1 } });
    expect((await words()).map(({ state }) => state)).toEqual(['voided', 'asked']);
    expect(await orderOf('11008')).toMatchObject({ approvalHold: 1 });
    expect(await company.run(importOrders, at(0))).toMatchObject({ state: 'applied', result: { updated: 1 } });
    expect((await words()).map(({ state }) => state)).toEqual(['voided', 'voided']);
    expect(await orderOf('11008')).toMatchObject({ approvalHold: 0 });
  });

  it('R9 whose role may give no discount, and a device of before, wait for a word like anybody', async () => {
    const company = await openCompany();
    const { warehouse: _warehouse, ...plain } = orderRow({ importKey: 'A', lines: [] });
    const { unit: _unit, ...line } = lineRow({ unitPrice: 89_0000, discount: 100 });
    const args = importOf(company, { ...plain, lines: [line] });
    const outcome = await company.run(importOrdersFirst, args, { permissions: ['admin.importData'] });
    expect(outcome).toMatchObject({ adjustments: [{ code: 'import.ordersHeld', params: { count: 1 } }] });
  });

  it('R110 an order names its warehouse by code or name, and its lines their unit', async () => {
    const company = await openCompany();
    const [{ name = '', code = '' } = {}] = await current()
      .kysely.selectFrom('warehouses')
      .select(['name', 'code'])
      .where('id', '=', company.otherWarehouseId)
      .orderBy('id')
      .execute();
    const [{ unit = '' } = {}] = await current()
      .kysely.selectFrom('products')
      .select('unit')
      .where('code', '=', 'B-020')
      .orderBy('id')
      .execute();
    const outcome = await company.run(
      importOrders,
      importOf(
        company,
        orderRow({ importKey: 'A', warehouse: name, lines: [lineRow({ unit })] }),
        orderRow({ importKey: 'B', warehouse: code, lines: [lineRow()] }),
        orderRow({ importKey: 'C', warehouse: '月球', line: 7 }),
        orderRow({ importKey: 'D', lines: [lineRow({ unit: '吨', line: 12 })] }),
      ),
    );
    expect(outcome).toMatchObject({
      result: {
        created: 2,
        problems: [
          { line: 7, column: 'warehouse', code: 'import.unknownWarehouse', params: { cell: '月球' } },
          { line: 12, column: 'unit', code: 'import.otherUnit', params: { cell: '吨', unit } },
        ],
      },
    });
    for (const key of ['A', 'B']) expect((await orderOf(key)).warehouseId).toBe(company.otherWarehouseId);
    // A file that names none leaves it where it is.
    const again = importOf(company, orderRow({ importKey: 'A', lines: [lineRow({ quantity: 10_000 })] }));
    expect(await company.run(importOrders, again)).toMatchObject({ result: { updated: 1 } });
    expect((await orderOf('A')).warehouseId).toBe(company.otherWarehouseId);
  });

  it('R12 an order of a closed month is dated to the first open day, and keeps its own in its history', async () => {
    const company = await openCompany();
    await closeMonth(company, '2018-04');
    const outcome = await company.run(importOrders, importOf(company, orderRow()));
    expect(outcome).toMatchObject({
      adjustments: [{ code: 'admin.periodClosed', params: { day: '2018-04-08', openDay: '2018-05-01' } }],
    });
    expect(await orderOf('11008')).toMatchObject({ orderedOn: '2018-05-01', confirmedAt: Date.UTC(2018, 3, 7, 16) });
    expect(await company.run(importOrders, importOf(company, orderRow()))).toMatchObject({ result: { unchanged: 1 } });
  });

  const closeMonth = async (company: TestCompany, month: string) => {
    const id = newId();
    const entity = { code: 'MAIN', name: 'M', taxNumber: null, address: null, phone: null, bankName: null };
    const more = { bankAccount: null, logoHash: null, baseCurrency: 'CNY', isDefault: 1, active: 1 };
    await company.run(saveLegalEntity, { id, ...entity, ...more });
    await company.run(closePeriod, { periodId: newId(), legalEntityId: id, month });
  };
});
