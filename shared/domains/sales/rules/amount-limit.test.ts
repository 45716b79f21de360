import { expect, it } from 'vitest';
import { findTooLarge } from './amount-limit.ts';

const line = (quantity: number, unitPrice: number, change: object = {}) => ({
  id: 'l',
  product: { id: 'p', code: 'P', name: 'P', unit: '件', taxCode: 'V' },
  quantity,
  unitPrice,
  listPrice: unitPrice,
  priceSource: 'base' as const,
  discount: 0,
  taxRate: 0,
  ...change,
});
const terms = { currency: 'CNY', priceMode: 'taxExclusive', taxRounding: 'perLine' } as const;
/** 1e14 fen exactly. */
const largest = line(1e10, 1e10);

it('R54 the largest amount is taken, one minor unit more is not', () => {
  expect(findTooLarge([largest], terms, 0)).toBeNull();
  expect(findTooLarge([line(1e10, 1e10 + 1)], terms, 0)).toEqual({ context: 'line', line: 1 });
  expect(findTooLarge([largest, line(10_000, 100)], terms, 0)).toEqual({ context: 'order' });
  expect(findTooLarge([largest], terms, 1)).toEqual({ context: 'exposure' });
  expect(findTooLarge([{ ...largest, taxRate: 1 }], terms, 0)).toEqual({ context: 'order' });
});

it('R54 figures whose product is beyond the safe integers are told, not computed', () => {
  expect(findTooLarge([line(1, 1), line(1e11, 1e12)], terms, 0)).toEqual({ context: 'line', line: 2 });
  expect(findTooLarge(new Array(300).fill(largest), terms, 0)).toEqual({ context: 'order' });
  expect(findTooLarge([line(1e11, 1e12, { discount: 10_000 })], terms, 0)).toBeNull();
});

it('R31 R41 R54 what a line comes to counts, with its unit and all its discounts', () => {
  const boxes = line(1e11, 1e12, { unitRatio: 1_000_000 });
  expect(findTooLarge([boxes], terms, 0)).toBeNull();
  expect(findTooLarge([line(1e10, 1e10 + 1, { secondDiscount: 1 })], terms, 0)).toBeNull();
  expect(findTooLarge([line(1e10, 1e10 + 1, { promotionDiscount: 1 })], terms, 0)).toBeNull();
});
