/** R22: a manager gives goods that one order holds back to another that waits for them, on both databases. */
import { expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { orderArgs } from '../../tests/support/order-args.ts';
import { outbound } from '../../tests/support/outbound.ts';
import { productHolders } from '../domains/sales/queries/product-holders.ts';
import { ONE_UNIT } from '../kernel/money.ts';
import { cancelOrder } from './cancel-order.ts';
import { moveReservation } from './move-reservation.ts';
import { confirmOrder } from './orders/confirm-order.ts';

const u = (pieces: number) => pieces * ONE_UNIT;
const context = {
  ...{ actor: { userId: 'u1', permissions: new Set<string>() }, now: NOW },
  ...{ search: async () => [], findByCodes: async () => [] },
};

eachDatabase('server', (current) => {
  const from = () => current().kysely;
  let count = 0;

  async function order(company: TestCompany, jugs: number) {
    count += 1;
    const number = `SO-K7-${String(count).padStart(6, '0')}`;
    const args = { ...orderArgs(company, [{ product: company.jug, pieces: jugs }]), number };
    await company.run(confirmOrder, args);
    return { orderId: args.orderId, lineId: args.lines[0]?.id ?? '', number };
  }
  type Ordered = Awaited<ReturnType<typeof order>>;

  /** The first has 30 of 38 jugs, the second the other 8 and waits for 12. */
  async function twoOrders() {
    const company = await makeCompany(current());
    const first = await order(company, 30);
    const second = await order(company, 20);
    const move = (pieces: number, given: object = {}, options: object = {}) =>
      company.run(
        moveReservation,
        {
          ...{ fromOrderId: first.orderId, fromLineId: first.lineId, toOrderId: second.orderId },
          ...{ toLineId: second.lineId, warehouseId: company.warehouseId, quantity: u(pieces) },
          ...{ reservationId: newId(), ...given },
        },
        options,
      );
    return { company, first, second, move };
  }
  const lineOf = async ({ lineId }: Ordered) =>
    from().selectFrom('orderLines').selectAll().where('id', '=', lineId).executeTakeFirstOrThrow();
  const held = async (company: TestCompany) => {
    const rows = await from()
      .selectFrom('reservations')
      .select(['orderId', 'quantity'])
      .where('deletedAt', 'is', null)
      .orderBy('quantity')
      .execute();
    const balance = await from()
      .selectFrom('stockBalances')
      .select('reserved')
      .where('id', '=', `${company.jug.id}:${company.warehouseId}`)
      .executeTakeFirstOrThrow();
    expect(balance.reserved).toBe(rows.reduce((sum, { quantity }) => sum + quantity, 0));
    return new Map(rows.map(({ orderId, quantity }) => [orderId, quantity]));
  };

  it('R22 what goes from one order to another is on back-order there by exactly as much, and both histories say so', async () => {
    const { company, first, second, move } = await twoOrders();
    expect(await move(5)).toMatchObject({ state: 'applied', result: { moved: u(5), number: second.number } });
    expect(await lineOf(first)).toMatchObject({ reserved: u(25), backOrdered: u(5), quantity: u(30) });
    expect(await lineOf(second)).toMatchObject({ reserved: u(13), backOrdered: u(7), quantity: u(20) });
    expect(await held(company)).toEqual(
      new Map([
        [second.orderId, u(13)],
        [first.orderId, u(25)],
      ]),
    );
    const orders = await from().selectFrom('orders').select(['number', 'backOrderedLines']).orderBy('number').execute();
    expect(orders).toEqual([
      { number: first.number, backOrderedLines: 1 },
      { number: second.number, backOrderedLines: 1 },
    ]);
    const changes = await from().selectFrom('orderChanges').selectAll().orderBy('kind').execute();
    expect(changes).toMatchObject([
      { orderId: first.orderId, kind: 'reservationMoved', quantity: u(5), newProductName: second.number },
      { orderId: second.orderId, kind: 'reservationTaken', quantity: u(5), newProductName: first.number },
    ]);
  });

  it('R22 more than the other waits for stays where it is, and is said; an order that has all is short no more', async () => {
    const { company, first, second, move } = await twoOrders();
    expect(await move(30)).toMatchObject({
      state: 'adjusted',
      adjustments: [{ code: 'sales.movedLess', params: { wanted: u(30), moved: u(12) } }],
    });
    expect(await lineOf(second)).toMatchObject({ reserved: u(20), backOrdered: 0 });
    expect(await lineOf(first)).toMatchObject({ reserved: u(18), backOrdered: u(12) });
    const { holding, waiting } = await productHolders.run(from(), { productId: company.jug.id }, context);
    expect(holding).toMatchObject([
      { number: first.number, held: u(18), onLists: 0, warehouseId: company.warehouseId },
      { number: second.number, held: u(20), onLists: 0 },
    ]);
    expect(waiting).toMatchObject([{ number: first.number, backOrdered: u(12) }]);
    expect(await move(1)).toMatchObject({
      reason: { code: 'sales.waitsForNothing', params: { number: second.number } },
    });
  });

  it('R22 what is on a pick list or picked cannot go; what is held beside it can', async () => {
    const { company, first, second, move } = await twoOrders();
    const way = outbound(company, current());
    const { pickListId } = await way.release([first.orderId]);
    expect(await move(5)).toMatchObject({ reason: { code: 'sales.heldOnList', params: { number: first.number } } });
    await way.pick(pickListId);
    expect(await move(5)).toMatchObject({ reason: { code: 'sales.heldOnList' } });
    const { holding } = await productHolders.run(from(), { productId: company.jug.id }, context);
    expect(holding[0]).toMatchObject({ number: first.number, held: u(30), onLists: u(30) });
    const third = await order(company, 1);
    const rest = { fromOrderId: second.orderId, fromLineId: second.lineId };
    const gets = { toOrderId: third.orderId, toLineId: third.lineId };
    expect((await move(1, { ...rest, ...gets })).state).toBe('applied');
    expect(await lineOf(third)).toMatchObject({ reserved: u(1), backOrdered: 0 });
  });

  it('R22 R113 only who has the right moves goods, between two open orders of one product', async () => {
    const { company, first, second, move } = await twoOrders();
    expect(await move(1, {}, { permissions: ['sales.confirmOrder'] })).toMatchObject({
      reason: { code: 'kernel.notPermitted', params: { permission: 'sales.moveReservation' } },
    });
    expect(await move(1, {}, { scopes: ['warehouse:elsewhere'] })).toMatchObject({
      reason: { code: 'sales.orderGone' },
    });
    const own = { toOrderId: first.orderId, toLineId: first.lineId };
    expect(await move(1, own)).toMatchObject({ reason: { code: 'sales.moveWithinOrder' } });
    expect(await move(1, { toLineId: newId() })).toMatchObject({ reason: { code: 'sales.lineGone' } });
    expect(await move(1, { warehouseId: company.otherWarehouseId })).toMatchObject({
      reason: { code: 'sales.holdsNothing' },
    });
    const mugs = orderArgs(company, [{ product: company.mug, pieces: 200 }]);
    await company.run(confirmOrder, { ...mugs, number: 'SO-K7-000900' });
    const other = { toOrderId: mugs.orderId, toLineId: mugs.lines[0]?.id };
    expect(await move(1, other)).toMatchObject({ reason: { code: 'sales.moveOtherProduct' } });
    await company.run(cancelOrder, { orderId: second.orderId });
    expect(await move(1)).toMatchObject({ reason: { code: 'sales.orderNotOpen' } });
    expect(await lineOf(first)).toMatchObject({ reserved: u(30), backOrdered: 0 });
  });
});
