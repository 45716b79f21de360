// Promotions as people set, change and end them, on both databases; what holds is read back as the book that orders are
// priced by (R40).
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { endPromotion } from '../../domains/sales/commands/end-promotion.ts';
import { saveCustomerGroup } from '../../domains/sales/commands/save-customer-group.ts';
import { priceBook } from '../../domains/sales/queries/price-book.ts';
import { priceDocument } from '../../domains/sales/rules/pricing/price-document.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { savePromotion } from './save-promotion.ts';

const u = (pieces: number) => pieces * ONE_UNIT;
const DAY = '2026-11-23';
const manager = ['sales.managePrices', 'sales.approveDiscount'];

eachDatabase('server', (current) => {
  let company: TestCompany;
  beforeEach(async () => {
    company = await makeCompany(current());
  });

  const rule = (change: object = {}) => ({
    ...{ id: newId(), productId: null, category: null, brand: null, minQuantity: 0, discount: 0, amountMinor: 0 },
    ...{ buyQuantity: 0, freeQuantity: 0, giftProductId: null, giftQuantity: 0, minMinor: 0, limitTimes: null },
    ...change,
  });
  const promotion = (change: object = {}) => {
    const id = newId();
    return {
      ...{ id, seriesId: id, replacesId: null, code: 'P1', name: '满十赠一', kind: 'freeGoods', appliesTo: 'line' },
      ...{ stacks: 0, priority: 0, currency: null, groupId: null, territoryId: null, minMinor: null },
      ...{ period: null, basis: null, validFrom: '2026-11-01', validUntil: '2026-12-31', note: null },
      rules: [rule({ productId: company.mug.id, buyQuantity: u(10), freeQuantity: u(1) })],
      ...change,
    };
  };
  const run = (command: Parameters<TestCompany['run']>[0], args: unknown, options = {}) =>
    company.run(command, args, { permissions: manager, ...options });
  const code = async (outcome: Promise<unknown>) => {
    const { state, reason } = (await outcome) as { state: string; reason?: { code: string } };
    return reason?.code ?? state;
  };
  const book = (now = NOW, change: object = {}) =>
    priceBook.run(
      current().kysely,
      {
        ...{ customerId: company.customerId, productIds: [company.mug.id, company.jug.id] },
        ...{ currency: 'CNY', day: DAY, ...change },
      },
      {
        actor: { userId: company.userId, permissions: new Set<string>() },
        now,
        search: async () => [],
        findByCodes: async () => [],
      },
    );
  const priceOf = async (pieces: number, now = NOW, unitRatio = 1) => {
    const known = await book(now);
    const product = known.products.find(({ id }) => id === company.mug.id);
    if (!product) throw new Error('the mug is not in the book');
    const line = { key: 'l', product, unitRatio, quantity: u(pieces), manualPrice: null, agreed: null };
    return priceDocument([{ ...line, contractLineId: null, isSample: false }], known, {
      ...{ day: DAY, at: now, currency: 'CNY' },
    });
  };
  const setGroup = (groupId: string) =>
    writeAs(current(), 'command', (tx) =>
      tx.updateTable('customers').set({ groupId }).where('id', '=', company.customerId).execute(),
    );

  it('R40 buy ten, one comes free, until it ends', async () => {
    const free = promotion();
    expect(await code(run(savePromotion, free))).toBe('applied');
    expect((await priceOf(25)).free).toMatchObject([{ quantity: u(2), lineKind: 'free', promotionId: free.id }]);
    expect(await code(run(endPromotion, { promotionId: free.id }, { now: NOW + 5 }))).toBe('applied');
    expect((await priceOf(25, NOW + 4)).free).toHaveLength(1);
    expect((await priceOf(25, NOW + 5)).free).toEqual([]);
    // Ended twice is ended.
    expect(await code(run(endPromotion, { promotionId: free.id }, { now: NOW + 9 }))).toBe('applied');
    expect(await code(run(endPromotion, { promotionId: newId() }))).toBe('sales.promotionGone');
    const row = await current().kysely.selectFrom('promotions').select('knownUntil').orderBy('id').execute();
    expect(row).toEqual([{ knownUntil: NOW + 5 }]);
  });

  it('R40 a changed promotion is another version; the second who changes the same one is told', async () => {
    const first = promotion();
    await run(savePromotion, first);
    const next = (free: number, replacesId: string) => ({
      ...promotion({ seriesId: first.id, replacesId }),
      rules: [rule({ buyQuantity: u(10), freeQuantity: u(free) })],
    });
    const second = next(2, first.id);
    expect(await code(run(savePromotion, second, { now: NOW + 1 }))).toBe('applied');
    expect((await priceOf(10, NOW + 1)).free).toMatchObject([{ quantity: u(2) }]);
    expect((await priceOf(10, NOW)).free).toMatchObject([{ quantity: u(1) }]);
    expect(await run(savePromotion, next(3, first.id), { now: NOW + 2 })).toMatchObject({
      reason: { code: 'sales.promotionChanged', params: { name: '满十赠一' } },
    });
    expect(await code(run(savePromotion, next(3, newId())))).toBe('sales.promotionGone');
    expect(await code(run(savePromotion, promotion()))).toBe('admin.codeTaken');
    await run(endPromotion, { promotionId: second.id }, { now: NOW + 3 });
    expect(await code(run(savePromotion, promotion(), { now: NOW + 4 }))).toBe('applied');
  });

  it('R40 a promotion that gives nothing, or what is not there, is refused', async () => {
    const save = (change: object) => run(savePromotion, promotion(change));
    expect(await save({ rules: [rule({ buyQuantity: u(10), freeQuantity: u(1) }), rule()] })).toMatchObject({
      reason: { code: 'sales.promotionEmpty', params: { rule: 2 } },
    });
    expect(await save({ kind: 'amount', rules: [rule({ amountMinor: 5_00 })] })).toMatchObject({
      reason: { code: 'sales.promotionEmpty', params: { rule: 0 } },
    });
    const gift = rule({ buyQuantity: u(10), giftProductId: newId(), giftQuantity: u(1) });
    expect(await code(save({ kind: 'gift', rules: [gift] }))).toBe('inventory.productGone');
    expect(await code(save({ groupId: newId() }))).toBe('sales.groupGone');
    expect(await code(save({ currency: 'EUR' }))).toBe('billing.unknownCurrency');
  });

  it('R40 the book holds a gift, and leaves out what is for others', async () => {
    const groupId = newId();
    await run(saveCustomerGroup, { id: groupId, code: 'HOTEL', name: '酒店', active: 1 });
    const gift = rule({ buyQuantity: u(10), giftProductId: company.box.id, giftQuantity: u(1) });
    await run(savePromotion, promotion({ kind: 'gift', rules: [gift], groupId }));
    const others = rule({ productId: company.box.id, discount: 1_000 });
    await run(savePromotion, promotion({ code: 'P2', kind: 'percent', rules: [others] }));
    await run(savePromotion, promotion({ code: 'P3', validFrom: '2026-12-01' }));
    expect((await book()).promotions).toEqual([]);
    await setGroup(groupId);
    const known = await book();
    expect(known.promotions).toMatchObject([{ kind: 'gift', rules: [{ giftProductId: company.box.id }] }]);
    expect(known.gifts).toMatchObject([{ id: company.box.id, basePrice: company.box.basePrice }]);
    expect((await priceOf(20)).free).toMatchObject([{ productId: company.box.id, quantity: u(2), lineKind: 'gift' }]);
  });
});
