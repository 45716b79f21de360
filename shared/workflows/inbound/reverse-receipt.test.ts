// A receipt that was written wrongly is taken back (R8, R32), on both databases.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany, type TestProduct } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { outbound } from '../../../tests/support/outbound.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { closePurchase, writePurchase } from './change-purchase.ts';
import { grantQuota } from './manage-quotas.ts';
import { moveStock } from './move-stock.ts';
import { receiveGoods } from './receive-goods.ts';
import { reverseReceipt } from './reverse-receipt.ts';

const HOUR = 3_600_000;
const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
const u = (pieces: number) => pieces * ONE_UNIT;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let supplierId: string;
  let running = 0;
  const from = () => current().kysely;
  beforeEach(async () => {
    company = await makeCompany(current());
    supplierId = newId();
    await writeAs(current(), 'command', async (tx) => {
      const nothing = { taxNumber: null, contactName: null, phone: null, email: null, address: null };
      const place = { city: null, country: null, currency: 'CNY', paymentTermsDays: 30, leadDays: 7 };
      await tx
        .insertInto('suppliers')
        .values({ id: supplierId, code: 'V1', name: '景德镇瓷厂', ...nothing, ...place, ...audit })
        .execute();
      await tx.updateTable('products').set({ tracking: 'lot' }).where('id', '=', company.jug.id).execute();
      await tx.updateTable('products').set({ tracking: 'serial' }).where('id', '=', company.box.id).execute();
    });
  });

  const number = (series: string) => {
    running += 1;
    return `${series}-K7-${String(running).padStart(6, '0')}`;
  };
  const line = (product: TestProduct, pieces: number, change: object = {}) => ({
    ...{ id: newId(), movementId: newId(), lotId: null, lotCode: null, expiresOn: null, serialId: null },
    ...{ serialCode: null, productId: product.id, purchaseOrderLineId: null, locationId: null },
    ...{ quantity: u(pieces), condition: 'saleable', rejectReason: null },
    ...change,
  });
  const receive = async (lines: object[], change: object = {}) => {
    const receiptId = newId();
    const nothing = { purchaseOrderId: null, supplierId: null, deliveryNote: null, note: null };
    const head = { receiptId, number: number('GR'), warehouseId: company.warehouseId, receivedAt: NOW };
    const outcome = await company.run(receiveGoods, { ...head, ...nothing, lines, ...change }, { now: NOW + HOUR });
    expect(outcome.state).toBe('applied');
    return receiptId;
  };
  const reverse = (receiptId: string) => {
    const args = { reversalId: newId(), number: number('GR'), receiptId, note: '点错了' };
    return company.run(reverseReceipt, args, { now: NOW + 2 * HOUR });
  };
  const balance = (product: TestProduct) =>
    from()
      .selectFrom('stockBalances')
      .select(['onHand', 'incoming', 'quarantined'])
      .where('id', '=', `${product.id}:${company.warehouseId}`)
      .executeTakeFirst();
  const buy = async (pieces: number, unitCost: number | null = null) => {
    const [purchaseOrderId, lineId] = [newId(), newId()];
    const head = { number: number('PO'), supplierId, warehouseId: company.warehouseId, dueOn: '2026-12-01' };
    const wanted = { id: lineId, productId: company.mug.id, unitId: null, quantity: u(pieces), dueOn: null, unitCost };
    const args = { purchaseOrderId, ...head, note: null, isOrdered: true, lines: [wanted] };
    expect((await company.run(writePurchase, args)).state).toBe('applied');
    return { purchaseOrderId, purchaseOrderLineId: lineId };
  };

  it('R8 a receipt is taken back by another one below zero; its purchase order waits for the goods again', async () => {
    const { purchaseOrderId, purchaseOrderLineId } = await buy(20);
    const goods = [
      line(company.mug, 17, { purchaseOrderLineId }),
      line(company.mug, 3, { purchaseOrderLineId, condition: 'quarantine', rejectReason: '破损' }),
    ];
    const receiptId = await receive(goods, { purchaseOrderId });
    expect(await balance(company.mug)).toEqual({ onHand: u(160), incoming: 0, quarantined: u(3) });
    expect(await reverse(receiptId)).toMatchObject({ state: 'applied' });
    expect(await balance(company.mug)).toEqual({ onHand: u(140), incoming: u(20), quarantined: 0 });
    const purchase = await from().selectFrom('purchaseOrders').selectAll().executeTakeFirstOrThrow();
    expect(purchase.state).toBe('open');
    expect(await from().selectFrom('purchaseOrderLines').selectAll().execute()).toMatchObject([
      { received: 0, rejected: 0 },
    ]);
    const [first, second] = await from().selectFrom('receipts').selectAll().orderBy('receivedAt').execute();
    expect([first?.reversesId, second?.reversesId]).toEqual([second?.id, first?.id]);
    const moved = await from()
      .selectFrom('stockMovements')
      .selectAll()
      .where('documentId', '=', second?.id ?? '')
      .orderBy('quantity')
      .execute();
    expect(moved).toMatchObject([
      { quantity: -u(17), condition: 'saleable', reversesId: goods[0]?.movementId, cause: 'receipt' },
      { quantity: -u(3), condition: 'quarantine', reversesId: goods[1]?.movementId },
    ]);
    for (const id of [receiptId, second?.id ?? '', newId()]) {
      const code = id === first?.id || id === second?.id ? 'inventory.receiptReversed' : 'inventory.receiptGone';
      expect(await reverse(id)).toMatchObject({ state: 'rejected', reason: { code } });
    }
  });

  it('a purchase order that was closed by hand stays closed', async () => {
    const { purchaseOrderId, purchaseOrderLineId } = await buy(20);
    const receiptId = await receive([line(company.mug, 5, { purchaseOrderLineId })], { purchaseOrderId });
    await company.run(closePurchase, { purchaseOrderId });
    expect((await reverse(receiptId)).state).toBe('applied');
    const purchase = await from().selectFrom('purchaseOrders').selectAll().executeTakeFirstOrThrow();
    expect(purchase.state).toBe('closed');
    expect(await balance(company.mug)).toEqual({ onHand: u(140), incoming: 0, quarantined: 0 });
  });

  it('R8 what is gone from its lot, its condition or its place is not taken back, and nothing is half booked', async () => {
    const lotId = newId();
    const lot = { lotId, lotCode: 'L-7', expiresOn: '2027-05-01' };
    const receiptId = await receive([line(company.mug, 2), line(company.jug, 10, lot)]);
    const goods = { productId: company.jug.id, warehouseId: company.warehouseId, lotId, serialId: null };
    const way = { fromLocationId: null, toLocationId: null, fromCondition: 'saleable', toCondition: 'quarantine' };
    const move = { outId: newId(), inId: newId(), ...goods, quantity: u(40), ...way };
    // Of the product everything goes to quarantine, of this lot or another.
    await company.run(moveStock, { movedAt: NOW + HOUR, number: null, moves: [move] }, { now: NOW + HOUR });
    const before = await balance(company.mug);
    expect(await reverse(receiptId)).toMatchObject({
      state: 'rejected',
      reason: { code: 'inventory.receiptUsed', params: { quantity: u(10) } },
    });
    expect(await balance(company.mug)).toEqual(before);
    expect(await from().selectFrom('receipts').select('id').execute()).toHaveLength(1);
  });

  it('R8 what was put away since is not taken from the floor, where it no longer lies', async () => {
    const [place] = Object.values(await outbound(company, current()).putLocations(['A-01']));
    const lotId = newId();
    const plain = await receive([line(company.mug, 10)]);
    const lotted = await receive([line(company.jug, 10, { lotId, lotCode: 'L-7', expiresOn: '2027-05-01' })]);
    const putAway = async (product: TestProduct, pieces: number, lot: string | null) => {
      const goods = { productId: product.id, warehouseId: company.warehouseId, lotId: lot, serialId: null };
      const way = { fromLocationId: null, toLocationId: place, fromCondition: 'saleable', toCondition: 'saleable' };
      const move = { outId: newId(), inId: newId(), ...goods, quantity: u(pieces), ...way };
      await company.run(moveStock, { movedAt: NOW + HOUR, number: null, moves: [move] }, { now: NOW + HOUR });
    };
    await putAway(company.mug, 141, null);
    await putAway(company.jug, 1, lotId);
    // Nine mugs are left on the floor; and of the other jugs enough, though not of this lot.
    expect(await reverse(plain)).toMatchObject({ reason: { code: 'inventory.receiptUsed' } });
    expect(await reverse(lotted)).toMatchObject({ reason: { code: 'inventory.receiptUsed' } });
  });

  it('R29 a piece that left cannot be taken back', async () => {
    const serialId = newId();
    const receiptId = await receive([line(company.box, 1, { serialId, serialCode: 'SN-1' })]);
    await writeAs(current(), 'command', async (tx) => {
      const gone = { state: 'shipped' as const, warehouseId: null };
      await tx.updateTable('serials').set(gone).where('id', '=', serialId).execute();
    });
    expect(await reverse(receiptId)).toMatchObject({ reason: { code: 'inventory.receiptUsed' } });
    await writeAs(current(), 'command', async (tx) => {
      const here = { state: 'inStock' as const, warehouseId: company.warehouseId };
      await tx.updateTable('serials').set(here).where('id', '=', serialId).execute();
    });
    expect(await reverse(receiptId)).toMatchObject({ state: 'applied' });
    const piece = await from().selectFrom('serials').select('warehouseId').executeTakeFirstOrThrow();
    expect(piece.warehouseId).toBeNull();
  });

  it('R20 what others count on stays: promised goods are freed first', async () => {
    const receiptId = await receive([line(company.mug, 30)]);
    const quota = { quotaId: newId(), userId: company.userId, warehouseId: company.warehouseId };
    const most = { productId: company.mug.id, quantity: u(150), validUntil: null };
    expect((await company.run(grantQuota, { ...quota, ...most }, { now: NOW + HOUR })).state).toBe('applied');
    expect(await reverse(receiptId)).toMatchObject({
      reason: { code: 'inventory.receiptPromised' },
    });
  });

  it('R32 the average gives back what the receipt had brought', async () => {
    const cost = async () =>
      (
        await from()
          .selectFrom('productCosts')
          .select('averageCost')
          .where('id', '=', company.mug.id)
          .executeTakeFirst()
      )?.averageCost;
    const first = await buy(60, 100_000);
    await receive([line(company.mug, 60, { purchaseOrderLineId: first.purchaseOrderLineId })], {
      purchaseOrderId: first.purchaseOrderId,
    });
    const before = await cost();
    const dear = await buy(50, 300_000);
    const receiptId = await receive([line(company.mug, 50, { purchaseOrderLineId: dear.purchaseOrderLineId })], {
      purchaseOrderId: dear.purchaseOrderId,
    });
    expect(await cost()).toBeGreaterThan(before ?? 0);
    expect((await reverse(receiptId)).state).toBe('applied');
    expect(Math.abs(((await cost()) ?? 0) - (before ?? 0))).toBeLessThanOrEqual(1);
    const rows = await from().selectFrom('movementCosts').select(['quantity', 'unitCost']).execute();
    expect(rows).toContainEqual({ quantity: -u(50), unitCost: 300_000 });
  });
});
