import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pricedLine } from '../../../../tests/support/priced-documents.ts';
import { lineGross, type PricedLine, splitTax } from './price-line.ts';

const line = (pieces: number, unitPrice: number, change: Partial<PricedLine> = {}): PricedLine => ({
  quantity: pieces * 10_000,
  unitPrice,
  discount: 0,
  taxRate: 1_300,
  ...change,
});
const grossOf = (of: PricedLine) => lineGross(of, 'CNY');

describe('R41 discounts in a row', () => {
  it('R41 multiply', () => {
    expect(grossOf(line(1, 100_0000, { discount: 1_000, secondDiscount: 1_000 }))).toBe(8_100);
    expect(grossOf(line(1, 100_0000, { discount: 1_000, secondDiscount: 1_000, promotionDiscount: 2_000 }))).toBe(
      6_480,
    );
  });

  it('R41 R44 are rounded once, at the end', () => {
    // Half of 5 fen, rounded, would be 3; half of that, rounded, 2.
    expect(grossOf(line(1, 500, { discount: 5_000, secondDiscount: 5_000 }))).toBe(1);
  });

  it('R41 come to the same in any order', () => {
    const discount = fc.nat(10_000);
    fc.assert(
      fc.property(pricedLine, discount, discount, discount, (of, a, b, c) => {
        const inOrder = (first: number, second: number, third: number) =>
          grossOf({ ...of, discount: first, secondDiscount: second, promotionDiscount: third });
        const results = [inOrder(a, b, c), inOrder(b, a, c), inOrder(c, b, a), inOrder(b, c, a)];
        expect(new Set(results).size).toBe(1);
      }),
    );
  });
});

describe('R42 what a line comes to', () => {
  it('R42 R31 a price is of the unit that is sold, a quantity of base units', () => {
    expect(grossOf(line(30, 100_0000, { unitRatio: 12 }))).toBe(25_000);
    expect(grossOf(line(5, 100_0000, { unitRatio: 12 }))).toBe(4_167);
  });

  it('R31 a box at its pieces’ price comes to its pieces', () => {
    fc.assert(
      fc.property(pricedLine, fc.integer({ min: 1, max: 1_000 }), (of, ratio) => {
        const pieces = { ...of, unitRatio: 1 };
        expect(grossOf({ ...pieces, unitPrice: of.unitPrice * ratio, unitRatio: ratio })).toBe(grossOf(pieces));
      }),
    );
  });

  it('R40 R42 an amount that a promotion gives comes off behind the percentages', () => {
    expect(grossOf(line(2, 10_0000, { discount: 1_000, promotionMinor: 150 }))).toBe(1_650);
  });

  it('R40 R42 a promotion gives no more than the line comes to', () => {
    expect(grossOf(line(2, 10_0000, { promotionMinor: 5_000 }))).toBe(0);
    expect(grossOf(line(2, 0, { promotionMinor: 1 }))).toBe(0);
  });

  it('R42 R44 a line of a credit note is the negative of the line that it takes back', () => {
    expect(grossOf(line(-5, 100_0000, { unitRatio: 12 }))).toBe(-4_167);
    expect(grossOf(line(-2, 10_0000, { promotionMinor: -150 }))).toBe(-1_850);
    expect(grossOf(line(-2, 10_0000, { promotionMinor: -5_000 }))).toBe(0);
  });

  it('R42 what is left out is not there', () => {
    const none = { unitRatio: 1, secondDiscount: 0, promotionDiscount: 0, promotionMinor: 0 };
    expect(grossOf(line(7, 1_2345, { discount: 333 }))).toBe(grossOf(line(7, 1_2345, { discount: 333, ...none })));
  });

  it('R44 a line in two parts is off by one minor unit at most', () => {
    fc.assert(
      fc.property(pricedLine, fc.nat(), (priced, cut) => {
        const whole = { ...priced, promotionMinor: 0 };
        const first = cut % whole.quantity;
        const parts = [first, whole.quantity - first].map((quantity) => grossOf({ ...whole, quantity }));
        const sum = parts.reduce((all, part) => all + part, 0);
        expect(Math.abs(sum - grossOf(whole))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

it('R42 net and tax of an amount, in either price mode', () => {
  expect(splitTax(10_000, 1_300, 'taxExclusive')).toEqual({ netMinor: 10_000, taxMinor: 1_300 });
  expect(splitTax(10_000, 1_300, 'taxInclusive')).toEqual({ netMinor: 8_850, taxMinor: 1_150 });
  expect(splitTax(-10_000, 1_300, 'taxInclusive')).toEqual({ netMinor: -8_850, taxMinor: -1_150 });
});
