// What goods cost by the moving average (R32), on both databases: bought, sent between warehouses, taken back, told late.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany, type TestProduct } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { outbound } from '../../../tests/support/outbound.ts';
import { stockAtDate } from '../../domains/inventory/queries/reports/stock-at-date.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { importStock } from '../import-stock.ts';
import { reverseShipment } from '../reverse-shipment.ts';
import { writePurchase } from './change-purchase.ts';
import { scrapStock } from './move-stock.ts';
import { receiveGoods } from './receive-goods.ts';
import { takeBackGoods } from './take-back-goods.ts';
import { askTransfer, receiveTransfer, sendTransfer } from './transfer-goods.ts';

const HOUR = 3_600_000;
const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
const u = (pieces: number) => pieces * ONE_UNIT;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let supplierId: string;
  let abroadId: string;
  let running = 0;
  const from = () => current().kysely;
  const number = (series: string) => {
    running += 1;
    return `${series}-K7-${String(running).padStart(6, '0')}`;
  };
  beforeEach(async () => {
    company = await makeCompany(current());
    supplierId = newId();
    abroadId = newId();
    await writeAs(current(), 'command', async (tx) => {
      const nothing = { taxNumber: null, contactName: null, phone: null, email: null, address: null };
      const place = { city: null, country: null, paymentTermsDays: 30, leadDays: 7 };
      await tx
        .insertInto('suppliers')
        .values([
          { id: supplierId, code: 'V1', name: '景德镇瓷厂', currency: 'CNY', ...nothing, ...place, ...audit },
          { id: abroadId, code: 'V2', name: 'Porzellan GmbH', currency: 'EUR', ...nothing, ...place, ...audit },
        ])
        .execute();
    });
  });

  const scrap = async (product: TestProduct, pieces: number, now = NOW) => {
    const one = { movementId: newId(), productId: product.id, lotId: null, serialId: null, locationId: null };
    const head = { scrapId: newId(), number: null, warehouseId: company.warehouseId, scrappedAt: now, reason: '破损' };
    const lines = [{ ...one, condition: 'saleable', quantity: u(pieces) }];
    expect((await company.run(scrapStock, { ...head, lines }, { now })).state).toBe('applied');
  };
  /** Orders goods and takes them in, at the hour after `NOW` at which it is told. */
  const buyIn = async (
    product: TestProduct,
    pieces: number,
    unitCost: number,
    { hour = 1, cameAtHour, by = supplierId }: { hour?: number; cameAtHour?: number; by?: string } = {},
  ) => {
    const [purchaseOrderId, purchaseOrderLineId] = [newId(), newId()];
    const head = { number: number('PO'), supplierId: by, warehouseId: company.warehouseId, dueOn: '2026-12-01' };
    const wanted = { productId: product.id, unitId: null, quantity: u(pieces), dueOn: null, unitCost };
    const lines = [{ id: purchaseOrderLineId, ...wanted }];
    const bought = await company.run(writePurchase, { purchaseOrderId, ...head, note: null, isOrdered: true, lines });
    expect(bought.state).toBe('applied');
    const goods = {
      ...{ id: newId(), movementId: newId(), lotId: null, lotCode: null, expiresOn: null, serialId: null },
      ...{ serialCode: null, productId: product.id, purchaseOrderLineId, locationId: null },
      ...{ quantity: u(pieces), condition: 'saleable', rejectReason: null },
    };
    const paper = { receiptId: newId(), number: number('GR'), warehouseId: company.warehouseId };
    const rest = { supplierId: null, deliveryNote: null, note: null, receivedAt: NOW + (cameAtHour ?? hour) * HOUR };
    const now = NOW + hour * HOUR;
    return company.run(receiveGoods, { ...paper, ...rest, purchaseOrderId, lines: [goods] }, { now });
  };
  const costOf = (product: TestProduct) =>
    from()
      .selectFrom('productCosts')
      .select(['averageCost', 'currency'])
      .where('id', '=', product.id)
      .executeTakeFirst();
  const sayRate = (validFrom: string, rate: number) =>
    writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('exchangeRates')
        .values({ id: newId(), currency: 'EUR', validFrom, rate, ...audit })
        .execute(),
    );

  it('R32, R46 what a supplier asks in another currency counts by the rate of the day', async () => {
    await scrap(company.mug, 140);
    await sayRate('2026-01-01', 7_500_000);
    await sayRate('2026-11-20', 7_812_345);
    await sayRate('2026-12-20', 9_000_000);
    expect(await buyIn(company.mug, 10, 20_0000, { by: abroadId })).toMatchObject({ state: 'applied' });
    // 20.00 EUR · 7.812345 = 156.2469 CNY.
    expect(await costOf(company.mug)).toEqual({ averageCost: 156_2469, currency: 'CNY' });
  });

  it('R32, R46 without a rate the goods come in at the average, and the office is told', async () => {
    await scrap(company.mug, 140);
    await buyIn(company.mug, 10, 10_0000);
    expect(await buyIn(company.mug, 10, 20_0000, { hour: 2, by: abroadId })).toMatchObject({
      flags: [{ code: 'inventory.rateMissing', params: { currency: 'EUR', day: '2026-11-23' } }],
    });
    expect(await costOf(company.mug)).toEqual({ averageCost: 10_0000, currency: 'CNY' });
    expect(await buyIn(company.jug, 10, 20_0000, { hour: 2, by: abroadId })).toMatchObject({
      flags: [{ code: 'inventory.rateMissing' }],
    });
    expect(await costOf(company.jug)).toBeUndefined();
  });

  it('R27, R32 goods under way between warehouses count in the average, whichever warehouse tells first', async () => {
    await scrap(company.mug, 140);
    await buyIn(company.mug, 100, 10_0000);
    const transfer = async (hour: number, isToldBackwards: boolean) => {
      const [transferId, lineId] = [newId(), newId()];
      const places = { fromWarehouseId: company.warehouseId, toWarehouseId: company.otherWarehouseId };
      const lines = [{ id: lineId, productId: company.mug.id, lotId: null, quantity: u(50) }];
      await company.run(askTransfer, { transferId, number: number('TR'), ...places, dueOn: null, note: null, lines });
      const goods = { lineId, lotId: null, serialId: null, locationId: null, quantity: u(50) };
      const now = NOW + hour * HOUR;
      const send = () =>
        company.run(sendTransfer, { transferId, sentAt: now, lines: [{ ...goods, movementId: newId() }] }, { now });
      const arrive = () => {
        const line = { ...goods, movementId: newId(), condition: 'saleable' };
        return company.run(receiveTransfer, { transferId, receivedAt: now, lines: [line] }, { now });
      };
      return isToldBackwards ? [arrive, send] : [send, arrive];
    };
    const [send, arrive] = await transfer(2, false);
    await send?.();
    await buyIn(company.mug, 10, 20_0000, { hour: 3 });
    await arrive?.();
    // 100 at 10.00 and 10 at 20.00 were paid.
    const first = Math.round((100 * 10_0000 + 10 * 20_0000) / 110);
    expect(await costOf(company.mug)).toMatchObject({ averageCost: first });
    const [arriveFirst, sendLast] = await transfer(4, true);
    await arriveFirst?.();
    await buyIn(company.mug, 10, 20_0000, { hour: 5 });
    await sendLast?.();
    expect(await costOf(company.mug)).toMatchObject({
      averageCost: Math.round((110 * first + 10 * 20_0000) / 120),
    });
  });

  it('R32, R110 an opening file that is read again leaves an average that receipts made, however much was sold', async () => {
    const bring = (unitCost: number) => {
      const ids = { movementId: newId(), receiptId: newId(), lotId: newId() };
      const nothing = { onOrder: null, dueOn: null, warehouseCode: null, lotCode: null, expiresOn: null, unit: null };
      const row = { line: 2, productCode: 'D-412', onHand: u(100), ...ids, ...nothing, receivedOn: null, unitCost };
      const head = { importId: 'i1', warehouseId: company.otherWarehouseId, openedOn: '2026-11-01' };
      return company.run(importStock, { ...head, rows: [row] }, { now: NOW });
    };
    await bring(9_0000);
    await bring(10_0000);
    expect(await costOf(company.box)).toMatchObject({ averageCost: 10_0000 });
    await buyIn(company.box, 50, 20_0000);
    expect(await costOf(company.box)).toMatchObject({ averageCost: 13_3333 });
    await scrap(company.box, 50, NOW + 2 * HOUR);
    await bring(10_0000);
    expect(await costOf(company.box)).toMatchObject({ averageCost: 13_3333 });
  });

  /** Buys ten mugs at 10.00 and sends them. */
  const sell = async (product: TestProduct, pieces: number) => {
    const way = outbound(company, current());
    const { orderId } = await way.order([{ product, pieces }]);
    const { pickListId } = await way.release([orderId]);
    await way.pick(pickListId);
    return way.ship(orderId, pickListId);
  };

  it('R8, R32 a shipment that is taken back brings its goods back at the cost they left with', async () => {
    await scrap(company.mug, 140);
    await buyIn(company.mug, 10, 10_0000, { hour: 0 });
    const { shipmentId } = await sell(company.mug, 10);
    await buyIn(company.mug, 10, 30_0000, { hour: 0 });
    expect(await costOf(company.mug)).toMatchObject({ averageCost: 30_0000 });
    const back = { reversalId: newId(), number: number('DN'), shipmentId, note: '写错了' };
    expect((await company.run(reverseShipment, back)).state).toBe('applied');
    // 10 at 10.00 and 10 at 30.00 were paid.
    expect(await costOf(company.mug)).toMatchObject({ averageCost: 20_0000 });
  });

  it('R32 what comes back on the line of other goods takes nothing of their cost', async () => {
    await scrap(company.mug, 140);
    await scrap(company.jug, 38);
    await buyIn(company.mug, 10, 10_0000, { hour: 0 });
    await buyIn(company.jug, 10, 900_0000, { hour: 0 });
    const { shipmentId } = await sell(company.jug, 5);
    const [sent] = await from().selectFrom('shipmentLines').select('id').execute();
    const which = { shipmentLineId: sent?.id, productId: company.mug.id, lotId: null, serialId: null };
    const line = { id: newId(), ...which, locationId: null, quantity: u(5), condition: 'saleable' };
    const head = { goodsReturnId: newId(), number: number('RT'), warehouseId: company.warehouseId, shipmentId };
    const lines = [{ ...line, reason: 'wrongGoods' }];
    expect(await company.run(takeBackGoods, { ...head, returnedAt: NOW, note: null, lines })).toMatchObject({
      flags: [{ code: 'inventory.returnedUnsent' }],
    });
    expect(await costOf(company.mug)).toMatchObject({ averageCost: 10_0000 });
  });

  it('R32, R33 stock of a day is worth its average, also after goods that were told late', async () => {
    const everywhere = { id: newId(), userId: company.userId, scope: 'warehouse:*', ...audit };
    await writeAs(current(), 'command', (tx) => tx.insertInto('userScopes').values(everywhere).execute());
    await scrap(company.mug, 140);
    await buyIn(company.mug, 10, 10_0000);
    await scrap(company.mug, 1, NOW + 3 * HOUR);
    await buyIn(company.mug, 9, 30_0000, { hour: 4, cameAtHour: 2 });
    const actor = { userId: company.userId, permissions: new Set(['inventory.seeReports', 'inventory.seeCost']) };
    const context = { actor, now: NOW + 5 * HOUR, search: async () => [], findByCodes: async () => [] };
    const all = { warehouseId: null, category: null, slice: null, limitRows: 100 };
    const report = await stockAtDate.run(from(), { ...all, on: '2026-11-24' }, context);
    expect(await costOf(company.mug)).toMatchObject({ averageCost: 20_0000 });
    expect(report.rows.find(({ id }) => id === company.mug.id)).toMatchObject({
      ...{ quantity: u(18), valueMinor: 360_00 },
    });
  });
});
