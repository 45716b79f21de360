import { describe, expect, it } from 'vitest';
import { daysBetween, decideCredit, totalExposure } from './credit-limit.ts';
import { taxRateOn } from './tax-rate.ts';

describe('R54 exposure', () => {
  it('R54 receivables + unbilled + open orders − prepayments', () => {
    expect(
      totalExposure({
        receivablesMinor: 3_206_000,
        unbilledMinor: 66_000,
        openOrdersMinor: 2_100_000,
        prepaymentsMinor: 10_000,
      }),
    ).toBe(5_362_000);
  });
});

describe('R55 credit hold', () => {
  const fine = {
    limitMinor: 8_000_000,
    limitValidUntil: null,
    exposureMinor: 5_372_000,
    orderMinor: 1_323_682,
    oldestDueOn: null,
    today: '2026-11-23',
    overdueHoldDays: 30,
  };

  it('R55 goes through within the limit, and says what is left', () => {
    expect(decideCredit(fine)).toEqual({ hold: false, leftMinor: 1_304_318 });
  });

  it.each([
    ['exactly the limit', { orderMinor: 2_628_000 }, false],
    ['one minor unit more', { orderMinor: 2_628_001 }, 'limitExceeded'],
    ['an expired limit', { limitValidUntil: '2026-11-22' }, 'limitExpired'],
    ['a limit on its last day', { limitValidUntil: '2026-11-23' }, false],
    ['overdue for the days allowed', { oldestDueOn: '2026-10-24' }, false],
    ['overdue a day longer', { oldestDueOn: '2026-10-23' }, 'overdue'],
    ['no limit at all', { limitMinor: null, orderMinor: 9e12 }, false],
    ['no limit, but overdue', { limitMinor: null, oldestDueOn: '2026-01-01' }, 'overdue'],
  ])('R55 %s', (_, change, expected) => {
    const answer = decideCredit({ ...fine, ...change });
    expect(answer.hold && answer.because).toBe(expected);
  });

  it('counts whole days over summer time and leap years', () => {
    expect(daysBetween('2026-03-01', '2026-04-01')).toBe(31);
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
  });
});

describe('R43 dated tax rates', () => {
  const rates = [
    { code: 'standard', rate: 1_600, validFrom: '2018-05-01' },
    { code: 'standard', rate: 1_300, validFrom: '2019-04-01' },
    { code: 'zero', rate: 0, validFrom: '1994-01-01' },
  ];

  it.each([
    ['2019-03-31', 'standard', 1_600],
    ['2019-04-01', 'standard', 1_300],
    ['2018-04-30', 'standard', null],
    ['2026-11-23', 'zero', 0],
    ['2026-11-23', 'exempt', null],
  ])('R43 on %s %s is %s', (day, code, expected) => {
    expect(taxRateOn(rates, code, day)).toBe(expected);
  });
});
