import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../../tests/support/databases.ts';
import { audited, order, orderLine } from '../../../../../tests/support/sample-rows.ts';
import { addDays, calendarDateAt, startOfDay } from '../../../../kernel/instants.ts';
import type { QueryDefinition } from '../../../../kernel/query.ts';
import { runQuery } from '../../../../kernel/runner.ts';
import type { Row } from '../../../../kernel/table.ts';
import { countAccuracy, countDifferences } from './count-accuracy.ts';
import { fillRate, fillRateLines } from './fill-rate.ts';
import { freightCost, freightShipments } from './freight-cost.ts';

const TODAY = calendarDateAt(NOW, 480);
const ago = (days: number) => addDays(TODAY, -days);
const period = { from: ago(60), to: TODAY };
const all = { warehouseId: null, category: null, slice: null, limitRows: 100 };
const page = { cursor: null, limit: 100 };

eachDatabase('server', (current) => {
  let company: TestCompany;
  beforeEach(async () => {
    company = await makeCompany(current());
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('userScopes')
        .values({ id: newId(), userId: company.userId, scope: 'warehouse:*', ...audited })
        .execute(),
    );
  });

  async function ask<Args, Result>(query: QueryDefinition<Args, Result>, args: object): Promise<Result> {
    const actor = { userId: company.userId, permissions: new Set(['inventory.seeReports', 'inventory.seeCost']) };
    const context = { actor, now: NOW, search: async () => [], findByCodes: async () => [] };
    return (await runQuery(current().kysely, query, args, context)) as Result;
  }

  /** An order of mugs, ten pieces a line. */
  async function ordered(given: Partial<Row<'orders'>>, lines = 1): Promise<{ id: string; lineIds: string[] }> {
    const id = newId();
    const lineIds = Array.from({ length: lines }, newId);
    const { warehouseId, customerId, mug } = company;
    await writeAs(current(), 'command', async (tx) => {
      await tx
        .insertInto('orders')
        .values(order(id, { warehouseId, customerId, customerName: 'Hengtong', ...given }))
        .execute();
      for (const [at, lineId] of lineIds.entries())
        await tx
          .insertInto('orderLines')
          .values(orderLine(lineId, id, { position: at + 1, productId: mug.id, quantity: 100_000, netMinor: 10_000 }))
          .execute();
    });
    return { id, lineIds };
  }

  async function shipped(
    orderId: string,
    on: string,
    lines: readonly { readonly lineId: string | undefined; readonly quantity: number }[],
    given: Partial<Row<'shipments'>> = {},
  ): Promise<string> {
    const id = newId();
    const { warehouseId, customerId, mug } = company;
    await writeAs(current(), 'command', async (tx) => {
      await tx
        .insertInto('shipments')
        .values({
          ...{ id, number: `DN-${id.slice(-4)}`, orderId, orderNumber: 'SO-1', warehouseId, warehouseName: 'W' },
          ...{ customerId, customerName: 'Hengtong', state: 'shipped', shippedOn: on, currency: 'CNY' },
          shippedAt: startOfDay(on, 480) + 1_000,
          ...{ shippedBy: 'u1', shippedByName: 'He', deviceCode: 'K7', parcelCount: 1, lineCount: lines.length },
          ...{ pickListId: null, contactName: null, phone: null, shipTo: null, carrierId: null, carrierName: null },
          ...{ trackingNumber: null, freightMinor: null, weightGrams: null, note: null, tourOn: null, driverId: null },
          ...{ stop: null, deliveredAt: null, receivedByName: null, signatureHash: null, photoHash: null },
          ...{ deliveryNote: null, reversesId: null },
          ...audited,
          ...given,
        })
        .execute();
      for (const [at, { lineId = '', quantity }] of lines.entries())
        await tx
          .insertInto('shipmentLines')
          .values({
            ...{ id: newId(), shipmentId: id, position: at + 1, orderLineId: lineId, productId: mug.id, quantity },
            ...{ productCode: 'A-100', productName: 'Mug', unit: '件', lotId: null, lotCode: null, serialId: null },
            ...{ serialCode: null, locationId: null, pickLineId: null, parcel: 1, returned: 0, ...audited },
          })
          .execute();
    });
    return id;
  }

  const rate = { ...all, ...period, dueDays: 3, by: 'customer' as const };

  it('a line is filled when its first shipment had all of it by the promised day', async () => {
    const inTime = await ordered({ requestedOn: ago(10) }, 2);
    // Two lots of a line in one shipment are one shipment.
    await shipped(inTime.id, ago(10), [
      { lineId: inTime.lineIds[0], quantity: 40_000 },
      { lineId: inTime.lineIds[0], quantity: 60_000 },
      { lineId: inTime.lineIds[1], quantity: 100_000 },
    ]);
    const late = await ordered({ requestedOn: ago(10) });
    await shipped(late.id, ago(9), [{ lineId: late.lineIds[0], quantity: 100_000 }]);
    const short = await ordered({ requestedOn: ago(10) });
    await shipped(short.id, ago(12), [{ lineId: short.lineIds[0], quantity: 30_000 }]);
    await shipped(short.id, ago(11), [{ lineId: short.lineIds[0], quantity: 70_000 }]);
    // What was taken back was no shipment.
    const back = await ordered({ requestedOn: ago(10) });
    await shipped(back.id, ago(12), [{ lineId: back.lineIds[0], quantity: 100_000 }], { state: 'reversed' });
    const report = await ask(fillRate, rate);
    expect(report.total).toEqual({ lines: 5, filled: 2, late: 1, short: 1, open: 1, rate: 4_000 });
    expect(report.rows).toMatchObject([{ id: company.customerId, name: 'Hengtong', lines: 5, filled: 2 }]);
    const behind = await ask(fillRateLines, { ...period, ...page, ...noFilter, customerId: company.customerId });
    expect(behind.rows.map(({ outcome }) => outcome)).toEqual(['open', 'short', 'late', 'filled', 'filled']);
  });
  const noFilter = { warehouseId: null, category: null, slice: null, dueDays: 3, customerId: null, productId: null };

  it('is due by its promise, else so many days after its order; not before the day is over, not when it was cancelled', async () => {
    await ordered({ requestedOn: null, orderedOn: ago(4) });
    await ordered({ requestedOn: null, orderedOn: ago(3) });
    await ordered({ requestedOn: TODAY });
    await ordered({ requestedOn: ago(70) });
    await ordered({ requestedOn: ago(5), state: 'cancelled' });
    const cut = await ordered({ requestedOn: ago(5) });
    await shipped(cut.id, ago(6), [{ lineId: cut.lineIds[0], quantity: 100_000 }]);
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('orderChanges')
        .values({
          ...{ id: newId(), orderId: cut.id, orderLineId: cut.lineIds[0] ?? '', kind: 'lineCut', position: 1 },
          ...{ productId: company.mug.id, productName: 'Mug', unit: '件', quantity: 50_000 },
          ...{ quantityBefore: 150_000, quantityAfter: 100_000, warehouseId: null, warehouseName: null },
          ...{ newLineId: null, newProductName: null, totalBeforeMinor: 0, totalAfterMinor: 0, currency: 'CNY' },
          ...{ orderNumber: 'SO-1', customerName: 'H', shipTo: null, requestedOn: null, changedAt: NOW },
          ...{ changedBy: 'u1', changedByName: 'Z', deviceCode: 'K7', ...audited },
        })
        .execute(),
    );
    const { rows } = await ask(fillRateLines, { ...period, ...page, ...noFilter });
    expect(rows).toMatchObject([
      { dueOn: ago(1), outcome: 'open', asked: 100_000 },
      { dueOn: ago(5), outcome: 'short', asked: 150_000, firstQuantity: 100_000 },
    ]);
  });

  it('goods that left before delivery notes were documents are found by their movements', async () => {
    const old = await ordered({ requestedOn: ago(10) });
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('stockMovements')
        .values({
          ...{ id: newId(), productId: company.mug.id, warehouseId: company.warehouseId, quantity: -100_000 },
          ...{ cause: 'shipment', documentId: old.id, documentNumber: 'DN-OLD', lotId: null },
          occurredAt: startOfDay(ago(10), 480),
          ...audited,
        })
        .execute(),
    );
    expect((await ask(fillRate, { ...rate, by: 'product' })).rows).toMatchObject([{ code: 'P1', filled: 1 }]);
  });

  it('freight stands by carrier and month, for an order and against the price of the goods; what stands behind adds up', async () => {
    const one = await ordered({});
    const two = await ordered({});
    const line = (of: { lineIds: string[] }, quantity: number) => [{ lineId: of.lineIds[0], quantity }];
    const sf = { carrierId: company.otherCustomerId, carrierName: 'SF' };
    const recent = `${TODAY.slice(0, 7)}-01`;
    await shipped(one.id, recent, line(one, 50_000), { ...sf, freightMinor: 600 });
    await shipped(one.id, recent, line(one, 50_000), { ...sf, freightMinor: 400 });
    await shipped(two.id, addDays(recent, -1), line(two, 100_000), { freightMinor: 500 });
    await shipped(two.id, recent, [], { freightMinor: null });
    // As a packing desk tells it: apart from the shipment, which more people see (R47).
    const told = await shipped(two.id, recent, [], { ...sf, freightMinor: null });
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('shipmentFreights')
        .values({ id: told, freightMinor: 250, currency: 'CNY', ...audited })
        .execute(),
    );
    await shipped(two.id, recent, [], { freightMinor: 9_000, state: 'reversed' });
    const report = await ask(freightCost, { warehouseId: null, slice: null, limitRows: 10, ...period });
    expect(report).toMatchObject({ withoutFreight: 1, otherCurrencies: [] });
    expect(report.rows).toMatchObject([
      {
        name: 'SF',
        shipments: 3,
        orders: 2,
        freightMinor: 1_250,
        perOrderMinor: 625,
        share: 1_250,
        byMonth: [0, 1_250],
      },
      { id: '', name: null, freightMinor: 500, goodsMinor: 10_000, share: 500, byMonth: [500, 0] },
    ]);
    expect(report.total).toMatchObject({ freightMinor: 1_750, orders: 2, perOrderMinor: 875 });
    for (const row of report.rows) {
      const args = { ...period, ...page, warehouseId: null, slice: null, carrierId: row.id };
      const behind = await ask(freightShipments, args);
      expect(behind.rows.reduce((sum, { freightMinor }) => sum + freightMinor, 0)).toBe(row.freightMinor);
    }
    expect(
      (await ask(freightCost, { warehouseId: null, slice: recent.slice(0, 7), limitRows: 10, ...period })).count,
    ).toBe(1);
  });

  it('counts are right by their lines, and by value; open and cancelled ones count nothing', async () => {
    const { mug, jug, warehouseId } = company;
    const count = (id: string, state: Row<'stockCounts'>['state']) => ({
      ...{ id, number: `CC-${id.slice(-2)}`, warehouseId, state, basis: 'all' as const, lineCount: 2 },
      ...{ startedAt: NOW, startedByName: 'He', postedByName: 'Z', note: null },
      postedAt: state === 'posted' ? startOfDay(ago(3), 480) : null,
      ...audited,
    });
    const line = (countId: string, productId: string, book: number, counted: number) => ({
      ...{ id: newId(), countId, warehouseId, position: 1, productId, productCode: 'A', productName: 'N', unit: '件' },
      ...{ lotId: null, lotCode: null, locationId: null, locationCode: null, state: 'posted' as const },
      ...{ counted, countedAt: NOW, countedBy: 'u1', countedByName: 'He', book, firstCounted: null },
      ...{ firstCountedByName: null, reason: null, ...audited },
    });
    const [posted, open] = [newId(), newId()];
    await writeAs(current(), 'command', async (tx) => {
      await tx
        .insertInto('stockCounts')
        .values([count(posted, 'posted'), count(open, 'open')])
        .execute();
      await tx
        .insertInto('countLines')
        .values([
          line(posted, mug.id, 100_000, 100_000),
          line(posted, mug.id, 50_000, 40_000),
          line(posted, jug.id, 20_000, 30_000),
          line(open, jug.id, 20_000, 0),
        ])
        .execute();
      // The jug's cost is not known: it counts by its lines alone.
      await tx
        .insertInto('productCosts')
        .values({ id: mug.id, productId: mug.id, averageCost: 20_000, currency: 'CNY', ...audited })
        .execute();
    });
    const report = await ask(countAccuracy, { ...all, ...period });
    expect(report.total).toEqual({ lines: 3, right: 1, accuracy: 3_333, differenceMinor: 200, valueAccuracy: 9_333 });
    expect(report.rows).toMatchObject([{ id: posted, lines: 3, right: 1, valueMinor: -200 }]);
    expect(report.byMonth).toMatchObject([{ month: ago(3).slice(0, 7), lines: 3 }]);
    const asked = { ...period, ...page, warehouseId: null, category: null, countId: posted };
    const behind = await ask(countDifferences, { ...asked, limit: 1 });
    expect(behind).toMatchObject({ rows: [{ difference: -10_000, valueMinor: -200 }], next: { key: 1 } });
    const rest = await ask(countDifferences, { ...asked, cursor: behind.next });
    expect(rest).toMatchObject({ rows: [{ difference: 10_000, valueMinor: null }], next: null });
  });
});
