import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  currencyDecimals,
  divideHalfUp,
  extendPrice,
  formatDecimal,
  ONE_UNIT,
  parseDecimal,
  percentOf,
  spread,
  toMinor,
} from './money.ts';

const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });

describe('R44 the one rounding', () => {
  it.each([
    [5n, 10n, 1],
    [4n, 10n, 0],
    [15n, 10n, 2],
    [25n, 10n, 3],
    [-5n, 10n, -1],
    [-4n, 10n, 0],
    [0n, 7n, 0],
  ])('R44 half up: %d / %d is %d', (numerator, denominator, expected) => {
    expect(divideHalfUp(numerator, denominator)).toBe(expected);
  });

  it('R44 a reversing document is the exact negative of its original', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.bigInt(1n, 10n ** 6n), (numerator, denominator) => {
        expect(divideHalfUp(-numerator, denominator) + divideHalfUp(numerator, denominator)).toBe(0);
      }),
    );
  });

  it('R44 is never off by more than half', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.bigInt(1n, 10n ** 6n), (numerator, denominator) => {
        const off = 2n * (BigInt(divideHalfUp(numerator, denominator)) * denominator - numerator);
        expect(off <= denominator && off >= -denominator).toBe(true);
      }),
    );
  });

  it('refuses a denominator that is not positive, and amounts that are not safe integers', () => {
    expect(() => divideHalfUp(1n, 0n)).toThrow(RangeError);
    expect(() => divideHalfUp(10n ** 20n, 1n)).toThrow(RangeError);
  });
});

describe('R42 extending a price', () => {
  it('R42 quantity · price · (1 − discount), rounded once', () => {
    expect(extendPrice(48 * ONE_UNIT, 62_5000, [500], 'CNY')).toBe(285_000);
    expect(extendPrice(3 * ONE_UNIT, 3333, [], 'CNY')).toBe(100);
  });

  it('R41 discounts in a row multiply', () => {
    expect(extendPrice(ONE_UNIT, 100_0000, [1_000, 1_000], 'CNY')).toBe(8_100);
  });

  it('R31 the price of a box is never broken down to a piece', () => {
    expect(extendPrice(12 * ONE_UNIT, 100_0000, [], 'CNY', 12)).toBe(10_000);
    expect(extendPrice(5 * ONE_UNIT, 100_0000, [], 'CNY', 12)).toBe(4_167);
    expect(extendPrice(30 * ONE_UNIT, 100_0000, [1_000], 'CNY', 12)).toBe(22_500);
  });

  it('takes the decimals of the currency', () => {
    expect(currencyDecimals('JPY')).toBe(0);
    expect(extendPrice(ONE_UNIT, 105_4000, [], 'JPY')).toBe(105);
    expect(extendPrice(ONE_UNIT, 1_2345, [], 'KWD')).toBe(1_235);
  });

  it('takes percentages with the same rounding', () => {
    expect(percentOf(11_714_00, 1_300)).toBe(1_522_82);
    expect(percentOf(-50, 100)).toBe(-1);
  });
});

describe('R45 spreading', () => {
  it('R45 the largest line takes the remainder, the first of equals', () => {
    expect(spread(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(spread(100, [10, 20, 10])).toEqual([25, 50, 25]);
    expect(spread(-100, [1, 1, 1])).toEqual([-34, -33, -33]);
    expect(spread(7, [0, 0])).toEqual([7, 0]);
    expect(spread(7, [])).toEqual([]);
  });

  it('R45 the shares always sum to the amount', () => {
    fc.assert(
      fc.property(amount, fc.array(amount, { minLength: 1, maxLength: 40 }), (total, weights) => {
        expect(spread(total, weights).reduce((sum, share) => sum + share, 0)).toBe(total);
      }),
    );
  });
});

describe('decimals that a person types', () => {
  it.each([
    ['12.5', 4, 125_000],
    ['1,234.50', 4, 12_345_000],
    ['−3', 4, -30_000],
    ['0.0001', 4, 1],
    ['7.10', 2, 710],
    ['5', 0, 5],
    ['-0', 2, 0],
  ])('%s with %d decimals is %d', (text, scale, expected) => {
    expect(parseDecimal(text, scale)).toBe(expected);
  });

  it.each(['', 'abc', '1.2.3', '1e5', '0.00001', '=1+1', '--1', '99999999999999999'])('%j is no number', (text) => {
    expect(parseDecimal(text, 4)).toBeNull();
  });

  it.each([
    '1,5',
    '12,34',
    '1.234,50',
    '1,,2',
    '1,2345',
    '1234,567',
    ',123',
    '1,234,',
    '1,234 567',
    '1，5',
    '1 5',
    '1.234.567',
  ])('%j is no number: a comma parts thousands or nothing', (text) => {
    expect(parseDecimal(text, 4)).toBeNull();
  });

  it.each([
    ['1,234.5', 12_345_000],
    ['1，234.5', 12_345_000],
    ['1，234．5', 12_345_000],
    ['-12,345,678', -123_456_780_000],
    ['1 234', 12_340_000],
  ])('%j is grouped by thousands', (text, expected) => {
    expect(parseDecimal(text, 4)).toBe(expected);
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), fc.constantFrom(0, 2, 3, 4), (value, scale) => {
        expect(parseDecimal(formatDecimal(value, scale), scale)).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('keeps as many zeros as asked', () => {
    expect(formatDecimal(125_000, 4, 2)).toBe('12.50');
    expect(formatDecimal(-5, 2, 2)).toBe('-0.05');
    expect(formatDecimal(120_000, 4)).toBe('12');
  });
});

it.each([
  [12_5000, 'CNY', 1_250],
  [12_5000, 'KWD', 12_500],
  [12_0000, 'JPY', 12],
  [-12_5000, 'CNY', -1_250],
  [12_5000, 'JPY', null],
  [12_3456, 'KWD', null],
  [9_007_199_254_740_991, 'CNY', null],
])('R110 an amount told as %d in %s is %d in minor units', (told, currency, minor) => {
  expect(toMinor(told, currency)).toBe(minor);
});
