import { expect, it } from 'vitest';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { order, orderLine } from '../../../../tests/support/sample-rows.ts';
import { customerYear } from './customer-year.ts';

const context = {
  actor: { userId: 'u1', permissions: new Set<string>() },
  now: 1,
  search: async () => [],
  findByCodes: async () => [],
};

eachDatabase('server', (current) => {
  const year = (limitProducts = 5) =>
    customerYear.run(
      current().kysely,
      { customerId: 'c1', currency: 'CNY', today: '2026-11-23', limitProducts },
      context,
    );

  /** [ordered on, product, pieces, net] */
  async function buy(
    bought: readonly (readonly [string, string, number, number])[],
    given: object = {},
  ): Promise<void> {
    await writeAs(current(), 'apply', async (tx) => {
      for (const [at, [orderedOn, productId, pieces, netMinor]] of bought.entries()) {
        const id = `o${at}-${orderedOn}`;
        await tx
          .insertInto('orders')
          .values(order(id, { orderedOn, netMinor, ...given }))
          .execute();
        const line = { productId, productCode: productId.toUpperCase(), quantity: pieces * 10_000, netMinor };
        await tx
          .insertInto('orderLines')
          .values(orderLine(`l-${id}`, id, line))
          .execute();
      }
    });
  }

  it('an unknown customer has neither rhythm nor products', async () => {
    expect(await year()).toEqual({
      lastOrderedOn: null,
      rhythmDays: null,
      orders: 0,
      netMinor: 0,
      netBeforeMinor: null,
      products: [],
    });
  });

  it('the year up to today against the one before, its rhythm, and its products with their trend', async () => {
    await buy([
      ['2026-11-23', 'mug', 4, 400],
      ['2026-11-03', 'mug', 2, 200],
      ['2026-10-14', 'jug', 1, 90],
      ['2025-11-29', 'mug', 1, 100],
      ['2025-11-28', 'mug', 3, 300],
      ['2025-06-01', 'jug', 9, 900],
      ['2024-11-20', 'box', 9, 7_000],
    ]);
    await buy([['2026-11-20', 'mug', 50, 9_999]], { id: 'x', state: 'cancelled' });
    const result = await year();
    expect(result).toMatchObject({
      lastOrderedOn: '2026-11-23',
      orders: 4,
      rhythmDays: 120,
      netMinor: 790,
      netBeforeMinor: 1_200,
    });
    expect(result.products).toMatchObject([
      { productCode: 'MUG', orders: 3, netMinor: 700 },
      { productCode: 'JUG', orders: 1, netMinor: 90 },
    ]);
    expect(result.products[0]?.quantities).toEqual([10_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 60_000]);
    expect((await year(1)).products).toHaveLength(1);
  });

  it('a year that began before the first order is no year to compare with', async () => {
    await buy([
      ['2026-11-23', 'mug', 4, 400],
      ['2025-11-20', 'mug', 1, 100],
    ]);
    expect((await year()).netBeforeMinor).toBeNull();
  });
});
