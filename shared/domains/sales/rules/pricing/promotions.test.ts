import { expect, it } from 'vitest';
import {
  askFor,
  contractPrice,
  makeBook,
  makeProduct,
  promotion,
  promotionRule,
  terms,
} from '../../../../../tests/support/price-books.ts';
import type { PriceBook, Promotion } from './price-book.ts';
import { type AskedLine, priceDocument } from './price-document.ts';

const price = (
  promotions: readonly Promotion[],
  asked: readonly AskedLine[] = [askFor()],
  book: Partial<PriceBook> = {},
) => priceDocument(asked, makeBook({ promotions, ...book }), terms);
const lineOf = (...given: Parameters<typeof price>) => price(...given).lines[0];
const percent = (discount: number, change: Partial<Promotion> = {}) =>
  promotion({ id: `${discount}`, code: `P${discount}`, rules: [promotionRule({ discount })], ...change });
const amount = (amountMinor: number, change: Partial<Promotion> = {}) =>
  promotion({ id: 'amount', kind: 'amount', rules: [promotionRule({ amountMinor })], ...change });
const freeGoods = (rule: Parameters<typeof promotionRule>[0], change: Partial<Promotion> = {}) =>
  promotion({ id: 'free', code: 'F', kind: 'freeGoods', rules: [promotionRule(rule)], ...change });

it('R40 of promotions that stand alone the best for the customer applies, and only that', () => {
  expect(lineOf([percent(500), percent(1_200), amount(1_100)])).toMatchObject({
    ...{ promotionId: '1200', promotionDiscount: 1_200, promotionMinor: 0 },
    reasons: [{ code: 'base' }, { code: 'promotionPercent', params: { code: 'P1200', discount: 1_200 } }],
  });
  // Ten pieces at 10.00: 13.00 are more than 12 %.
  expect(lineOf([percent(1_200), amount(1_300)])).toMatchObject({ promotionDiscount: 0, promotionMinor: 1_300 });
  expect(lineOf([percent(1_000, { priority: 1 }), amount(1_000)])?.promotionId).toBe('1000');
});

it('R40 R41 what stacks applies beside the best, and percentages multiply', () => {
  const stacking = percent(500, { stacks: 1 });
  expect(lineOf([percent(1_000), stacking])).toMatchObject({ promotionDiscount: 1_450, promotionId: '1000' });
  // 1 − 0.9999 · 0.95 = 5.0095 %, half up.
  expect(lineOf([percent(1), stacking])?.promotionDiscount).toBe(501);
  expect(lineOf([percent(1_000), percent(900), stacking, amount(50, { stacks: 1 })])).toMatchObject({
    promotionDiscount: 1_450,
    promotionMinor: 50,
  });
});

it('R40 it is for its customers, goods, days and quantities', () => {
  const is = (change: Partial<Promotion>) => lineOf([percent(1_000, change)])?.promotionDiscount === 1_000;
  const rule = (change: Parameters<typeof promotionRule>[0]) => ({
    rules: [promotionRule({ discount: 1_000, ...change })],
  });
  expect([{ groupId: 'group' }, { territoryId: 'north' }, { currency: 'CNY' }].map(is)).toEqual([true, true, true]);
  expect([{ groupId: 'x' }, { territoryId: 'x' }, { currency: 'USD' }].map(is)).toEqual([false, false, false]);
  expect([rule({ productId: 'mug' }), rule({ category: 'tableware' }), rule({ brand: 'Jing' })].map(is)).toEqual([
    true,
    true,
    true,
  ]);
  expect([rule({ productId: 'cup' }), rule({ category: 'food' }), rule({ brand: 'X' })].map(is)).toEqual([
    false,
    false,
    false,
  ]);
  expect([rule({ minQuantity: 100_000 }), rule({ minQuantity: 100_001 })].map(is)).toEqual([true, false]);
  expect([rule({ minMinor: 10_000 }), rule({ minMinor: 10_001 })].map(is)).toEqual([true, false]);
  expect([{ validUntil: '2026-11-23' }, { validUntil: '2026-11-22' }, { knownUntil: 1_000 }].map(is)).toEqual([
    true,
    false,
    false,
  ]);
});

it('R40 of the steps of one promotion the one that saves most counts', () => {
  const steps = promotion({
    rules: [
      promotionRule({ position: 1, discount: 500 }),
      promotionRule({ position: 2, minQuantity: 100_000, discount: 800 }),
      promotionRule({ position: 3, minQuantity: 200_000, discount: 1_200 }),
    ],
  });
  expect(lineOf([steps])?.promotionDiscount).toBe(800);
  expect(lineOf([steps], [askFor({ quantity: 200_000 })])?.promotionDiscount).toBe(1_200);
});

it('R40 R45 an amount is for the goods of a product together, spread over their lines', () => {
  const asked = [askFor({ key: 'a', quantity: 20_000 }), askFor({ key: 'b', quantity: 10_000 })];
  expect(price([amount(100)], asked).lines.map(({ promotionMinor }) => promotionMinor)).toEqual([67, 33]);
  expect(price([amount(999_999)], asked).lines.map(({ promotionMinor }) => promotionMinor)).toEqual([2_000, 1_000]);
});

it('R40 n + m: beside each n paid ones m come free, as a line at zero that says why', () => {
  const twelve = freeGoods({ buyQuantity: 120_000, freeQuantity: 10_000 });
  const freeOf = (quantity: number, promotions = [twelve]) => price(promotions, [askFor({ quantity })]).free;
  expect(freeOf(119_999)).toEqual([]);
  expect(freeOf(600_000)).toMatchObject([
    {
      ...{ forKey: 'line', productId: 'mug', quantity: 50_000, lineKind: 'free', promotionId: 'free' },
      reasons: [{ code: 'promotionFree', params: { code: 'F', name: 'Spring', buy: 120_000, free: 10_000 } }],
    },
  ]);
  expect(freeOf(600_000, [freeGoods({ buyQuantity: 120_000, freeQuantity: 10_000, limitTimes: 2 })])[0]?.quantity).toBe(
    20_000,
  );
  // Five of sixty-five are 7.7 %: 8 % off are better.
  expect(freeOf(600_000, [twelve, percent(800)])).toHaveLength(1);
  expect(freeOf(600_000, [twelve, percent(900)])).toHaveLength(0);
  const halves = [askFor({ key: 'a', quantity: 60_000 }), askFor({ key: 'b', quantity: 60_000 })];
  expect(price([twelve], halves).free).toMatchObject([{ forKey: 'a', quantity: 10_000 }]);
});

it('R40 a gift is worth what it costs, in the document’s currency', () => {
  const gift = promotion({
    ...{ id: 'gift', kind: 'gift' },
    rules: [promotionRule({ buyQuantity: 50_000, giftProductId: 'spoon', giftQuantity: 10_000 })],
  });
  const gifts = [makeProduct({ id: 'spoon', basePrice: 10_000, currency: 'USD' })];
  expect(price([gift], [askFor()], { gifts }).free).toMatchObject([
    { productId: 'spoon', quantity: 20_000, lineKind: 'gift' },
  ]);
  // Two spoons at 7.20.
  expect(lineOf([gift, amount(1_440, { priority: 1 })], [askFor()], { gifts })?.promotionMinor).toBe(1_440);
  expect(lineOf([gift, amount(1_439)], [askFor()], { gifts })?.promotionMinor).toBe(0);
  expect(price([gift]).free).toEqual([]);
});

it('R40 beside a contract price only what stacks applies', () => {
  const contracts = [contractPrice()];
  expect(lineOf([percent(1_000)], [askFor()], { contracts })?.promotionDiscount).toBe(0);
  expect(lineOf([percent(1_000), percent(300, { stacks: 1 })], [askFor()], { contracts })).toMatchObject({
    ...{ priceSource: 'contract', promotionDiscount: 300 },
    reasons: [{ code: 'contract' }, { code: 'promotionPercent' }],
  });
});

it('R40 one promotion for the whole document, on what the lines come to after theirs', () => {
  const whole = (change: Partial<Promotion>) => promotion({ id: 'whole', appliesTo: 'document', ...change });
  const steps = whole({
    kind: 'amount',
    rules: [promotionRule({ minMinor: 5_000, amountMinor: 300 }), promotionRule({ minMinor: 9_500, amountMinor: 900 })],
  });
  expect(price([steps]).documentPromotion).toEqual({
    promotionId: 'whole',
    code: 'SPRING',
    name: 'Spring',
    amountMinor: 900,
  });
  // 10 % off the line: 90.00 are left, and the first step.
  expect(price([steps, percent(1_000)]).documentPromotion?.amountMinor).toBe(300);
  expect(price([whole({ minMinor: 10_001 })]).documentPromotion).toBeNull();
  const better = whole({ id: 'better', rules: [promotionRule({ discount: 2_000, category: 'tableware' })] });
  expect(price([steps, better]).documentPromotion).toMatchObject({ promotionId: 'better', amountMinor: 2_000 });
  expect(price([steps], [askFor({ manualPrice: 1 })]).documentPromotion).toBeNull();
  expect(price([steps], [askFor()], { contracts: [contractPrice()] }).documentPromotion).toBeNull();
});
