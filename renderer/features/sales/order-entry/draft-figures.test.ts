import { expect, it } from 'vitest';
import type { PriceBookOfProducts } from '#shared/domains/sales/queries/price-book.ts';
import { customerPrice, makeBook, promotion, promotionRule } from '../../../../tests/support/price-books.ts';
import { creditForecast, draftFigures, type LineStock } from './draft-figures.ts';
import type { FigureTerms } from './figure-terms.ts';
import { changeDraft, emptyOrderDraft, type NewLine, type OrderDraft } from './order-draft.ts';

const mug = { id: 'mug', code: 'A-100', name: 'Mug', unit: 'box', taxCode: 'standard', basePrice: 625_000 };
const tea = { id: 'tea', code: 'T-001', name: 'Tea', unit: 'kg', taxCode: 'food', basePrice: 333_300 };
const terms: FigureTerms = {
  currency: 'CNY',
  priceMode: 'taxExclusive',
  taxRounding: 'perLine',
  discountLimit: 1_000,
  homeCurrency: 'CNY',
  roundingLimitMinor: 10_000,
  roundsToMinor: 100,
  mayGiveSamples: false,
  taxRates: [
    { code: 'standard', rate: 1_300, validFrom: '2019-04-01' },
    { code: 'food', rate: 1_000, validFrom: '2010-01-01' },
    { code: 'food', rate: 900, validFrom: '2019-04-01' },
  ],
  today: '2026-11-23',
};
const stockOf = (onHand: number, reserved: number): LineStock => ({
  onHand,
  reserved,
  unsaleable: 0,
  heldForOthers: 0,
  incoming: 0,
  incomingDueOn: null,
});
const figuresOf = (lines: NewLine[], stock: Record<string, LineStock> = {}) => {
  const draft = changeDraft(emptyOrderDraft('SO-K7-000123', 'entry'), { type: 'addLines', lines });
  return draftFigures(draft, new Map(Object.entries(stock)), terms);
};

it('R42 R43 totals are those of the command, by the rates of the day', () => {
  const { totals, lines } = figuresOf([
    { product: mug, quantity: 480_000, discount: 500 },
    { product: tea, quantity: 10_000 },
  ]);
  expect(lines.map((line) => [line.netMinor, line.taxRate])).toEqual([
    [285_000, 1_300],
    [3_333, 900],
  ]);
  expect(totals).toMatchObject({ netMinor: 288_333, taxMinor: 37_350, totalMinor: 325_683 });
});

it('R42 a line beyond what an amount may be breaks no screen: it has no amount, the others have theirs', () => {
  const { lines, totals } = figuresOf([
    { product: { ...tea, basePrice: 1e12 }, quantity: 1e11 },
    { product: mug, quantity: 480_000, discount: 500 },
  ]);
  expect(lines.map((line) => line.netMinor)).toEqual([0, 285_000]);
  expect(lines[0]?.line.quantity).toBe(1e11);
  expect(totals).toMatchObject({ netMinor: 285_000 });
});

it('R20 R22 lines of one product share what is there, in their order', () => {
  const stock = { mug: stockOf(500_000, 120_000) };
  const { lines, shortLines } = figuresOf(
    [
      { product: mug, quantity: 300_000 },
      { product: tea, quantity: 10_000 },
      { product: mug, quantity: 200_000 },
    ],
    stock,
  );
  expect(lines.map(({ available, short, sameAsLine }) => ({ available, short, sameAsLine }))).toEqual([
    { available: 380_000, short: 0, sameAsLine: null },
    { available: 0, short: 0, sameAsLine: null },
    { available: 80_000, short: 120_000, sameAsLine: 1 },
  ]);
  expect(shortLines).toBe(1);
});

it('R22 stock below zero gives nothing and takes nothing', () => {
  const { lines } = figuresOf([{ product: mug, quantity: 10_000 }], { mug: stockOf(0, 50_000) });
  expect(lines[0]).toMatchObject({ available: -50_000, short: 10_000 });
});

it('a line whose stock is not known yet is not called short', () => {
  expect(figuresOf([{ product: mug, quantity: 10_000 }]).lines[0]).toMatchObject({ stock: null, short: 0 });
});

it('R9 exactly the limit passes, a price or a discount beyond it waits', () => {
  const { lines, approvalLines } = figuresOf([
    { product: mug, quantity: 10_000, discount: 1_000 },
    { product: mug, quantity: 10_000, manualPrice: 562_499 },
    { product: mug, quantity: 10_000, manualPrice: 600_000, discount: 800 },
  ]);
  expect(lines.map((line) => line.waitsForApproval)).toEqual([false, true, true]);
  expect(approvalLines).toBe(2);
});

it('R55 the forecast counts this order into the exposure', () => {
  const status = {
    currency: 'CNY',
    limitMinor: 1_000_000,
    limitValidUntil: null,
    openOrdersMinor: 200_000,
    unbilledMinor: 0,
    receivablesMinor: 300_000,
    prepaymentsMinor: 50_000,
    overdueMinor: 0,
    oldestDueOn: null,
  };
  const at = { today: '2026-11-23', overdueHoldDays: 30 };
  expect(creditForecast(status, 550_000, at)).toEqual({ hold: false, leftMinor: 0 });
  expect(creditForecast(status, 550_001, at)).toEqual({ hold: true, because: 'limitExceeded', leftMinor: -1 });
  expect(creditForecast({ ...status, limitMinor: null }, 9_999_999, at)).toEqual({ hold: false, leftMinor: null });
  expect(creditForecast({ ...status, oldestDueOn: '2026-10-23' }, 0, at)).toMatchObject({ because: 'overdue' });
});

const book = (change: object): PriceBookOfProducts => ({
  ...makeBook({ customer: { id: 'c', groupId: null, priceListId: null, territoryId: null, taxCode: null } }),
  products: [mug, tea].map((product) => ({
    ...{ ...product, category: null, brand: null, currency: 'CNY', floorPrice: null },
  })),
  gifts: [],
  units: [],
  ...change,
});
const withBook = (lines: NewLine[], change: object, more: Partial<OrderDraft> = {}) => {
  const draft = { ...changeDraft(emptyOrderDraft('SO-K7-000123', 'entry'), { type: 'addLines', lines }), ...more };
  return draftFigures(draft, new Map([['mug', stockOf(130_000, 0)]]), terms, book(change));
};

it('R40 a line costs what its customer pays, and what comes free takes what is left of the stock', () => {
  const customerPrices = [customerPrice({ productId: 'mug', unitPrice: 500_000 })];
  const rules = [promotionRule({ buyQuantity: 120_000, freeQuantity: 20_000 })];
  const promotions = [promotion({ kind: 'freeGoods', rules })];
  const { lines, free, totals, shortLines } = withBook([{ product: mug, quantity: 120_000 }], {
    customerPrices,
    promotions,
  });
  expect(lines[0]).toMatchObject({ unitPrice: 500_000, listPrice: 500_000, waitsForApproval: false });
  expect(free).toMatchObject([{ forKey: '1', code: 'A-100', quantity: 20_000, short: 10_000, available: 10_000 }]);
  expect([totals.netMinor, shortLines]).toEqual([60_000, 1]);
});

it('R31 sold by the box it costs its pieces', () => {
  const { lines, totals } = withBook([{ product: mug, quantity: 240_000, soldUnit: 'case', unitRatio: 12 }], {});
  expect(lines[0]).toMatchObject({ unitPrice: 7_500_000 });
  expect(totals.netMinor).toBe(150_000);
});

it('R41 what is typed off the document stands beside its promotion, and 抹零 is taken off the total', () => {
  const lines = [{ product: mug, quantity: 10_000 }];
  const promotions = [
    promotion({ kind: 'amount', appliesTo: 'document', rules: [promotionRule({ amountMinor: 250 })] }),
  ];
  const typed = withBook(lines, { promotions }, { documentDiscount: 1_000, roundsDown: true });
  expect(typed.off).toEqual({ documentDiscount: 0, documentDiscountMinor: 875 });
  // 62.50 less 8.75 and 13 % tax are 60.74.
  expect(typed.totals).toMatchObject({ documentDiscountMinor: 875, roundedOffMinor: 74, totalMinor: 6_000 });
  expect(typed.lines[0]?.waitsForApproval).toBe(false);
  expect(withBook(lines, { promotions }, { documentDiscount: 1_001 }).lines[0]?.waitsForApproval).toBe(true);
  expect(withBook(lines, {}, { documentDiscount: 500 }).off).toEqual({
    documentDiscount: 500,
    documentDiscountMinor: 0,
  });
});

it('a typed price that is the one that was found goes on with its promotion', () => {
  const promotions = [promotion({})];
  const [line] = withBook([{ product: mug, quantity: 10_000, manualPrice: 625_000 }], { promotions }).lines;
  expect(line?.price).toMatchObject({ promotionDiscount: 1_000, priceSource: 'base' });
});

it('R9 samples that are not the person’s to give wait', () => {
  expect(withBook([{ product: mug, quantity: 10_000, isSample: true }], {}).lines[0]).toMatchObject({
    ...{ unitPrice: 0, netMinor: 0, waitsForApproval: true },
  });
});
