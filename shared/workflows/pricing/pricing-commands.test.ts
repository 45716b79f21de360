// Price lists and prices as people set them, on both databases; what holds is read back as the book that
// orders are priced by (R40), and what held before can be asked for ever (SYNC.md, time).
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { saveCustomerGroup } from '../../domains/sales/commands/save-customer-group.ts';
import { priceBook } from '../../domains/sales/queries/price-book.ts';
import { priceDocument } from '../../domains/sales/rules/pricing/price-document.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { savePriceList } from './save-price-list.ts';
import { setCustomerPrices, setPrices } from './set-prices.ts';

const u = (pieces: number) => pieces * ONE_UNIT;
const DAY = '2026-11-23';
const dates = { validFrom: '2026-01-01', validUntil: null };
const manager = ['sales.managePrices', 'sales.approveDiscount'];

eachDatabase('server', (current) => {
  let company: TestCompany;
  beforeEach(async () => {
    company = await makeCompany(current());
    await writeAs(current(), 'command', async (tx) => {
      const audited = { createdAt: NOW, createdBy: 't', updatedAt: NOW, updatedBy: 't', deletedAt: null };
      await tx
        .insertInto('productUnits')
        .values({
          id: newId(),
          productId: company.mug.id,
          name: '箱',
          ratio: 24,
          forSale: 1,
          forPurchase: 1,
          ...audited,
        })
        .execute();
      await tx.updateTable('products').set({ floorPrice: 50_0000 }).where('id', '=', company.mug.id).execute();
      await tx
        .insertInto('currencies')
        .values({ id: newId(), code: 'USD', active: 1, ...audited })
        .execute();
      await tx
        .insertInto('exchangeRates')
        .values({ id: newId(), currency: 'USD', validFrom: '2026-01-01', rate: 7_200_000, ...audited })
        .execute();
    });
  });

  const list = (change: object = {}) => ({
    ...{ id: newId(), code: 'WS', name: '批发价', kind: 'list', groupId: null, currency: 'CNY' },
    ...{ ...dates, priority: 0, isDefault: 1, active: 1 },
    ...change,
  });
  const price = (change: object = {}) => ({
    ...{ id: newId(), productId: company.mug.id, soldUnit: null, unitRatio: 1, minQuantity: 0 },
    ...{ unitPrice: 60_0000, ...dates, priority: 0, replacesId: null },
    ...change,
  });
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

  it('R40 a list, a group’s list and a customer’s price: each goes before the one below it', async () => {
    const [first] = (await priceOf(1)).lines;
    expect(first).toMatchObject({ unitPrice: company.mug.basePrice, priceSource: 'base' });
    const everybody = list();
    await run(savePriceList, everybody);
    await run(setPrices, { priceListId: everybody.id, prices: [price()] });
    expect((await priceOf(1)).lines).toMatchObject([{ unitPrice: 60_0000, priceSource: 'list' }]);
    const groupId = newId();
    await run(saveCustomerGroup, { id: groupId, code: 'HOTEL', name: '酒店', active: 1 });
    await setGroup(groupId);
    const ofGroup = list({ code: 'HT', kind: 'group', groupId, isDefault: 0 });
    await run(savePriceList, ofGroup);
    await run(setPrices, {
      priceListId: ofGroup.id,
      prices: [price({ unitPrice: 58_0000 }), price({ unitPrice: 55_0000, minQuantity: u(100) })],
    });
    expect((await priceOf(1)).lines).toMatchObject([{ unitPrice: 58_0000, priceSource: 'group' }]);
    expect((await priceOf(100)).lines).toMatchObject([{ unitPrice: 55_0000 }]);
    await run(setCustomerPrices, {
      customerId: company.customerId,
      prices: [{ ...price({ unitPrice: 57_0000, validUntil: '2026-12-31' }), currency: 'CNY', note: '年会谈定' }],
    });
    expect((await priceOf(100)).lines).toMatchObject([
      { unitPrice: 57_0000, priceSource: 'customer', reasons: [{ code: 'customer' }] },
    ]);
    // A group out of use gives no prices.
    await run(saveCustomerGroup, { id: groupId, code: 'HOTEL', name: '酒店', active: 0 });
    expect(await book()).toMatchObject({ groupName: null, customer: { groupId: null } });
  });

  it('R31 a price of a box is the box’s, of a unit that the product is counted in', async () => {
    const all = list();
    await run(savePriceList, all);
    const set = (change: object) => run(setPrices, { priceListId: all.id, prices: [price(change)] });
    expect(await code(set({ soldUnit: '箱', unitRatio: 24, unitPrice: 1400_0000 }))).toBe('applied');
    expect((await priceOf(24, NOW, 24)).lines).toMatchObject([{ unitPrice: 1400_0000 }]);
    expect(await code(set({ soldUnit: '箱', unitRatio: 12, unitPrice: 700_0000 }))).toBe('sales.unitGone');
    expect(await code(set({ soldUnit: '托', unitRatio: 24 }))).toBe('sales.unitGone');
    expect(await code(set({ productId: newId() }))).toBe('inventory.productGone');
  });

  it('R40 another price is another row: what held before is found by its time', async () => {
    const all = list();
    await run(savePriceList, all);
    const old = price();
    await run(setPrices, { priceListId: all.id, prices: [old] });
    const later = NOW + 1_000;
    await run(setPrices, { priceListId: all.id, prices: [price({ unitPrice: 61_0000 })] }, { now: later });
    const rows = await current().kysely.selectFrom('priceListItems').selectAll().orderBy('knownFrom').execute();
    expect(rows).toMatchObject([
      { id: old.id, unitPrice: 60_0000, knownFrom: NOW, knownUntil: later },
      { unitPrice: 61_0000, knownFrom: later, knownUntil: null },
    ]);
    expect((await priceOf(1, later - 1)).lines).toMatchObject([{ unitPrice: 60_0000 }]);
    expect((await priceOf(1, later)).lines).toMatchObject([{ unitPrice: 61_0000 }]);
    const replacesId = rows[1]?.id ?? null;
    const end = price({ unitPrice: null, replacesId });
    await run(setPrices, { priceListId: all.id, prices: [end] }, { now: later + 1 });
    expect((await priceOf(1, later + 1)).lines).toMatchObject([{ priceSource: 'base' }]);
  });

  it('R40 two people set the same price: one row is left that holds, the one that the office heard last', async () => {
    const all = list();
    await run(savePriceList, all);
    const first = price();
    await run(setPrices, { priceListId: all.id, prices: [first] });
    const change = (unitPrice: number) => price({ unitPrice, replacesId: first.id });
    await run(setPrices, { priceListId: all.id, prices: [change(61_0000)] }, { now: NOW + 1 });
    await run(setPrices, { priceListId: all.id, prices: [change(62_0000)] }, { now: NOW + 2 });
    const live = await current()
      .kysely.selectFrom('priceListItems')
      .select('unitPrice')
      .where('knownUntil', 'is', null)
      .orderBy('id')
      .execute();
    expect(live).toEqual([{ unitPrice: 62_0000 }]);
  });

  it('R9 a price below the floor asks for whoever may approve it, in any currency', async () => {
    const all = list();
    await run(savePriceList, all);
    const below = { priceListId: all.id, prices: [price({ unitPrice: 49_9999 })] };
    const plain = { permissions: ['sales.managePrices'] };
    expect(await run(setPrices, below, plain)).toMatchObject({
      reason: { code: 'sales.priceBelowFloorList', params: { product: 'A-100', floor: 50_0000, price: 49_9999 } },
    });
    expect(await code(run(setPrices, below))).toBe('applied');
    const inDollars = { ...price({ unitPrice: 6_9000 }), currency: 'USD', note: null };
    expect(await code(run(setCustomerPrices, { customerId: company.customerId, prices: [inDollars] }, plain))).toBe(
      'sales.priceBelowFloorList',
    );
    const enough = { ...inDollars, unitPrice: 7_0000 };
    expect(await code(run(setCustomerPrices, { customerId: company.customerId, prices: [enough] }, plain))).toBe(
      'applied',
    );
  });

  it('R40 a list keeps its currency while prices stand in it; codes are one list’s; groups must be in use', async () => {
    const all = list();
    await run(savePriceList, all);
    expect(await code(run(savePriceList, list()))).toBe('admin.codeTaken');
    expect(await code(run(savePriceList, list({ code: 'X', currency: 'EUR' })))).toBe('billing.unknownCurrency');
    const groupId = newId();
    const ofGroup = list({ code: 'G', kind: 'group', groupId, isDefault: 0 });
    expect(await code(run(savePriceList, ofGroup))).toBe('sales.groupGone');
    expect(await code(run(savePriceList, { ...all, currency: 'USD' }))).toBe('applied');
    await run(setPrices, { priceListId: all.id, prices: [price({ unitPrice: 9_0000 })] });
    expect(await run(savePriceList, { ...all, currency: 'CNY' })).toMatchObject({
      reason: { code: 'sales.listCurrencyFixed', params: { list: '批发价', currency: 'USD' } },
    });
    expect(await code(run(savePriceList, { ...all, currency: 'USD', name: '出口价' }))).toBe('applied');
    expect(await code(run(setPrices, { priceListId: newId(), prices: [price()] }))).toBe('sales.priceListGone');
    expect(await code(run(saveCustomerGroup, { id: newId(), code: 'A', name: 'a', active: 1 }))).toBe('applied');
    expect(await code(run(saveCustomerGroup, { id: newId(), code: 'A', name: 'b', active: 1 }))).toBe(
      'admin.codeTaken',
    );
    expect(await code(run(setPrices, { priceListId: all.id, prices: [price()] }, { permissions: [] }))).toBe(
      'kernel.notPermitted',
    );
  });

  it('R40 a customer’s price is set by whoever sees the customer, in a currency that is in use', async () => {
    const set = (change: object, options = {}) =>
      run(setCustomerPrices, { customerId: company.customerId, prices: [{ ...price(), ...change }] }, options);
    expect(await code(set({ currency: 'EUR', note: null }))).toBe('billing.unknownCurrency');
    expect(await code(set({ currency: 'CNY', note: null }, { scopes: ['company'] }))).toBe('crm.customerGone');
    expect(await code(set({ currency: 'CNY', note: null }))).toBe('applied');
    // Another currency is another price.
    expect(await code(set({ currency: 'USD', note: null, unitPrice: 9_0000 }))).toBe('applied');
    expect((await book()).customerPrices).toHaveLength(1);
    expect((await book(NOW, { currency: 'USD' })).customerPrices).toMatchObject([{ unitPrice: 9_0000 }]);
  });

  it('R43, R46 the book holds the rates of its day; nobody chosen buys at what holds for everybody', async () => {
    const all = list();
    await run(savePriceList, all);
    await run(setPrices, { priceListId: all.id, prices: [price()] });
    const known = await book(NOW, { customerId: null, day: '2019-01-01' });
    expect(known).toMatchObject({ taxRates: { standard: 1_600 }, exchangeRates: { CNY: 1_000_000 }, listPrices: [] });
    expect(known.exchangeRates).not.toHaveProperty('USD');
    const today = await book(NOW, { customerId: null });
    expect(today).toMatchObject({
      taxRates: { standard: 1_300 },
      exchangeRates: { CNY: 1_000_000, USD: 7_200_000 },
      listPrices: [{ unitPrice: 60_0000 }],
      products: [{ taxCode: 'standard' }, { taxCode: 'standard' }],
    });
  });
});
