// At what prices the demo company sells: whole, in both languages, and nothing below the floor (R9, R40).
import { expect, it } from 'vitest';
import { demoSizes, generateDemo } from '#db/demo/generate.ts';
import type { Row, TableName } from '#shared/kernel/table.ts';
import { loadDemoParts } from '#shared/registry.ts';

it.each(['zh', 'en'] as const)(
  'two lists, two groups, forty prices of customers, three promotions (%s)',
  async (language) => {
    const rows = new Map<string, unknown[]>();
    const options = { language, seed: 7, size: demoSizes.small, today: '2026-11-23', parts: await loadDemoParts() };
    for await (const batch of generateDemo(options))
      rows.set(batch.table, [...(rows.get(batch.table) ?? []), ...batch.rows]);
    const of = <T extends TableName>(table: T) => (rows.get(table) ?? []) as Row<T>[];
    const counts = [
      of('customerGroups'),
      of('priceLists'),
      of('customerPrices'),
      of('promotions'),
      of('promotionRules'),
    ];
    expect(counts.map(({ length }) => length)).toEqual([2, 2, 40, 3, 3]);
    const floors = new Map(of('products').map(({ id, floorPrice }) => [id, floorPrice ?? 0]));
    const prices = [...of('priceListItems'), ...of('customerPrices')];
    expect(prices.filter(({ productId, unitPrice }) => unitPrice < (floors.get(productId) ?? 0))).toEqual([]);
    const groups = new Set(of('customerGroups').map(({ id }) => id));
    const inGroups = of('customers').filter(({ groupId }) => groupId !== null);
    expect(inGroups.length).toBeGreaterThan(5);
    expect(inGroups.every(({ groupId }) => groups.has(groupId ?? ''))).toBe(true);
  },
);
