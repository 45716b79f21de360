import { expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany, type TestProduct } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { orderArgs } from '../../../tests/support/order-args.ts';
import { cancelOrder } from '../cancel-order.ts';
import { confirmOrder } from './confirm-order.ts';

const codesOf = (outcome: { state: string; adjustments?: readonly { code: string }[] }) =>
  outcome.adjustments?.map((reason) => reason.code) ?? [];

eachDatabase('server', (current) => {
  const balanceOf = (company: TestCompany, product: TestProduct) =>
    current()
      .kysely.selectFrom('stockBalances')
      .selectAll()
      .where('id', '=', `${product.id}:${company.warehouseId}`)
      .executeTakeFirst();
  const exposureOf = (customerId: string) =>
    current().kysely.selectFrom('exposures').selectAll().where('id', '=', `${customerId}:CNY`).executeTakeFirst();

  it('R22 R42 R54 writes the order, reserves its stock and counts its exposure', async () => {
    const company = await makeCompany(current());
    const args = orderArgs(company, [
      { product: company.mug, pieces: 48, discount: 500 },
      { product: company.jug, pieces: 10 },
    ]);
    const outcome = await company.run(confirmOrder, args);
    expect(outcome).toMatchObject({
      state: 'applied',
      result: { number: 'SO-K7-000123', totalMinor: 422_620, backOrderedLines: 0 },
    });
    const order = await current()
      .kysely.selectFrom('orders')
      .selectAll()
      .where('id', '=', args.orderId)
      .executeTakeFirstOrThrow();
    expect(order).toMatchObject({
      state: 'open',
      creditHold: 0,
      approvalHold: 0,
      customerName: '武汉恒通百货有限公司',
      orderedOn: '2026-11-23',
      netMinor: 374_000,
      taxMinor: 48_620,
      totalMinor: 422_620,
      confirmedByName: '周文斌',
      deviceCode: 'K7',
      confirmedAt: NOW,
    });
    expect(await balanceOf(company, company.mug)).toMatchObject({ onHand: 1_400_000, reserved: 480_000 });
    expect(await exposureOf(company.customerId)).toMatchObject({ openOrdersMinor: 422_620, receivablesMinor: 0 });
  });

  it('R22 back-orders exactly what is missing, and says so', async () => {
    const company = await makeCompany(current());
    const args = orderArgs(company, [
      { product: company.jug, pieces: 60 },
      { product: company.box, pieces: 5 },
    ]);
    const outcome = await company.run(confirmOrder, args);
    expect(outcome).toMatchObject({
      state: 'adjusted',
      result: { backOrderedLines: 2 },
      adjustments: [
        { code: 'inventory.shortStock', params: { line: 1, reserved: 380_000, backOrdered: 220_000 } },
        { code: 'inventory.shortStock', params: { line: 2, reserved: 0, backOrdered: 50_000 } },
      ],
    });
    expect(await balanceOf(company, company.jug)).toMatchObject({ onHand: 380_000, reserved: 380_000 });
  });

  it('R22 two lines of one product share what is there, in their order', async () => {
    const company = await makeCompany(current());
    const outcome = await company.run(
      confirmOrder,
      orderArgs(company, [
        { product: company.jug, pieces: 30 },
        { product: company.jug, pieces: 30 },
      ]),
    );
    expect(outcome).toMatchObject({ adjustments: [{ params: { line: 2, reserved: 80_000, backOrdered: 220_000 } }] });
  });

  it('R35 the second of two orders for the last pieces becomes a back-order', async () => {
    const company = await makeCompany(current());
    await company.run(confirmOrder, orderArgs(company, [{ product: company.jug, pieces: 30 }]));
    const second = await company.run(
      confirmOrder,
      orderArgs(company, [{ product: company.jug, pieces: 30 }], {
        number: 'SO-K7-000124',
        customerId: company.otherCustomerId,
      }),
    );
    expect(second).toMatchObject({
      state: 'adjusted',
      adjustments: [{ params: { reserved: 80_000, backOrdered: 220_000 } }],
    });
  });

  it('R55 goes on credit hold beyond the limit, and keeps its reservation', async () => {
    const company = await makeCompany(current());
    const atLimit = orderArgs(company, [{ product: company.mug, pieces: 1_132, discount: 0 }]);
    expect(await company.run(confirmOrder, atLimit)).toMatchObject({
      result: { creditHold: 0, totalMinor: 7_994_750 },
    });
    const beyond = orderArgs(company, [{ product: company.jug, pieces: 1 }], { number: 'SO-K7-000124' });
    expect(await company.run(confirmOrder, beyond)).toMatchObject({
      state: 'adjusted',
      result: { creditHold: 1 },
      adjustments: [{ code: 'billing.limitExceeded', params: { overMinor: 4_807, currency: 'CNY' } }],
    });
    expect(await balanceOf(company, company.jug)).toMatchObject({ reserved: 10_000 });
  });

  it('R55 goes on credit hold when the oldest receivable is overdue too long', async () => {
    const company = await makeCompany(current());
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('exposureEntries')
        .values({
          id: newId(),
          customerId: company.customerId,
          documentId: newId(),
          documentNumber: 'SO-K7-000001',
          kind: 'receivable',
          amountMinor: 100,
          currency: 'CNY',
          dueOn: '2026-10-23',
          createdAt: NOW,
          createdBy: 't',
          updatedAt: NOW,
          updatedBy: 't',
          deletedAt: null,
        })
        .execute(),
    );
    expect(codesOf(await company.run(confirmOrder, orderArgs(company, [{ product: company.mug, pieces: 1 }])))).toEqual(
      ['billing.overdue'],
    );
  });

  it.each([
    ['R9 a discount beyond the limit', { discount: 1_001 }, 'sales.discountBeyondLimit'],
    ['R9 a typed price beyond the limit', { unitPrice: 56_2499 }, 'sales.discountBeyondLimit'],
    ['a list price that nobody gave', { listPrice: 60_0000, unitPrice: 60_0000 }, 'sales.priceNotListed'],
    ['R43 a tax rate that is not of that day', { taxRate: 1_600 }, 'billing.taxRateDiffers'],
  ])('%s waits for approval', async (_, change, code) => {
    const company = await makeCompany(current());
    const outcome = await company.run(
      confirmOrder,
      orderArgs(company, [{ product: company.mug, pieces: 1, ...change }]),
    );
    expect(codesOf(outcome)).toEqual([code]);
    expect(outcome).toMatchObject({ result: { approvalHold: 1 } });
  });

  it('R7 of two documents with one number the second gets a suffix', async () => {
    const company = await makeCompany(current());
    await company.run(confirmOrder, orderArgs(company, [{ product: company.mug, pieces: 1 }]));
    const outcome = await company.run(confirmOrder, orderArgs(company, [{ product: company.mug, pieces: 1 }]));
    expect(outcome).toMatchObject({
      result: { number: 'SO-K7-000123-2' },
      adjustments: [{ code: 'sales.numberTaken' }],
    });
  });

  it.each([
    ['crm.customerGone', { customerId: newId() }],
    ['inventory.warehouseGone', { warehouseId: newId() }],
    ['sales.currencyDiffers', { currency: 'USD' }],
    ['kernel.invalidArguments', { number: 'SO 123' }],
    ['kernel.invalidArguments', { lines: [] }],
    ['kernel.invalidArguments', { surprise: true }],
  ])('%s: refused, and nothing is written', async (code, change) => {
    const company = await makeCompany(current());
    const outcome = await company.run(confirmOrder, orderArgs(company, [{ product: company.mug, pieces: 1 }], change));
    expect(outcome).toMatchObject({ state: 'rejected', reason: { code } });
    expect(await current().kysely.selectFrom('orders').selectAll().orderBy('id').execute()).toEqual([]);
    expect(await balanceOf(company, company.mug)).toMatchObject({ reserved: 0 });
  });

  it('a product that is gone is named by its line', async () => {
    const company = await makeCompany(current());
    const gone = { id: newId(), code: 'Z', basePrice: 1 };
    const outcome = await company.run(
      confirmOrder,
      orderArgs(company, [
        { product: company.mug, pieces: 1 },
        { product: gone, pieces: 1 },
      ]),
    );
    expect(outcome).toMatchObject({
      state: 'rejected',
      reason: { code: 'inventory.productGone', params: { line: 2 } },
    });
  });

  it('R46 a product priced in another currency is named by its line', async () => {
    const company = await makeCompany(current());
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('products').set({ currency: 'USD' }).where('id', '=', company.jug.id).execute(),
    );
    const lines = [
      { product: company.mug, pieces: 1 },
      { product: company.jug, pieces: 1 },
    ];
    expect(await company.run(confirmOrder, orderArgs(company, lines))).toMatchObject({
      state: 'rejected',
      reason: { code: 'sales.productCurrencyDiffers', params: { line: 2, currency: 'USD' } },
    });
  });

  it('a rejected creation leaves a stub on the server, so that later facts keep a parent', async () => {
    const company = await makeCompany(current());
    const args = orderArgs(company, [{ product: company.mug, pieces: 1 }], { customerId: newId() });
    await company.run(confirmOrder, args, { leaveStub: true });
    expect(
      await current().kysely.selectFrom('orders').selectAll().where('id', '=', args.orderId).executeTakeFirst(),
    ).toMatchObject({
      number: 'SO-K7-000123',
      state: 'rejected',
      totalMinor: 0,
      lineCount: 0,
    });
  });

  it('R54 an order, and a customer’s orders together, end where sums are exact', async () => {
    const company = await makeCompany(current());
    const order = (number: number, pieces: number, unitPrice: number) =>
      company.run(
        confirmOrder,
        orderArgs(company, [{ product: company.mug, pieces, unitPrice }], { number: `SO-K7-00012${number}` }),
      );
    const refused = (context: string, more: object = {}) => ({
      state: 'rejected',
      reason: {
        code: 'sales.amountTooLarge',
        params: { context, ...more, limitMinor: 1e14, currency: 'CNY' },
      },
    });
    expect(await order(1, 1e7, 1e12)).toEqual(refused('line', { line: 1 }));
    expect(await order(2, 1e6, 9.5e9)).toEqual(refused('order'));
    expect(await order(3, 1e6, 8e9)).toMatchObject({ state: 'adjusted' });
    expect(await order(4, 1e6, 8e9)).toEqual(refused('exposure'));
    await expect(order(5, 1e7 + 1, 1)).resolves.toMatchObject({
      state: 'rejected',
      reason: { code: 'kernel.invalidArguments' },
    });
    expect(await exposureOf(company.customerId)).toMatchObject({ openOrdersMinor: 9.04e13 });
  });

  it('R6 cancelling frees the stock and the credit; a second time is refused', async () => {
    const company = await makeCompany(current());
    const args = orderArgs(company, [{ product: company.jug, pieces: 60 }]);
    await company.run(confirmOrder, args);
    expect(await company.run(cancelOrder, { orderId: args.orderId })).toMatchObject({ state: 'applied' });
    expect(await balanceOf(company, company.jug)).toMatchObject({ onHand: 380_000, reserved: 0 });
    expect(await exposureOf(company.customerId)).toMatchObject({ openOrdersMinor: 0 });
    expect(await company.run(cancelOrder, { orderId: args.orderId })).toMatchObject({
      state: 'rejected',
      reason: { code: 'sales.orderNotOpen', params: { state: 'cancelled' } },
    });
  });

  it('R6 an order that has shipped is not cancelled', async () => {
    const company = await makeCompany(current());
    const args = orderArgs(company, [{ product: company.mug, pieces: 2 }]);
    await company.run(confirmOrder, args);
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('orderLines').set({ shipped: 10_000 }).where('orderId', '=', args.orderId).execute(),
    );
    expect(await company.run(cancelOrder, { orderId: args.orderId })).toMatchObject({
      reason: { code: 'sales.orderShipped' },
    });
    expect(await company.run(cancelOrder, { orderId: newId() })).toMatchObject({ reason: { code: 'sales.orderGone' } });
  });
});
