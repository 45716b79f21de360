import { expect, it } from 'vitest';
import { makeCompany } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { orderArgs } from '../../../../tests/support/order-args.ts';
import { audited } from '../../../../tests/support/sample-rows.ts';
import type { Row } from '../../../kernel/table.ts';
import { confirmOrder } from '../../../workflows/orders/confirm-order.ts';
import { orderSuggestions } from './order-suggestions.ts';
import { expectedReceiptList, expiringLots } from './stock-calendar.ts';
import { productCategories, stockCounts, stockList } from './stock-list.ts';

const NOW = Date.parse('2026-11-23T06:00:00Z');
const DAY = 86_400_000;
const context = {
  actor: { userId: 'u1', permissions: new Set<string>() },
  now: NOW,
  search: async () => ['p1', 'p3'],
  findByCodes: async () => [],
};

function product(id: string, given: Partial<Row<'products'>> = {}): Row<'products'> {
  return {
    id,
    code: id.toUpperCase(),
    name: `Product ${id}`,
    category: null,
    unit: 'box',
    packaging: null,
    ...{ brand: null, otherName: null },
    barcode: null,
    basePrice: 10_000,
    floorPrice: null,
    currency: 'CNY',
    taxCode: 'standard',
    reorderPoint: 100_000,
    discontinued: 0,
    tracking: 'lot',
    shelfLifeDays: null,
    pictureHash: null,
    ...{ familyId: null, variant: null, weightGrams: null },
    ...audited,
    ...given,
  };
}

eachDatabase('server', (current) => {
  const question = { search: '', warehouseId: null, category: null, withDiscontinued: false, expiringBy: '2026-12-23' };
  const page = { cursor: null, limit: 10 };
  const list = async (given: object = {}) =>
    stockList.run(current().kysely, { ...question, filter: null, ...page, ...given }, context);
  const ids = async (given: object = {}) => (await list(given)).rows.map((row) => row.id);

  async function fill(): Promise<void> {
    let movement = 0;
    await writeAs(current(), 'command', async (tx) => {
      for (const row of [
        product('p1', { category: 'Cups' }),
        product('p2', { category: 'Bowls' }),
        product('p3', { discontinued: 1 }),
        product('p4'),
      ])
        await tx.insertInto('products').values(row).execute();
      await tx
        .insertInto('lots')
        .values({
          id: 'l1',
          productId: 'p1',
          code: 'L1',
          expiresOn: '2026-12-01',
          receivedOn: '2026-01-01',
          ...audited,
        })
        .execute();
      const move = (productId: string, warehouseId: string, quantity: number, given: object = {}) => {
        movement += 1;
        const row = { id: `m${movement}`, productId, warehouseId, quantity, cause: 'receipt' as const, ...audited };
        const rest = { documentId: null, documentNumber: null, lotId: null, occurredAt: NOW - DAY, ...given };
        return tx
          .insertInto('stockMovements')
          .values({ ...row, ...rest })
          .execute();
      };
      await move('p1', 'w1', 900_000, { lotId: 'l1' });
      await move('p1', 'w1', -300_000, { cause: 'shipment', lotId: 'l1' });
      await move('p1', 'w1', -100_000, { cause: 'shipment', lotId: 'l1', occurredAt: NOW - 91 * DAY });
      await move('p1', 'w2', 20_000);
      await move('p2', 'w1', 10_000);
      await move('p2', 'w1', -10_000, { cause: 'scrap' });
      const expected = { warehouseId: 'w1', quantity: 50_000, origin: 'purchase' as const, ...audited };
      await tx
        .insertInto('expectedReceipts')
        .values([
          { id: 'e1', productId: 'p2', dueOn: '2026-11-30', ...expected },
          { id: 'e2', productId: 'p2', dueOn: '2026-11-25', ...expected },
          { id: 'e3', productId: 'p1', dueOn: null, ...expected },
        ])
        .execute();
    });
  }

  it('stands by product and warehouse, a product without stock once, with what comes and what goes', async () => {
    await fill();
    const { rows } = await list();
    expect(rows.map((row) => row.id)).toEqual(['p1:w1', 'p1:w2', 'p2:w1', 'p4']);
    expect(rows[0]).toMatchObject({ onHand: 500_000, incoming: 50_000, incomingDueOn: null, shipped: 300_000 });
    expect(rows[2]).toMatchObject({ onHand: 0, incoming: 100_000, incomingDueOn: '2026-11-25', shipped: 0 });
    expect(rows[3]).toMatchObject({ warehouseId: null, onHand: 0 });
    expect(await ids({ warehouseId: 'w2' })).toEqual(['p1:w2', 'p2', 'p4']);
    expect(await ids({ category: 'Bowls' })).toEqual(['p2:w1']);
    expect(await ids({ withDiscontinued: true })).toContain('p3');
    expect(await productCategories.run(current().kysely, {}, context)).toEqual(['Bowls', 'Cups']);
  });

  it('R34 the list and the suggestions mark the same: by the warehouse’s rule, with what open orders wait for', async () => {
    await fill();
    const seller = await makeCompany(current());
    const rule = {
      multiple: 120_000,
      safetyStock: 0,
      leadDays: null,
      supplierId: null,
      isComputed: 0 as const,
      ...audited,
    };
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('reorderRules')
        .values([
          // By its own point it would be high enough; by the rule it is not.
          { id: 'r1', productId: 'p1', warehouseId: 'w1', reorderPoint: 600_000, maximum: 900_000, ...rule },
          { id: 'r2', productId: 'p1', warehouseId: 'w2', reorderPoint: 10_000, maximum: 90_000, ...rule },
        ])
        .execute(),
    );
    // 38 jugs and none over the point of nothing; two more are waited for.
    await seller.run(confirmOrder, orderArgs(seller, [{ product: seller.jug, pieces: 40 }]));
    const marked = await ids({ filter: 'toOrder' });
    const suggested = await orderSuggestions.run(
      current().kysely,
      { warehouseId: null, today: '2026-11-23', offsetMinutes: 480 },
      context,
    );
    const jug = `${seller.jug.id}:${seller.warehouseId}`;
    expect(marked).toContain('p1:w1');
    expect(marked).not.toContain('p1:w2');
    expect(marked).toContain(jug);
    // 10 are to come to where 10 are the point, and nobody said up to how many: one more is above it.
    expect(suggested.find(({ id }) => id === 'p2:w1')).toMatchObject({ reorderPoint: 100_000, suggested: 10_000 });
    // What no warehouse knows is marked where it stands, and ordered for none.
    expect(marked.filter((id) => id.includes(':'))).toEqual(suggested.map(({ id }) => id));
    // And as much: the rule is of boxes of twelve, up to its maximum.
    const listed = (await list()).rows.find(({ id }) => id === 'p1:w1');
    const [same] = suggested.filter(({ id }) => id === 'p1:w1');
    expect([listed?.suggested, same?.suggested]).toEqual([360_000, 360_000]);
    expect((await list()).rows.find(({ id }) => id === 'p1:w2')?.suggested).toBe(0);
    const { rows } = await list({ warehouseId: seller.warehouseId });
    expect(rows.find(({ id }) => id === jug)).toMatchObject({ backOrdered: 20_000, reserved: 380_000 });
    const counts = await stockCounts.run(current().kysely, question, context);
    expect(counts.toOrder).toBe(marked.length);
  });

  it('every filter and its count; what is typed finds the same rows', async () => {
    await fill();
    expect(await ids({ filter: 'toOrder' })).toEqual(['p1:w2', 'p2:w1', 'p4']);
    expect(await ids({ filter: 'out' })).toEqual(['p2:w1', 'p4']);
    expect(await ids({ filter: 'expiring' })).toEqual(['p1:w1']);
    expect(await ids({ filter: 'expiring', expiringBy: '2026-11-30' })).toEqual([]);
    expect(await ids({ filter: 'negative' })).toEqual([]);
    expect(await stockCounts.run(current().kysely, question, context)).toEqual({
      all: 4,
      toOrder: 3,
      out: 2,
      expiring: 1,
      negative: 0,
    });
    expect(await ids({ search: 'product' })).toEqual(['p1:w1', 'p1:w2']);
    const typed = { ...question, search: 'product' };
    expect(await stockCounts.run(current().kysely, typed, context)).toEqual({
      all: 2,
      toOrder: 1,
      out: 0,
      expiring: 1,
      negative: 0,
    });
  });

  it('the stock of a lot is found by its code, where it lies; of a lot that is gone, that of its product', async () => {
    await fill();
    await writeAs(current(), 'command', async (tx) => {
      const lot = { expiresOn: null, receivedOn: '2026-01-01', ...audited };
      await tx
        .insertInto('lots')
        .values([
          { id: 'l2', productId: 'p2', code: 'L2', ...lot },
          { id: 'l3', productId: 'p3', code: 'L3', ...lot },
        ])
        .execute();
    });
    const found = async (search: string, products: string[], lots: string[], given: object = {}) => {
      const searching = { ...context, search: async (table: string) => (table === 'lots' ? lots : products) };
      const asked = { ...question, filter: null, ...page, search, ...given };
      const { rows } = await stockList.run(current().kysely, asked, searching);
      const counts = await stockCounts.run(current().kysely, { ...question, search }, searching);
      return { rows: rows.map(({ id, foundLots = [] }) => [id, ...foundLots]), all: counts.all };
    };
    // It lies in one of the two warehouses that have the product.
    expect(await found('L1', [], ['l1'])).toEqual({ rows: [['p1:w1', 'L1']], all: 1 });
    expect(await found('L2', [], ['l2'])).toEqual({ rows: [['p2:w1', 'L2']], all: 1 });
    expect((await found('L2', [], ['l2'], { warehouseId: 'w2' })).rows).toEqual([['p2', 'L2']]);
    // Products come first, and once.
    expect((await found('l', ['p4'], ['l1', 'l2'])).rows).toEqual([['p4'], ['p1:w1', 'L1'], ['p2:w1', 'L2']]);
    expect((await found('l', ['p1'], ['l1'])).rows).toEqual([['p1:w1'], ['p1:w2']]);
    // Sold no more: only where the code was typed in full, as with products.
    expect((await found('L', [], ['l3'])).rows).toEqual([]);
    expect((await found('l3', [], ['l3'])).rows).toEqual([['p3', 'L3']]);
    expect((await found('L1', [], ['l1'], { filter: 'out' })).rows).toEqual([]);
    expect((await found('L2', [], ['l2'], { filter: 'out' })).rows).toEqual([['p2:w1', 'L2']]);
  });

  it('R20 what a quota holds on another computer of the same person is held for others, on the page and in a search', async () => {
    await fill();
    await writeAs(current(), 'command', async (tx) => {
      const whose = { userId: 'u1', userName: 'Chen', deviceCode: 'M2', warehouseId: 'w1', productId: 'p1' };
      await tx
        .insertInto('stockQuotas')
        .values({ id: 'q1', ...whose, granted: 70_000, left: 70_000, validUntil: null, ...audited })
        .execute();
    });
    const heldFor = async (search: string, deviceCodes: readonly string[]) => {
      const asked = { ...question, filter: null, ...page, search };
      const { rows } = await stockList.run(current().kysely, asked, { ...context, deviceCodes });
      return rows.find(({ id }) => id === 'p1:w1')?.heldForOthers;
    };
    for (const search of ['', 'product']) {
      expect([search, await heldFor(search, ['M2', 'K7'])]).toEqual([search, 0]);
      expect([search, await heldFor(search, ['K7'])]).toEqual([search, 70_000]);
    }
  });

  it('R33 what is below zero is found, sold no more or not', async () => {
    await fill();
    await writeAs(current(), 'command', async (tx) => {
      const row = { productId: 'p3', warehouseId: 'w1', quantity: -10_000, cause: 'shipment' as const, ...audited };
      const rest = { documentId: null, documentNumber: null, lotId: null, occurredAt: NOW };
      await tx
        .insertInto('stockMovements')
        .values({ id: 'below', ...row, ...rest })
        .execute();
    });
    expect(await ids({ filter: 'negative' })).toEqual([]);
    expect(await ids({ filter: 'negative', withDiscontinued: true })).toEqual(['p3:w1']);
    const asked = { ...question, withDiscontinued: true };
    expect(await stockCounts.run(current().kysely, asked, context)).toMatchObject({ negative: 1 });
  });

  it('pages meet without a gap, inside a product too', async () => {
    await fill();
    const seen: string[] = [];
    let cursor = null as Awaited<ReturnType<typeof list>>['next'];
    do {
      const { rows, next } = await list({ cursor, limit: 1 });
      seen.push(...rows.map((row) => row.id));
      cursor = next;
    } while (cursor);
    expect(seen).toEqual(['p1:w1', 'p1:w2', 'p2:w1', 'p4']);
  });

  it('the calendar: goods that come by day, lots by their last one, page by page', async () => {
    await fill();
    const { kysely } = current();
    const first = await expectedReceiptList.run(kysely, { cursor: null, limit: 1 }, context);
    expect(first.rows).toMatchObject([{ id: 'e2', code: 'P2', dueOn: '2026-11-25' }]);
    const rest = await expectedReceiptList.run(kysely, { cursor: first.next, limit: 5 }, context);
    expect(rest.rows.map((row) => row.id)).toEqual(['e1']);
    const lots = { today: '2026-12-03', until: '2026-12-23', ...page };
    const { rows } = await expiringLots.run(kysely, lots, context);
    expect(rows).toMatchObject([{ lotCode: 'L1', onHand: 500_000, lifeDaysLeft: -2 }]);
    const beyond = { ...lots, cursor: { key: '2026-12-01', id: rows[0]?.id ?? '' } };
    expect((await expiringLots.run(kysely, beyond, context)).rows).toEqual([]);
  });
});
