import fc from 'fast-check';
import { expect, it } from 'vitest';
import { baseAmount, ONE_RATE, rateOn } from './exchange-rate.ts';

const rates = [
  { currency: 'USD', validFrom: '2026-01-01', rate: 7_000_000 },
  { currency: 'USD', validFrom: '2026-11-01', rate: 7_100_000 },
  { currency: 'EUR', validFrom: '2026-01-01', rate: 8_200_000 },
];

it('R46 the rate of a day is the newest that is in force on it', () => {
  expect(rateOn(rates, 'USD', '2025-12-31')).toBeNull();
  expect(rateOn(rates, 'USD', '2026-10-31')).toBe(7_000_000);
  expect(rateOn(rates, 'USD', '2026-11-01')).toBe(7_100_000);
  expect(rateOn([...rates].reverse(), 'USD', '2026-12-24')).toBe(7_100_000);
  expect(rateOn(rates, 'JPY', '2026-12-24')).toBeNull();
});

it('R46 R44 the base amount is the amount at the rate, rounded half up in minor units', () => {
  expect(baseAmount(100_00, 'USD', 'CNY', 7_100_000)).toBe(710_00);
  expect(baseAmount(1, 'USD', 'CNY', 500_000)).toBe(1);
  expect(baseAmount(-1, 'USD', 'CNY', 500_000)).toBe(-1);
  expect(baseAmount(1, 'USD', 'CNY', 499_999)).toBe(0);
  expect(baseAmount(1_000, 'JPY', 'CNY', 46_500)).toBe(46_50);
  expect(baseAmount(46_50, 'CNY', 'JPY', 21_505_376)).toBe(1_000);
  expect(baseAmount(1_000, 'KWD', 'CNY', 23_000_000)).toBe(23_00);
});

it('R46 at a rate of one nothing changes, and a reversal is the exact negative', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 1, max: 100_000_000 }), (amount, rate) => {
      expect(baseAmount(amount, 'CNY', 'CNY', ONE_RATE)).toBe(amount);
      expect(baseAmount(-amount, 'USD', 'CNY', rate) + baseAmount(amount, 'USD', 'CNY', rate)).toBe(0);
    }),
  );
});
