import { expect, it } from 'vitest';
import { type ShapedPromotion, whatGivesNothing } from './promotion-shape.ts';

const nothing = { discount: 0, amountMinor: 0, buyQuantity: 0, freeQuantity: 0, giftProductId: null, giftQuantity: 0 };
const of = (change: Partial<ShapedPromotion>): number | null =>
  whatGivesNothing({
    ...{ kind: 'percent', appliesTo: 'line', currency: null, minMinor: null, period: null, basis: null },
    rules: [{ ...nothing, discount: 1_000 }],
    ...change,
  });

it('R40 each kind of promotion gives something, in every rule', () => {
  expect(of({})).toBeNull();
  expect(of({ rules: [{ ...nothing, discount: 1_000 }, nothing] })).toBe(2);
  expect(of({ kind: 'amount', currency: 'CNY', rules: [{ ...nothing, amountMinor: 5 }] })).toBeNull();
  expect(of({ kind: 'freeGoods', rules: [{ ...nothing, buyQuantity: 10, freeQuantity: 1 }] })).toBeNull();
  expect(of({ kind: 'freeGoods', rules: [{ ...nothing, freeQuantity: 1 }] })).toBe(1);
  expect(of({ kind: 'gift', rules: [{ ...nothing, giftProductId: 'cup', giftQuantity: 1 }] })).toBeNull();
  expect(of({ kind: 'gift', rules: [{ ...nothing, giftQuantity: 1 }] })).toBe(1);
  expect(of({ kind: 'sample', rules: [{ ...nothing, freeQuantity: 2 }] })).toBeNull();
});

it('R40 amounts are in a currency; of a whole document only a price is taken off; a rebate says when and on what', () => {
  expect(of({ kind: 'amount', rules: [{ ...nothing, amountMinor: 5 }] })).toBe(0);
  expect(of({ appliesTo: 'document', minMinor: 100 })).toBe(0);
  expect(of({ appliesTo: 'document', minMinor: 100, currency: 'CNY' })).toBeNull();
  const free = [{ ...nothing, buyQuantity: 10, freeQuantity: 1 }];
  expect(of({ kind: 'freeGoods', appliesTo: 'document', rules: free })).toBe(0);
  expect(of({ kind: 'rebate', period: 'quarter' })).toBe(0);
  expect(of({ kind: 'rebate', period: 'quarter', basis: 'collected' })).toBeNull();
});
