// Long because every way of settling starts from the same short order, on both databases.
/** What happens with pieces that are on back-order: each way of settling, on both databases. */
import { expect, it } from 'vitest';
import { makeCompany, moveStock, NOW, newId, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { orderArgs } from '../../tests/support/order-args.ts';
import { cancelOrder } from './cancel-order.ts';
import { confirmOrder } from './orders/confirm-order.ts';
import { settleShortage } from './settle-shortage.ts';

const HOUR = 3_600_000;

eachDatabase('server', (current) => {
  const from = () => current().kysely;
  const orderOf = (id: string) =>
    from().selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const linesOf = (id: string) =>
    from().selectFrom('orderLines').selectAll().where('orderId', '=', id).orderBy('position').execute();
  const changesOf = (id: string) =>
    from().selectFrom('orderChanges').selectAll().where('orderId', '=', id).orderBy('id').execute();
  const reservedIn = async (company: TestCompany, productId: string, warehouseId: string) => {
    const balance = await from()
      .selectFrom('stockBalances')
      .select('reserved')
      .where('id', '=', `${productId}:${warehouseId}`)
      .executeTakeFirst();
    const rows = await from()
      .selectFrom('reservations')
      .select('quantity')
      .where('productId', '=', productId)
      .where('warehouseId', '=', warehouseId)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .execute();
    const sum = rows.reduce((total, row) => total + row.quantity, 0);
    expect(balance?.reserved ?? 0).toBe(sum);
    expect(company.database).toBe(current());
    return sum;
  };
  const exposure = async (customerId: string) =>
    (await from().selectFrom('exposures').selectAll().where('id', '=', `${customerId}:CNY`).executeTakeFirst())
      ?.openOrdersMinor;

  /** An order of two lines whose jugs are 22 short: 60 wanted, 38 there. */
  async function shortOrder(company: TestCompany) {
    const args = orderArgs(company, [
      { product: company.mug, pieces: 10 },
      { product: company.jug, pieces: 60 },
    ]);
    await company.run(confirmOrder, args);
    const lineId = args.lines[1]?.id ?? '';
    const settle = (choice: object, options = {}) =>
      company.run(
        settleShortage,
        {
          orderId: args.orderId,
          lines: [{ changeId: newId(), lineId, backOrderedSeen: 220_000, ...choice }],
        },
        { now: NOW + HOUR, ...options },
      );
    return { orderId: args.orderId, lineId, settle, args };
  }

  it('R22 keeping the back-order writes down who decided it and when, and changes nothing else', async () => {
    const company = await makeCompany(current());
    const { orderId, lineId, settle } = await shortOrder(company);
    const before = await linesOf(orderId);
    expect(await settle({ choice: 'keepBackOrder' })).toMatchObject({
      state: 'applied',
      result: { number: 'SO-K7-000123', totalMinor: 674_045, backOrderedLines: 1 },
    });
    expect(await linesOf(orderId)).toMatchObject(before.map(({ updatedAt: _, ...line }) => line));
    expect(await changesOf(orderId)).toMatchObject([
      {
        orderLineId: lineId,
        kind: 'backOrderKept',
        position: 2,
        quantity: 220_000,
        quantityBefore: 600_000,
        quantityAfter: 600_000,
        totalBeforeMinor: 674_045,
        totalAfterMinor: 674_045,
        changedAt: NOW + HOUR,
        changedBy: company.userId,
        changedByName: '周文斌',
        deviceCode: 'K7',
      },
    ]);
  });

  it('R22 another warehouse holds the missing pieces; what was agreed stays as it was', async () => {
    const company = await makeCompany(current());
    await writeAs(current(), 'command', (tx) => moveStock(tx, company.jug.id, company.otherWarehouseId, 55));
    const { orderId, settle } = await shortOrder(company);
    const { otherWarehouseId: warehouseId, warehouseId: own, jug, customerId } = company;
    const owed = await exposure(customerId);
    const reservationId = newId();
    expect(await settle({ choice: 'otherWarehouse', warehouseId, reservationId })).toMatchObject({
      state: 'applied',
      result: { totalMinor: 674_045, backOrderedLines: 0 },
    });
    expect((await linesOf(orderId))[1]).toMatchObject({ quantity: 600_000, reserved: 600_000, backOrdered: 0 });
    expect(await reservedIn(company, jug.id, warehouseId)).toBe(220_000);
    expect(await reservedIn(company, jug.id, own)).toBe(380_000);
    expect(await exposure(customerId)).toBe(owed);
    expect(await orderOf(orderId)).toMatchObject({ backOrderedLines: 0, totalMinor: 674_045, warehouseId: own });
    const [change] = await changesOf(orderId);
    expect(change).toMatchObject({
      kind: 'otherWarehouse',
      warehouseId,
      warehouseName: '长沙仓',
      orderNumber: 'SO-K7-000123',
      customerName: '武汉恒通百货有限公司',
      shipTo: '武汉江汉路 118 号',
      requestedOn: '2026-11-27',
    });
    const seen = await from()
      .selectFrom('scopeLog')
      .select(['tableName', 'rowId', 'op'])
      .where('scope', '=', `warehouse:${warehouseId}`)
      .where('tableName', 'in', ['orderChanges', 'reservations', 'orders'])
      .orderBy('tableName')
      .execute();
    expect(seen).toEqual([
      { tableName: 'orderChanges', rowId: change?.id, op: 'enter' },
      { tableName: 'reservations', rowId: reservationId, op: 'enter' },
    ]);
    await company.run(cancelOrder, { orderId });
    expect(await reservedIn(company, jug.id, warehouseId)).toBe(0);
  });

  it('R35 another warehouse that was sold out meanwhile gives what it has, and says who came first', async () => {
    const company = await makeCompany(current());
    await writeAs(current(), 'command', (tx) => moveStock(tx, company.jug.id, company.otherWarehouseId, 25));
    const { orderId, settle } = await shortOrder(company);
    const rival = orderArgs(company, [{ product: company.jug, pieces: 20 }], {
      number: 'SO-K7-000900',
      warehouseId: company.otherWarehouseId,
    });
    await company.run(confirmOrder, rival, { now: NOW + 60_000 });
    const choice = {
      choice: 'otherWarehouse',
      warehouseId: company.otherWarehouseId,
      reservationId: newId(),
      availableSeen: 250_000,
    };
    expect(await settle(choice)).toMatchObject({
      state: 'adjusted',
      result: { backOrderedLines: 1 },
      adjustments: [
        {
          code: 'inventory.shortStock',
          params: {
            line: 2,
            warehouse: '长沙仓',
            wanted: 220_000,
            reserved: 50_000,
            backOrdered: 170_000,
            officeTaken: 170_000,
          },
        },
      ],
    });
    expect((await linesOf(orderId))[1]).toMatchObject({ reserved: 430_000, backOrdered: 170_000 });
    expect(await changesOf(orderId)).toMatchObject([{ kind: 'otherWarehouse', quantity: 50_000 }]);
    const again = { ...choice, reservationId: newId(), backOrderedSeen: 170_000 };
    await company.run(confirmOrder, {
      ...rival,
      orderId: newId(),
      number: 'SO-K7-000901',
      exposureEntryId: newId(),
      lines: rival.lines.map((line) => ({ ...line, id: newId(), reservationId: newId() })),
    });
    expect(await settle(again)).toMatchObject({ adjustments: [{ params: { reserved: 0, backOrdered: 170_000 } }] });
    expect(await changesOf(orderId)).toHaveLength(1);
  });

  it('R42 R54 a cut line leaves what is there; totals, tax and exposure follow, and the change stays to be read', async () => {
    const company = await makeCompany(current());
    const { orderId, settle } = await shortOrder(company);
    expect(await settle({ choice: 'cutLine' })).toMatchObject({
      state: 'applied',
      // 10 · 62.50 + 38 · 89.00, with 13 %: 22 jugs with tax (2,212.54) less than before.
      result: { totalMinor: 452_791, backOrderedLines: 0 },
    });
    expect(await orderOf(orderId)).toMatchObject({
      netMinor: 400_700,
      taxMinor: 52_091,
      totalMinor: 452_791,
      lineCount: 2,
      backOrderedLines: 0,
      updatedAt: NOW + HOUR,
    });
    expect((await linesOf(orderId))[1]).toMatchObject({
      quantity: 380_000,
      reserved: 380_000,
      backOrdered: 0,
      netMinor: 338_200,
      taxMinor: 43_966,
    });
    expect(await exposure(company.customerId)).toBe(452_791);
    expect(await changesOf(orderId)).toMatchObject([
      {
        kind: 'lineCut',
        quantity: 220_000,
        quantityBefore: 600_000,
        quantityAfter: 380_000,
        totalBeforeMinor: 674_045,
        totalAfterMinor: 452_791,
      },
    ]);
    expect(await reservedIn(company, company.jug.id, company.warehouseId)).toBe(380_000);
  });

  it('a line of which nothing is there goes off the order; the last one does not', async () => {
    const company = await makeCompany(current());
    const args = orderArgs(company, [
      { product: company.mug, pieces: 1 },
      { product: company.box, pieces: 5 },
    ]);
    await company.run(confirmOrder, args);
    const cut = (order: typeof args, at: number) =>
      company.run(settleShortage, {
        orderId: order.orderId,
        lines: [{ choice: 'cutLine', changeId: newId(), lineId: order.lines[at]?.id, backOrderedSeen: 50_000 }],
      });
    expect(await cut(args, 1)).toMatchObject({ state: 'applied' });
    expect(await orderOf(args.orderId)).toMatchObject({ lineCount: 1, totalMinor: 7_063 });
    expect((await linesOf(args.orderId))[1]).toMatchObject({ quantity: 0 });
    expect((await linesOf(args.orderId))[1]?.deletedAt).not.toBeNull();
    expect(await cut(args, 1)).toMatchObject({ reason: { code: 'sales.lineGone' } });
    const alone = orderArgs(company, [{ product: company.box, pieces: 5 }], { number: 'SO-K7-000124' });
    await company.run(confirmOrder, alone);
    expect(await cut(alone, 0)).toEqual({
      state: 'rejected',
      reason: { code: 'sales.nothingLeft', params: { number: 'SO-K7-000124' } },
    });
    expect(await changesOf(alone.orderId)).toEqual([]);
    expect((await linesOf(alone.orderId))[0]).toMatchObject({ quantity: 50_000, backOrdered: 50_000, deletedAt: null });
  });

  const substituteFor = (company: TestCompany, change: object = {}) => ({
    id: newId(),
    reservationId: newId(),
    productId: company.mug.id,
    quantity: 220_000,
    unitPrice: 62_5000,
    listPrice: 62_5000,
    discount: 0,
    taxRate: 1_300,
    ...change,
  });

  it('a substitute is a line of its own at its own price; the line is cut to what is there', async () => {
    const company = await makeCompany(current());
    const { orderId, settle } = await shortOrder(company);
    const substitute = substituteFor(company);
    expect(await settle({ choice: 'substitute', substitute })).toMatchObject({
      state: 'applied',
      result: { totalMinor: 608_166, backOrderedLines: 0 },
    });
    expect(await linesOf(orderId)).toMatchObject([
      { position: 1, quantity: 100_000 },
      { position: 2, quantity: 380_000, netMinor: 338_200 },
      {
        position: 3,
        id: substitute.id,
        productCode: 'A-100',
        quantity: 220_000,
        reserved: 220_000,
        netMinor: 137_500,
        taxMinor: 17_875,
        priceSource: 'base',
      },
    ]);
    expect(await orderOf(orderId)).toMatchObject({ lineCount: 3, totalMinor: 608_166, approvalHold: 0, creditHold: 0 });
    expect(await exposure(company.customerId)).toBe(608_166);
    expect(await changesOf(orderId)).toMatchObject([
      { kind: 'substituted', newLineId: substitute.id, newProductName: '产品 A-100', quantityAfter: 380_000 },
    ]);
    expect(await reservedIn(company, company.mug.id, company.warehouseId)).toBe(320_000);
  });

  it('R9 R22 R43 R55 a substitute is judged as any line: its price, its tax, its stock, what it adds to the credit', async () => {
    const company = await makeCompany(current());
    const { orderId, settle } = await shortOrder(company);
    const substitute = substituteFor(company, { quantity: 14_000_000, unitPrice: 50_0000, taxRate: 900 });
    const outcome = await settle({ choice: 'substitute', substitute });
    expect(outcome).toMatchObject({
      state: 'adjusted',
      adjustments: [
        { code: 'inventory.shortStock', params: { line: 3, reserved: 1_300_000, backOrdered: 12_700_000 } },
        { code: 'sales.discountBeyondLimit', params: { line: 3, product: '产品 A-100' } },
        { code: 'billing.taxRateDiffers', params: { line: 3, taxRate: 1_300, seenRate: 900 } },
        { code: 'billing.limitExceeded', params: { currency: 'CNY' } },
      ],
    });
    expect(await orderOf(orderId)).toMatchObject({ approvalHold: 1, creditHold: 1, backOrderedLines: 1 });
    const { totalMinor } = await orderOf(orderId);
    expect(await exposure(company.customerId)).toBe(totalMinor);
    expect(outcome).toMatchObject({
      adjustments: [{}, {}, {}, { params: { overMinor: totalMinor - 8_000_000 } }],
    });
  });

  it('R54 a substitute that makes the order too large is refused, and nothing is changed', async () => {
    const company = await makeCompany(current());
    const { orderId, settle } = await shortOrder(company);
    const substitute = substituteFor(company, { quantity: 1e11, unitPrice: 1e12, listPrice: 1e12 });
    expect(await settle({ choice: 'substitute', substitute })).toMatchObject({
      state: 'rejected',
      reason: { code: 'sales.amountTooLarge', params: { context: 'line', line: 3 } },
    });
    expect(await linesOf(orderId)).toHaveLength(2);
  });

  it('what changed since the person decided is said, and the present counts', async () => {
    const company = await makeCompany(current());
    const { orderId, settle } = await shortOrder(company);
    expect(await settle({ choice: 'cutLine', backOrderedSeen: 100_000 })).toMatchObject({
      state: 'adjusted',
      adjustments: [{ code: 'sales.shortageChanged', params: { line: 2, backOrdered: 220_000, seen: 100_000 } }],
    });
    expect((await linesOf(orderId))[1]).toMatchObject({ quantity: 380_000 });
    expect(await settle({ choice: 'cutLine' })).toMatchObject({
      state: 'adjusted',
      adjustments: [{ code: 'sales.nothingShort', params: { line: 2 } }],
    });
    expect(await changesOf(orderId)).toHaveLength(1);
  });

  it.each([
    ['sales.lineGone', { choice: 'keepBackOrder', lineId: newId() }],
    ['inventory.warehouseGone', { choice: 'otherWarehouse', warehouseId: newId(), reservationId: newId() }],
    ['kernel.invalidArguments', { choice: 'giveUp' }],
  ])('%s: refused, and nothing is written', async (code, choice) => {
    const company = await makeCompany(current());
    const { orderId, settle } = await shortOrder(company);
    expect(await settle(choice)).toMatchObject({ state: 'rejected', reason: { code } });
    expect(await changesOf(orderId)).toEqual([]);
  });

  it('a substitute that is gone, or priced in another currency, is refused', async () => {
    const company = await makeCompany(current());
    const { settle } = await shortOrder(company);
    const gone = substituteFor(company, { productId: newId() });
    expect(await settle({ choice: 'substitute', substitute: gone })).toMatchObject({
      reason: { code: 'inventory.productGone' },
    });
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('products').set({ currency: 'USD' }).where('id', '=', company.mug.id).execute(),
    );
    expect(await settle({ choice: 'substitute', substitute: substituteFor(company) })).toMatchObject({
      reason: { code: 'sales.productCurrencyDiffers', params: { line: 3, currency: 'USD' } },
    });
  });

  it('R113 who may confirm settles the own territory’s orders, open ones alone', async () => {
    const company = await makeCompany(current());
    const { orderId, settle } = await shortOrder(company);
    const keep = { choice: 'keepBackOrder' };
    expect(await settle(keep, { permissions: ['sales.see'] })).toMatchObject({
      reason: { code: 'kernel.notPermitted' },
    });
    expect(await settle(keep, { scopes: [`territory:${newId()}`] })).toMatchObject({
      reason: { code: 'sales.orderGone' },
    });
    await company.run(cancelOrder, { orderId });
    expect(await settle(keep)).toMatchObject({
      reason: { code: 'sales.orderNotOpen', params: { state: 'cancelled' } },
    });
  });
});
