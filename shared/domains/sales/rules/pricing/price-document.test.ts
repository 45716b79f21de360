import { expect, it } from 'vitest';
import {
  askFor,
  contractPrice,
  customerPrice,
  listPrice,
  makeBook,
  makeProduct,
  priceList,
  promotion,
  promotionRule,
  terms,
} from '../../../../../tests/support/price-books.ts';
import type { PriceBook } from './price-book.ts';
import { type AskedLine, priceDocument } from './price-document.ts';

/** The price of one line, and why. */
function priceOf(change: Partial<PriceBook>, line: Partial<AskedLine> = {}, at: Partial<typeof terms> = {}) {
  const [priced] = priceDocument([askFor(line)], makeBook(change), { ...terms, ...at }).lines;
  if (!priced) throw new Error('a line has a price');
  return priced;
}
const codes = (reasons: readonly { readonly code: string }[]) => reasons.map(({ code }) => code);

const levels = {
  contracts: [contractPrice({ unitPrice: 50_000 })],
  customerPrices: [customerPrice({ id: 'own', unitPrice: 60_000 })],
  lists: [
    priceList({ id: 'hotels', kind: 'group', groupId: 'group', name: 'Hotel list' }),
    priceList({ id: 'list' }),
    priceList({ id: 'all', isDefault: 1, name: 'Everybody' }),
  ],
  listPrices: [
    listPrice({ id: 'of group', priceListId: 'hotels', unitPrice: 70_000 }),
    listPrice({ id: 'of list', priceListId: 'list', unitPrice: 80_000 }),
    listPrice({ id: 'of all', priceListId: 'all', unitPrice: 90_000 }),
  ],
};

it('R40 contract before customer before group before list before base, whatever costs less', () => {
  const { contracts: _, ...withoutContract } = levels;
  const steps: readonly [Partial<PriceBook>, number, string][] = [
    [levels, 50_000, 'contract'],
    [withoutContract, 60_000, 'customer'],
    [{ ...withoutContract, customerPrices: [] }, 70_000, 'group'],
    [{ lists: levels.lists, listPrices: levels.listPrices.slice(1) }, 80_000, 'list'],
    [{ lists: levels.lists, listPrices: levels.listPrices.slice(2) }, 90_000, 'list'],
    [{}, 100_000, 'base'],
  ];
  for (const [book, unitPrice, priceSource] of steps)
    expect(priceOf(book)).toMatchObject({ unitPrice, listPrice: unitPrice, priceSource });
  // The dearer one wins where it is the more specific.
  const dear = [customerPrice({ unitPrice: 150_000 })];
  expect(priceOf({ ...withoutContract, customerPrices: dear })).toMatchObject({ unitPrice: 150_000 });
});

it("R40 another group's list, another customer's list and another currency are nobody's here", () => {
  const foreign = {
    lists: [
      priceList({ id: 'a', kind: 'group', groupId: 'other' }),
      priceList({ id: 'b', kind: 'list' }),
      priceList({ id: 'c', isDefault: 1, currency: 'USD' }),
    ],
    listPrices: ['a', 'b', 'c'].map((priceListId) => listPrice({ id: priceListId, priceListId })),
    customerPrices: [customerPrice({ currency: 'USD' }), customerPrice({ productId: 'other' })],
    contracts: [contractPrice({ currency: 'USD' })],
  };
  expect(priceOf(foreign)).toMatchObject({ priceSource: 'base', unitPrice: 100_000 });
});

it('R40 a quantity break counts from exactly its quantity, over all lines of the product', () => {
  const customerPrices = [
    customerPrice({ id: 'few' }),
    customerPrice({ id: 'many', minQuantity: 200_000, unitPrice: 75_000 }),
  ];
  expect(priceOf({ customerPrices }, { quantity: 199_999 }).unitPrice).toBe(90_000);
  expect(priceOf({ customerPrices }, { quantity: 200_000 })).toMatchObject({
    unitPrice: 75_000,
    priceSourceId: 'many',
    reasons: [
      { code: 'customer', params: { validUntil: null } },
      { code: 'break', params: { minQuantity: 200_000 } },
    ],
  });
  const halves = [askFor({ key: 'a' }), askFor({ key: 'b' })];
  const { lines } = priceDocument(halves, makeBook({ customerPrices }), terms);
  expect(lines.map(({ unitPrice }) => unitPrice)).toEqual([75_000, 75_000]);
  // A sample is not bought.
  const [first] = priceDocument(
    [askFor({ key: 'a' }), askFor({ key: 'b', isSample: true })],
    makeBook({ customerPrices }),
    terms,
  ).lines;
  expect(first?.unitPrice).toBe(90_000);
});

it('R40 ties within a level go by priority, then the newest', () => {
  const pick = (rows: readonly Parameters<typeof customerPrice>[0][]) =>
    priceOf({ customerPrices: rows.map((change, index) => customerPrice({ id: `${index}`, ...change })) })
      .priceSourceId;
  expect(pick([{ priority: 1 }, { priority: 2 }, { knownFrom: 9 }])).toBe('1');
  expect(pick([{ knownFrom: 5 }, { knownFrom: 3 }])).toBe('0');
  expect(pick([{}, {}])).toBe('1');
  const lists = [priceList({ id: 'low', isDefault: 1 }), priceList({ id: 'high', isDefault: 1, priority: 1 })];
  const listPrices = [
    listPrice({ id: 'x', priceListId: 'low', priority: 9 }),
    listPrice({ id: 'y', priceListId: 'high' }),
  ];
  expect(priceOf({ lists, listPrices }).priceSourceId).toBe('y');
});

it('R40 a price holds on its days, the last one included, and only as far as it was known', () => {
  const of = (change: Parameters<typeof customerPrice>[0], at: Partial<typeof terms> = {}) =>
    priceOf({ customerPrices: [customerPrice(change)] }, {}, at).priceSource;
  expect(of({ validFrom: '2026-11-23', validUntil: '2026-11-23' })).toBe('customer');
  expect(of({ validFrom: '2026-11-24' })).toBe('base');
  expect(of({ validUntil: '2026-11-22' })).toBe('base');
  expect(of({ knownFrom: 1_000 })).toBe('customer');
  expect(of({ knownFrom: 1_001 })).toBe('base');
  expect(of({ knownUntil: 1_000 })).toBe('base');
  expect(of({ knownUntil: 1_001 })).toBe('customer');
});

it('R4 a contract with too little left is passed over, and the line says so', () => {
  const contracts = [contractPrice({ leftQuantity: 99_999 })];
  const passedOver = priceOf({ contracts, customerPrices: [customerPrice()] });
  expect(passedOver).toMatchObject({ priceSource: 'customer', contractLineId: null });
  expect(codes(passedOver.reasons)).toEqual(['customer', 'contractUsedUp']);
  expect(priceOf({ contracts: [contractPrice({ leftQuantity: 100_000 })] })).toMatchObject({
    priceSource: 'contract',
    contractLineId: 'contract line',
    reasons: [{ code: 'contract', params: { number: 'CT-K7-000012', minQuantity: 0 } }],
  });
  // Money: ten pieces at 8.00.
  expect(priceOf({ contracts: [contractPrice({ leftMinor: 8_000 })] }).priceSource).toBe('contract');
  expect(priceOf({ contracts: [contractPrice({ leftMinor: 7_999 })] }).priceSource).toBe('base');
});

it('R4 what one line calls off is not there for the next, and a price of one’s own calls nothing off', () => {
  const contracts = [contractPrice({ leftMinor: 12_000 }), contractPrice({ id: 'cup', productId: 'cup' })].map(
    (row) => ({
      ...row,
      leftMinor: 12_000,
    }),
  );
  const cup = makeProduct({ id: 'cup' });
  const sourcesOf = (first: Partial<AskedLine>) =>
    priceDocument(
      [askFor({ key: 'a', ...first }), askFor({ key: 'b', product: cup })],
      makeBook({ contracts }),
      terms,
    ).lines.map(({ priceSource }) => priceSource);
  expect(sourcesOf({})).toEqual(['contract', 'base']);
  expect(sourcesOf({ manualPrice: 99_000 })).toEqual(['manual', 'contract']);
  expect(sourcesOf({ contractLineId: 'none' })).toEqual(['base', 'contract']);
});

it('R4 of two contracts the chosen one is taken, and what a contract takes off is in its price', () => {
  const contracts = [
    contractPrice({ id: 'one', unitPrice: 100_000, discount: 1_500 }),
    contractPrice({ id: 'two', knownFrom: 9 }),
  ];
  expect(priceOf({ contracts }).contractLineId).toBe('two');
  expect(priceOf({ contracts }, { contractLineId: 'one' })).toMatchObject({ unitPrice: 85_000, contractLineId: 'one' });
});

it('R31 a box is its pieces, and a price of its own for the box goes first', () => {
  const box = { unitRatio: 12, quantity: 240_000 };
  expect(priceOf({}, box).unitPrice).toBe(1_200_000);
  const customerPrices = [customerPrice({ id: 'piece', minQuantity: 120_000, unitPrice: 80_000 })];
  expect(priceOf({ customerPrices }, box).unitPrice).toBe(960_000);
  const boxed = customerPrice({ id: 'box', unitRatio: 12, unitPrice: 1_000_000 });
  expect(priceOf({ customerPrices: [...customerPrices, boxed] }, box)).toMatchObject({
    unitPrice: 1_000_000,
    priceSourceId: 'box',
  });
  // Nothing is divided: pieces have no price by the box.
  expect(priceOf({ customerPrices: [boxed] }).priceSource).toBe('base');
});

it('R46 a base price in another currency is exchanged by the rates of the day, or there is none', () => {
  const product = makeProduct({ basePrice: 25_000, currency: 'USD' });
  expect(priceOf({}, { product })).toMatchObject({ listPrice: 180_000, unitPrice: 180_000 });
  expect(codes(priceOf({}, { product }).reasons)).toEqual(['base', 'exchanged']);
  expect(priceOf({ exchangeRates: { CNY: 1_000_000 } }, { product })).toMatchObject({ listPrice: null, unitPrice: 0 });
});

it('a typed price stays, says what the list says, and takes no promotion', () => {
  const promotions = [promotion()];
  expect(priceOf({ ...levels, promotions }, { manualPrice: 55_000 })).toMatchObject({
    ...{ unitPrice: 55_000, listPrice: 50_000, priceSource: 'manual', promotionId: null, promotionDiscount: 0 },
    reasons: [{ code: 'manual', params: { listPrice: 50_000 } }],
  });
});

it('R3 what a quote agreed stands, tax and promotion with it', () => {
  const agreed = {
    ...{ unitPrice: 42_000, listPrice: 100_000, promotionId: 'old', promotionDiscount: 700, promotionMinor: 0 },
    ...{ taxCode: 'standard', taxRate: 1_700, number: 'QT-K7-000003', revision: 2 },
  };
  expect(priceOf({ ...levels, promotions: [promotion()] }, { agreed })).toMatchObject({
    ...{ unitPrice: 42_000, priceSource: 'quote', promotionId: 'old', promotionDiscount: 700, taxRate: 1_700 },
    reasons: [{ code: 'quote', params: { number: 'QT-K7-000003', revision: 2 } }],
  });
});

it('R43 the customer’s tax code goes before the product’s; a code without a rate has none', () => {
  const customer = { ...makeBook().customer, taxCode: 'exempt' };
  expect(priceOf({ customer })).toMatchObject({ taxCode: 'exempt', taxRate: 0 });
  expect(priceOf({}, { product: makeProduct({ taxCode: 'unheard' }) })).toMatchObject({ taxRate: null });
});

it('a sample costs nothing, names what gives it, and earns nothing', () => {
  const sample = promotion({ id: 's', code: 'TRY', kind: 'sample', rules: [promotionRule({ productId: 'mug' })] });
  const line = { isSample: true };
  expect(priceOf({}, line)).toMatchObject({ unitPrice: 0, listPrice: 100_000, priceSource: 'free' });
  expect(priceOf({ promotions: [sample, promotion()] }, line)).toMatchObject({
    promotionDiscount: 0,
    reasons: [{ code: 'sample', params: { code: 'TRY' } }],
  });
});
