// R82: who got a lot, where it lies and where it came from, on both databases.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { outbound } from '../../tests/support/outbound.ts';
import { locationGoods, locationList, zoneList } from '../domains/inventory/queries/places.ts';
import { lotTrace, serialTrace } from '../domains/inventory/queries/trace.ts';
import { ONE_UNIT } from '../kernel/money.ts';
import { receiveGoods } from './inbound/receive-goods.ts';

const u = (pieces: number) => pieces * ONE_UNIT;

eachDatabase('server', (current) => {
  let company: TestCompany;
  beforeEach(async () => {
    company = await makeCompany(current());
  });
  const context = () => ({
    actor: { userId: company.userId, permissions: new Set<string>() },
    now: NOW,
    search: async () => [],
    findByCodes: async () => [],
  });
  const receive = (line: object) =>
    company.run(receiveGoods, {
      ...{ receiptId: newId(), number: 'GR-K7-000001', warehouseId: company.warehouseId, purchaseOrderId: null },
      ...{ supplierId: null, deliveryNote: 'LS-77', receivedAt: NOW, note: null },
      lines: [
        {
          ...{ id: newId(), movementId: newId(), lotId: null, lotCode: null, expiresOn: null, serialId: null },
          ...{ serialCode: null, purchaseOrderLineId: null, condition: 'saleable', rejectReason: null },
          ...{ locationId: null, quantity: u(1), ...line },
        },
      ],
    });

  it('R82 a lot shows its receipt, its place, and every customer who got it', async () => {
    const way = outbound(company, current());
    const places = await way.putLocations(['A-01', 'A-02']);
    await way.putLots(company.box, []);
    const lotId = newId();
    const goods = { productId: company.box.id, lotId, lotCode: 'L-23', expiresOn: '2027-06-30' };
    await receive({ ...goods, quantity: u(30), locationId: places['A-02'] ?? null });
    const sent = async (pieces: number, change: object = {}) => {
      const { orderId } = await way.order([{ product: company.box, pieces }], change);
      const { pickListId } = await way.release([orderId]);
      await way.pick(pickListId);
      return way.ship(orderId, pickListId);
    };
    await sent(4);
    const wrong = await sent(3, { customerId: company.otherCustomerId });
    await way.reverse(wrong.shipmentId);
    await sent(5);
    const trace = await lotTrace.run(current().kysely, { id: lotId }, context());
    expect(trace).toMatchObject({
      lot: { code: 'L-23' },
      receipts: [{ number: 'GR-K7-000001', deliveryNote: 'LS-77', quantity: u(30) }],
      isWhole: true,
    });
    const received = new Map<string, number>();
    for (const { customerId, quantity } of trace?.shipments ?? [])
      received.set(customerId, (received.get(customerId) ?? 0) + quantity);
    expect(received).toEqual(
      new Map([
        [company.customerId, u(9)],
        [company.otherCustomerId, 0],
      ]),
    );
    // What came back of the reversal lies wherever it was put: all of it is somewhere.
    expect(trace?.places.reduce((sum, place) => sum + place.onHand, 0)).toBe(u(21));
    expect(trace?.places.map(({ locationCode }) => locationCode)).toContain('A-02');

    const { warehouseId } = company;
    const zones = await zoneList.run(current().kysely, { warehouseId }, context());
    expect(zones).toMatchObject([{ code: 'storage', placeCount: 2, isOutOfUse: false }]);
    const list = async (use: 'filled' | 'empty' | 'all', search = '') => {
      const args = { search, warehouseId, zoneId: null, use, cursor: null, limit: 10 };
      return (await locationList.run(current().kysely, args, context())).rows.map(({ code }) => code);
    };
    expect(await list('filled')).toEqual(['A-02']);
    expect(await list('empty')).toEqual(['A-01']);
    expect(await list('all', 'a-0')).toEqual(['A-01', 'A-02']);
    expect(await list('all', 'B')).toEqual([]);
    const there = await locationGoods.run(current().kysely, { id: places['A-02'] ?? '' }, context());
    expect(there?.rows).toMatchObject([{ code: company.box.code, lotCode: 'L-23' }]);
    expect(await lotTrace.run(current().kysely, { id: newId() }, context())).toBeNull();
  });

  it('R82 what left by an order alone, as opened history did, names its customer', async () => {
    const way = outbound(company, current());
    const { orderId } = await way.order([{ product: company.box, pieces: 2 }]);
    const lotId = newId();
    const audit = { createdAt: NOW, createdBy: company.userId, updatedAt: NOW, updatedBy: company.userId };
    const of = { productId: company.box.id, warehouseId: company.warehouseId, lotId, occurredAt: NOW, ...audit };
    await writeAs(current(), 'command', async (tx) => {
      await tx
        .insertInto('lots')
        .values({
          id: lotId,
          productId: company.box.id,
          code: 'L261104-1',
          expiresOn: null,
          receivedOn: '2026-11-04',
          supplierId: null,
          ...audit,
        })
        .execute();
      await tx
        .insertInto('stockMovements')
        .values([
          { ...of, id: newId(), quantity: u(5), cause: 'openingBalance' },
          { ...of, id: newId(), quantity: -u(2), cause: 'shipment', documentId: orderId, documentNumber: 'DN-1' },
        ])
        .execute();
    });
    const trace = await lotTrace.run(current().kysely, { id: lotId }, context());
    const order = await current()
      .kysely.selectFrom('orders')
      .select(['customerId', 'customerName', 'number as orderNumber'])
      .where('id', '=', orderId)
      .executeTakeFirstOrThrow();
    expect(order.customerId).toBe(company.customerId);
    expect(trace?.movements.map(({ cause, receiver }) => [cause, receiver])).toEqual([
      ['openingBalance', null],
      ['shipment', order],
    ]);
  });

  it('R85 a numbered piece shows where it came from and where it is', async () => {
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('products').set({ tracking: 'serial' }).where('id', '=', company.box.id).execute(),
    );
    const serialId = newId();
    await receive({ productId: company.box.id, serialId, serialCode: 'SN-1' });
    const trace = await serialTrace.run(current().kysely, { id: serialId }, context());
    expect(trace).toMatchObject({
      serial: { code: 'SN-1', state: 'inStock', warehouseId: company.warehouseId },
      receipts: [{ number: 'GR-K7-000001', quantity: u(1) }],
      shipments: [],
      isWhole: true,
    });
  });
});
