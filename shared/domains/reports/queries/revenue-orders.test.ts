import { expect, it } from 'vitest';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { order, orderLine } from '../../../../tests/support/sample-rows.ts';
import { revenueByMonth } from './revenue-by-month.ts';
import { revenueOrders } from './revenue-orders.ts';

const context = {
  actor: { userId: 'u1', permissions: new Set<string>() },
  now: 1,
  search: async () => [],
  findByCodes: async () => [],
};
const question = { from: '2026-10', to: '2026-10', currency: 'CNY', territoryId: null };

eachDatabase('server', (current) => {
  async function fill(): Promise<void> {
    await writeAs(current(), 'apply', async (tx) => {
      for (const [at, given] of [
        { orderedOn: '2026-10-01' },
        { orderedOn: '2026-10-31', territoryId: 't2' },
        { orderedOn: '2026-11-01' },
        { orderedOn: '2026-10-15', state: 'cancelled' as const },
        { orderedOn: '2026-10-15', currency: 'USD' },
      ].entries()) {
        const id = `o${at}`;
        await tx
          .insertInto('orders')
          .values(order(id, { confirmedAt: at, ...given }))
          .execute();
        await tx
          .insertInto('orderLines')
          .values(orderLine(`${id}-1`, id, { productId: 'mug', netMinor: 100 }))
          .execute();
        await tx
          .insertInto('orderLines')
          .values(orderLine(`${id}-2`, id, { productId: 'mug', netMinor: 20 }))
          .execute();
        await tx
          .insertInto('orderLines')
          .values(orderLine(`${id}-3`, id, { productId: 'jug', netMinor: 3 }))
          .execute();
      }
    });
  }
  const behind = (given: object = {}) =>
    revenueOrders.run(current().kysely, { ...question, productId: null, cursor: null, limit: 10, ...given }, context);

  it('the orders behind a figure add up to it: of a product, of a territory, of all', async () => {
    await fill();
    for (const territoryId of [null, 't1', 't2']) {
      const report = await revenueByMonth.run(
        current().kysely,
        { ...question, territoryId, limitProducts: 5 },
        context,
      );
      const sum = async (productId: string | null) =>
        (await behind({ territoryId, productId })).rows.reduce((total, row) => total + row.netMinor, 0);
      expect(await sum(null)).toBe(report.total.netMinor);
      for (const product of report.products) expect(await sum(product.productId)).toBe(product.netMinor);
    }
  });

  it('pages meet, the newest first', async () => {
    await fill();
    const first = await behind({ limit: 1, productId: 'mug' });
    expect(first.rows).toMatchObject([{ id: 'o1', netMinor: 120 }]);
    const rest = await behind({ limit: 1, productId: 'mug', cursor: first.next });
    expect(rest).toMatchObject({ rows: [{ id: 'o0' }], next: null });
  });
});
