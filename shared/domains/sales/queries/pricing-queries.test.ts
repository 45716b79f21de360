// What the screens of prices read, on both databases: lists with their prices by product, what was before, and promotions
// by their days.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { type PriceRows, writePriceRows } from '../../../../tests/support/price-rows.ts';
import { customerGroups, customerPrices, priceHistory, priceListItems, priceLists } from './price-lists.ts';
import { promotion, promotions } from './promotions.ts';

eachDatabase('server', (current) => {
  let company: TestCompany;
  let rows: PriceRows;
  beforeEach(async () => {
    company = await makeCompany(current());
    rows = await writePriceRows(company);
  });
  const db = () => current().kysely;
  const context = (found: readonly string[] = []) => ({
    ...{ actor: { userId: 'u1', permissions: new Set<string>() }, now: NOW },
    ...{ search: async () => [...found], findByCodes: async () => [] },
  });

  it('R40 groups and lists say what depends on them', async () => {
    expect(await customerGroups.run(db(), {}, context())).toMatchObject([{ code: 'HOTEL', customers: 1, lists: 1 }]);
    expect(await priceLists.run(db(), {}, context())).toMatchObject([
      { code: 'HT', kind: 'group', groupName: '酒店', prices: 1, isDefault: 0 },
    ]);
  });

  it('R40 prices of a list come product by product, a page of products with all that each costs', async () => {
    const { priceListId } = rows;
    const price = (productId: string, minQuantity: number, change: object = {}) => ({
      ...{ id: newId(), priceListId, productId, soldUnit: null, unitRatio: 1, minQuantity, unitPrice: 10_0000 },
      ...{ validFrom: '2026-01-01', validUntil: null, priority: 0, knownFrom: NOW - 10, knownUntil: null },
      ...{ createdAt: 1, createdBy: company.userId, updatedAt: 1, updatedBy: 'u', deletedAt: null },
      ...change,
    });
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('priceListItems')
        .values([
          price(company.jug.id, 0),
          price(company.mug.id, 24_0000),
          price(company.mug.id, 0, { knownUntil: NOW }),
        ])
        .execute(),
    );
    const page = (cursor: { key: string | number; id: string } | null, search = '', found: readonly string[] = []) =>
      priceListItems.run(db(), { priceListId, search, cursor, limit: 1 }, context(found));
    const first = await page(null);
    expect(first.rows).toMatchObject([
      { productCode: 'A-100', minQuantity: 0, unitPrice: 60_0000, basePrice: company.mug.basePrice },
      { productCode: 'A-100', minQuantity: 24_0000 },
    ]);
    const second = await page(first.next);
    expect(second).toMatchObject({ rows: [{ productCode: 'B-020' }], next: null });
    expect((await page(null, 'jug', [company.jug.id])).rows).toMatchObject([{ productCode: 'B-020' }]);
    expect((await page(null, 'nothing')).rows).toEqual([]);
    const past = await priceHistory.run(db(), { ownerId: priceListId, productId: company.mug.id }, context());
    expect(past).toMatchObject([
      { knownFrom: NOW, knownUntil: null, unitPrice: 60_0000, currency: 'CNY', setBy: null },
      ...[{ knownFrom: NOW - 10, setBy: '周文斌' }, { knownFrom: NOW - 10 }],
    ]);
  });

  it('R40 a customer’s own prices, and what they were', async () => {
    const { customerId, mug } = company;
    expect(await customerPrices.run(db(), { customerId }, context())).toMatchObject([
      { productCode: 'A-100', unit: '件', unitPrice: 60_0000, currency: 'CNY' },
    ]);
    expect(await priceHistory.run(db(), { ownerId: customerId, productId: mug.id }, context())).toHaveLength(1);
  });

  it('R40 promotions stand under now, coming or over by their days; an ended one is over, its old versions are nowhere', async () => {
    const { promotionId } = rows;
    const when = async (name: 'now' | 'coming' | 'over', today = '2026-11-23') =>
      (await promotions.run(db(), { when: name, today }, context())).map(({ id }) => id);
    expect([await when('now'), await when('coming'), await when('over')]).toEqual([[promotionId], [], []]);
    expect(await when('coming', '2025-12-31')).toEqual([promotionId]);
    expect(await when('over', '2027-01-01')).toEqual([promotionId]);
    const [row] = await promotions.run(db(), { when: 'now', today: '2026-11-23' }, context());
    expect(row?.rules).toMatchObject([{ productCode: 'A-100', giftName: '产品 D-412', giftUnit: '件' }]);
    const next = newId();
    await writeAs(current(), 'command', async (tx) => {
      const [old] = await tx.selectFrom('promotions').selectAll().orderBy('id').execute();
      if (!old) throw new Error('no promotion');
      await tx
        .updateTable('promotions')
        .set({ knownUntil: NOW + 1 })
        .where('id', '=', promotionId)
        .execute();
      await tx
        .insertInto('promotions')
        .values({ ...old, id: next, name: '满十赠二', knownFrom: NOW + 1, knownUntil: NOW + 2 })
        .execute();
    });
    expect([await when('now'), await when('over')]).toEqual([[], [next]]);
    const page = await promotion.run(db(), { id: promotionId }, context());
    expect(page).toMatchObject({ name: '满十赠盒', versions: [{ id: next, name: '满十赠二' }, { id: promotionId }] });
    expect(await promotion.run(db(), { id: newId() }, context())).toBeNull();
  });
});
