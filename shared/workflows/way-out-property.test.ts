/** R20, R24, R33: whatever is released, picked, sent, taken back, cancelled or closed short in any order, the books agree. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeCompany, newId } from '../../tests/support/company.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { outbound } from '../../tests/support/outbound.ts';
import { cancelOrder } from './cancel-order.ts';
import { closeShort } from './close-short.ts';

const UNIT = 10_000;

const step = fc.record({
  what: fc.constantFrom(
    'order',
    'release',
    'pick',
    'pickShort',
    'ship',
    'ship',
    'shipUnpicked',
    'reverse',
    'cancel',
    'close',
  ),
  which: fc.nat(1_000),
  pieces: fc.integer({ min: 1, max: 9 }),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

eachDatabase('server', (current) => {
  it('R33 in any order: balance = sum of movements, allocated ≤ held back, no more sent than ordered unless flagged', async () => {
    const company = await makeCompany(current());
    const way = outbound(company, current());
    const places = await way.putLocations(['A-01', 'A-02']);
    await way.putLots(company.box, [
      { code: 'L-1', expiresOn: '2026-12-01', pieces: 30, locationId: places['A-01'] ?? null },
      { code: 'L-2', expiresOn: '2027-12-01', pieces: 30, locationId: places['A-02'] ?? null },
      { code: 'L-3', expiresOn: '2026-11-20', pieces: 30 },
    ]);
    const orders: { orderId: string; lines: readonly { id: string; productId: string }[] }[] = [];
    const lists: { pickListId: string; orderId: string }[] = [];
    const shipments: string[] = [];
    const one = <Each>(all: readonly Each[], which: number): Each | undefined => all[which % Math.max(1, all.length)];

    const act = async ({ what, which, pieces }: Step): Promise<void> => {
      const order = one(orders, which);
      const list = one(lists, which);
      if (what === 'order' || !order) {
        const products = [company.mug, company.jug, company.box];
        const lines = products.slice(which % 3).map((product) => ({ product, pieces }));
        orders.push(await way.order(lines));
      } else if (what === 'release') {
        const { pickListId, lines } = await way.release([order.orderId]);
        if (lines.length > 0) lists.push({ pickListId, orderId: order.orderId });
      } else if (what === 'pick' && list) await way.pick(list.pickListId);
      else if (what === 'pickShort' && list) await way.pick(list.pickListId, pieces % 4);
      else if (what === 'ship' && list) {
        const waiting = await way.linesOf(list.pickListId);
        if (!waiting.some((line) => line.picked > line.shipped)) return;
        shipments.push((await way.ship(list.orderId, list.pickListId, pieces)).shipmentId);
      } else if (what === 'shipUnpicked') {
        const line = one(order.lines, pieces);
        if (!line) return;
        const nothing = { pickLineId: null, lotId: null, serialId: null, locationId: null, parcel: 1 };
        const { id: orderLineId, productId } = line;
        const sent = [{ id: newId(), orderLineId, productId, ...nothing, quantity: pieces * UNIT }];
        shipments.push((await way.shipLines(order.orderId, null, sent)).shipmentId);
      } else if (what === 'reverse') {
        const shipmentId = one(shipments, which);
        if (shipmentId) await way.reverse(shipmentId);
      } else if (what === 'cancel') await company.run(cancelOrder, { orderId: order.orderId });
      else if (what === 'close') await company.run(closeShort, { orderId: order.orderId });
    };

    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 30 }), async (steps) => {
        for (const each of steps) await act(each);
        await checkBooks();
      }),
      { numRuns: 4, seed: 33, endOnFailure: true },
    );

    async function checkBooks(): Promise<void> {
      const { kysely } = current();
      const movements = await kysely.selectFrom('stockMovements').selectAll().orderBy('id').execute();
      const reservations = await kysely
        .selectFrom('reservations')
        .selectAll()
        .where('deletedAt', 'is', null)
        .orderBy('id')
        .execute();
      const picks = await kysely
        .selectFrom('pickLines')
        .selectAll()
        .where('deletedAt', 'is', null)
        .orderBy('id')
        .execute();
      const flags = await kysely.selectFrom('stockFlags').selectAll().orderBy('id').execute();
      const sumOf = (rows: readonly { quantity: number }[]): number =>
        rows.reduce((sum, { quantity }) => sum + quantity, 0);
      for (const balance of await kysely.selectFrom('stockBalances').selectAll().orderBy('id').execute()) {
        const isHere = (row: { productId: string; warehouseId: string }): boolean =>
          row.productId === balance.productId && row.warehouseId === balance.warehouseId;
        expect(balance.onHand).toBe(sumOf(movements.filter(isHere)));
        expect(balance.reserved).toBe(sumOf(reservations.filter(isHere)));
        expect(balance.reserved).toBeGreaterThanOrEqual(0);
        if (balance.onHand < 0) expect(flags.some((row) => row.kind === 'belowZero' && isHere(row))).toBe(true);
      }
      for (const balance of await kysely.selectFrom('lotBalances').selectAll().orderBy('id').execute()) {
        const allocated = picks
          .filter((row) => row.lotId === balance.lotId)
          .reduce((sum, row) => sum + row.allocated, 0);
        expect(balance.allocated).toBe(allocated);
      }
      const orderRows = await kysely.selectFrom('orders').selectAll().orderBy('id').execute();
      const lines = await kysely
        .selectFrom('orderLines')
        .selectAll()
        .where('deletedAt', 'is', null)
        .orderBy('id')
        .execute();
      for (const line of lines) {
        const order = orderRows.find(({ id }) => id === line.orderId);
        const held = sumOf(reservations.filter(({ orderLineId }) => orderLineId === line.id));
        const allocated = picks
          .filter(({ orderLineId }) => orderLineId === line.id)
          .reduce((sum, row) => sum + row.allocated, 0);
        expect(line.reserved).toBe(held);
        expect(allocated).toBeLessThanOrEqual(held);
        expect(Math.min(line.shipped, line.backOrdered, line.reserved, allocated)).toBeGreaterThanOrEqual(0);
        if (order?.state === 'open' || order?.state === 'closed') {
          expect(line.shipped + line.reserved + line.backOrdered).toBe(Math.max(line.quantity, line.shipped));
        }
        if (line.shipped > line.quantity) {
          expect(flags.some(({ kind, productId }) => kind === 'shippedTwice' && productId === line.productId)).toBe(
            true,
          );
        }
      }
      const entries = await kysely
        .selectFrom('exposureEntries')
        .selectAll()
        .where('deletedAt', 'is', null)
        .orderBy('id')
        .execute();
      for (const order of orderRows.filter(({ state }) => state !== 'rejected')) {
        const open = entries.filter(({ documentId, kind }) => documentId === order.id && kind === 'openOrder');
        expect(open.length, order.state).toBe(order.state === 'open' && order.totalMinor > 0 ? 1 : 0);
      }
      const exposure = await way.exposure();
      const unbilled = entries.filter(({ kind }) => kind === 'unbilled').reduce((sum, row) => sum + row.amountMinor, 0);
      expect(exposure?.unbilledMinor).toBe(unbilled);
    }
  }, 120_000);
});
