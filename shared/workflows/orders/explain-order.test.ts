/** What an order's answer says beside its decision: who came first, what changed, who took something away. */
import { expect, it } from 'vitest';
import { makeCompany, moveStock, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { orderArgs, orderArgsOfBefore } from '../../../tests/support/order-args.ts';
import { decisionOf, type Reason } from '../../kernel/refusal.ts';
import { cancelOrder } from '../cancel-order.ts';
import { closeShort } from '../close-short.ts';
import { confirmOrder, confirmOrderFirst } from './confirm-order.ts';
import { setDeliveryTerms } from './set-delivery-terms.ts';

const HOUR = 3_600_000;
const audit = { createdAt: NOW, createdBy: 't', updatedAt: NOW, updatedBy: 't', deletedAt: null };

eachDatabase('server', (current) => {
  /** Someone else of the company, who sells `pieces` jugs at `at`. */
  async function colleague(company: TestCompany, name: string) {
    const id = newId();
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('users')
        .values({ id, login: name, name, roleId: newId(), active: 1, ...audit })
        .execute(),
    );
    let number = 0;
    return {
      id,
      sells: (pieces: number, at: number, change: object = {}) => {
        number += 1;
        const args = orderArgs(company, [{ product: company.jug, pieces }], {
          number: `SO-K7-9${number}${id.slice(-4).replace(/\D/g, '0')}`,
          customerId: company.otherCustomerId,
          ...change,
        });
        return company.run(confirmOrder, args, { now: at, userId: id });
      },
    };
  }

  async function sellJugs(company: TestCompany, pieces: number, seen: object, dataAsOf: number | null = NOW - HOUR) {
    const args = orderArgs(company, [{ product: company.jug, pieces, ...seen }], { dataAsOf });
    const outcome = await company.run(confirmOrder, args, { now: NOW + 16 * 60_000 });
    if (outcome.state !== 'adjusted') throw new Error(`not adjusted: ${outcome.state}`);
    return { args, reason: outcome.adjustments[0] as Reason };
  }

  it('R35 the second is told who sold how many of them before, and what was on the screen', async () => {
    const company = await makeCompany(current());
    const chen = await colleague(company, '陈静');
    await writeAs(current(), 'command', (tx) => moveStock(tx, company.jug.id, company.warehouseId, 22));
    await writeAs(current(), 'command', (tx) => moveStock(tx, company.jug.id, company.otherWarehouseId, 55));
    await chen.sells(22, NOW);
    const { args, reason } = await sellJugs(company, 60, { availableSeen: 600_000 });
    expect(reason).toEqual({
      code: 'inventory.shortStock',
      params: {
        line: 1,
        lineId: args.lines[0]?.id,
        product: '产品 B-020',
        unit: '件',
        warehouse: '武汉仓',
        wanted: 600_000,
        reserved: 380_000,
        backOrdered: 220_000,
        availableSeen: 600_000,
        officeTaken: 220_000,
        context: 'taken',
        officeBy1: '陈静',
        officeAt1: NOW,
        officeQuantity1: 220_000,
        officeElsewhere: '长沙仓',
        officeElsewhereAvailable: 550_000,
      },
    });
    expect(Object.keys(decisionOf(reason).params)).toEqual([
      ...['line', 'lineId', 'product', 'unit', 'warehouse', 'wanted', 'reserved', 'backOrdered', 'availableSeen'],
    ]);
  });

  it('R35 nobody is named for what the device had seen, what was cancelled, or the person’s own orders', async () => {
    const company = await makeCompany(current());
    const chen = await colleague(company, '陈静');
    await chen.sells(10, NOW - 2 * HOUR);
    const cancelled = newId();
    await chen.sells(5, NOW, { orderId: cancelled });
    await company.run(cancelOrder, { orderId: cancelled });
    const own = orderArgs(company, [{ product: company.jug, pieces: 20 }], { number: 'SO-K7-000200' });
    await company.run(confirmOrder, own, { now: NOW });
    const { reason } = await sellJugs(company, 30, { availableSeen: 300_000 });
    expect(reason.params).toMatchObject({ reserved: 80_000, backOrdered: 220_000, officeTaken: 220_000 });
    expect(reason.params).not.toHaveProperty('officeBy1');
  });

  it('R6 whoever cancels what a colleague has cancelled is told who did, and when', async () => {
    const company = await makeCompany(current());
    const chen = await colleague(company, '陈静');
    const args = orderArgs(company, [{ product: company.jug, pieces: 5 }]);
    await company.run(confirmOrder, args, { now: NOW });
    await company.run(cancelOrder, { orderId: args.orderId }, { now: NOW + HOUR, userId: chen.id });
    const second = await company.run(cancelOrder, { orderId: args.orderId }, { now: NOW + 2 * HOUR });
    expect(second).toEqual({
      state: 'rejected',
      reason: {
        code: 'sales.orderNotOpen',
        params: {
          number: args.number,
          state: 'cancelled',
          context: 'cancelled',
          officeBy: '陈静',
          officeAt: NOW + HOUR,
        },
      },
    });
  });

  it('R6 whoever changes what a colleague has cancelled is told who did, and when', async () => {
    const company = await makeCompany(current());
    const chen = await colleague(company, '陈静');
    const args = orderArgs(company, [{ product: company.jug, pieces: 5 }]);
    await company.run(confirmOrder, args, { now: NOW });
    await company.run(cancelOrder, { orderId: args.orderId }, { now: NOW + HOUR, userId: chen.id });
    const { orderId } = args;
    const told = { number: args.number, state: 'cancelled', officeBy: '陈静', officeAt: NOW + HOUR };
    const refused = { code: 'sales.orderNotOpen', params: { ...told, context: 'cancelledSince' } };
    const terms = { orderId, shipComplete: true, minimumLifeDays: 0 };
    expect(await company.run(setDeliveryTerms, terms)).toEqual({ state: 'rejected', reason: refused });
    expect(await company.run(closeShort, { orderId })).toEqual({ state: 'rejected', reason: refused });
  });

  it('R35 what the device foretold, or did not say, was taken from nobody', async () => {
    const company = await makeCompany(current());
    const chen = await colleague(company, '陈静');
    await chen.sells(22, NOW);
    const foretold = await sellJugs(company, 60, { availableSeen: 160_000 });
    expect(foretold.reason.params).toMatchObject({ backOrdered: 440_000, officeTaken: 0 });
    expect(foretold.reason.params).not.toHaveProperty('officeBy1');
    const silent = await colleague(company, '静');
    await silent.sells(1, NOW);
    const { reason } = await sellJugs(company, 5, {}, null);
    expect(reason.params).toMatchObject({ availableSeen: null, officeTaken: 0 });
  });

  it('R35 of many colleagues the two with the most are named, each once', async () => {
    const company = await makeCompany(current());
    const [chen, li, wang] = [
      await colleague(company, '陈静'),
      await colleague(company, '李伟'),
      await colleague(company, '王芳'),
    ];
    await chen.sells(4, NOW);
    await li.sells(9, NOW + 1);
    await wang.sells(5, NOW + 2);
    await chen.sells(7, NOW + 3);
    const { reason } = await sellJugs(company, 38, { availableSeen: 380_000 });
    expect(reason.params).toMatchObject({
      officeTaken: 250_000,
      officeBy1: '陈静',
      officeAt1: NOW,
      officeQuantity1: 110_000,
      officeBy2: '李伟',
      officeQuantity2: 90_000,
      officeOthers: 1,
    });
  });

  it('the next delivery that is known is named, not one that is late', async () => {
    const company = await makeCompany(current());
    const { id: productId } = company.box;
    const receipt = {
      productId,
      warehouseId: company.warehouseId,
      quantity: 10_000,
      origin: 'purchase',
      ...audit,
    } as const;
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('expectedReceipts')
        .values([
          { id: newId(), dueOn: '2026-11-01', ...receipt },
          { id: newId(), dueOn: '2026-12-04', ...receipt },
          { id: newId(), dueOn: '2026-11-30', ...receipt },
          { id: newId(), dueOn: null, ...receipt },
        ])
        .execute(),
    );
    const outcome = await company.run(confirmOrder, orderArgs(company, [{ product: company.box, pieces: 1 }]));
    expect(outcome).toMatchObject({ adjustments: [{ params: { officeDueOn: '2026-11-30' } }] });
  });

  it('R55 a credit hold names the order of a colleague that used the limit, and the oldest receivable', async () => {
    const company = await makeCompany(current());
    const chen = await colleague(company, '陈静');
    const theirs = orderArgs(company, [{ product: company.mug, pieces: 1_100 }], { number: 'SO-K7-000777' });
    await company.run(confirmOrder, theirs, { now: NOW, userId: chen.id });
    const mine = orderArgs(company, [{ product: company.jug, pieces: 30 }], { dataAsOf: NOW - HOUR });
    expect(await company.run(confirmOrder, mine)).toMatchObject({
      adjustments: [
        {
          code: 'billing.limitExceeded',
          params: {
            officeUsedDocument: 'SO-K7-000777',
            officeUsedMinor: 7_768_750,
            officeUsedAt: NOW,
            officeUsedBy: '陈静',
          },
        },
      ],
    });
    const receivable = { documentId: newId(), kind: 'receivable', amountMinor: 100, currency: 'CNY' } as const;
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('exposureEntries')
        .values({
          id: newId(),
          customerId: company.otherCustomerId,
          documentNumber: 'INV-7',
          dueOn: '2026-09-01',
          ...receivable,
          ...audit,
        })
        .execute(),
    );
    const overdue = { number: 'SO-K7-000125', customerId: company.otherCustomerId, dataAsOf: NOW - HOUR };
    expect(
      await company.run(confirmOrder, orderArgs(company, [{ product: company.mug, pieces: 1 }], overdue)),
    ).toMatchObject({
      adjustments: [
        { code: 'inventory.shortStock' },
        { code: 'billing.overdue', params: { officeOverdueDocument: 'INV-7', officeOverdueSince: '2026-09-01' } },
      ],
    });
  });

  it('R113 who took away the customer or a product is named, but never for a customer of another territory', async () => {
    const company = await makeCompany(current());
    const chen = await colleague(company, '陈静');
    const gone = { deletedAt: NOW - 60_000, updatedBy: chen.id };
    await writeAs(current(), 'command', async (tx) => {
      await tx.updateTable('customers').set(gone).where('id', '=', company.customerId).execute();
      await tx.updateTable('products').set(gone).where('id', '=', company.jug.id).execute();
    });
    const order = (change: object = {}) => orderArgs(company, [{ product: company.mug, pieces: 1 }], change);
    expect(await company.run(confirmOrder, order())).toEqual({
      state: 'rejected',
      reason: {
        code: 'crm.customerGone',
        params: { customer: '武汉恒通百货有限公司', context: 'by', officeAt: NOW - 60_000, officeBy: '陈静' },
      },
    });
    expect(await company.run(confirmOrder, order(), { scopes: ['company'] })).toEqual({
      state: 'rejected',
      reason: { code: 'crm.customerGone', params: {} },
    });
    const withJug = orderArgs(
      company,
      [
        { product: company.mug, pieces: 1 },
        { product: company.jug, pieces: 1 },
      ],
      { customerId: company.otherCustomerId },
    );
    expect(await company.run(confirmOrder, withJug)).toEqual({
      state: 'rejected',
      reason: {
        code: 'inventory.productGone',
        params: { line: 2, product: '产品 B-020', context: 'by', officeAt: NOW - 60_000, officeBy: '陈静' },
      },
    });
  });

  it('version 1 answers for ever as it did: the same rows, and no parameter more', async () => {
    const company = await makeCompany(current());
    const args = orderArgsOfBefore(company, [{ product: company.jug, pieces: 60, listPrice: 95_0000, taxRate: 1_600 }]);
    expect(await company.run(confirmOrderFirst, args)).toMatchObject({
      state: 'adjusted',
      adjustments: [
        {
          code: 'inventory.shortStock',
          params: { line: 1, product: '产品 B-020', unit: '件', reserved: 380_000, backOrdered: 220_000 },
        },
        {
          code: 'sales.priceNotListed',
          params: { line: 1, product: '产品 B-020', listPrice: 89_0000, currency: 'CNY' },
        },
        { code: 'billing.taxRateDiffers', params: { line: 1, product: '产品 B-020', taxRate: 1_300 } },
      ],
    });
    const outcome = await company.run(confirmOrderFirst, { ...args, orderId: newId(), dataAsOf: NOW });
    expect(outcome).toMatchObject({ state: 'rejected', reason: { code: 'kernel.invalidArguments' } });
  });
});
