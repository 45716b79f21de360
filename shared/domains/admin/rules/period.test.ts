import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstOpenDayAfter, lastClosedMonth, monthAfter, monthOf, whyNotClosed, whyNotReopened } from './period.ts';

const month = fc
  .tuple(fc.integer({ min: 2000, max: 2090 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, number]) => `${year}-${String(number).padStart(2, '0')}`);
const day = fc
  .tuple(month, fc.integer({ min: 1, max: 28 }))
  .map(([at, number]) => `${at}-${String(number).padStart(2, '0')}`);

it('R12 what comes late is dated to the first open day, and to no later one', () => {
  expect(firstOpenDayAfter(null, '2026-10-31')).toBe('2026-10-31');
  expect(firstOpenDayAfter('2026-10', '2026-10-31')).toBe('2026-11-01');
  expect(firstOpenDayAfter('2026-12', '2026-03-15')).toBe('2027-01-01');
  expect(firstOpenDayAfter('2026-10', '2026-11-22')).toBe('2026-11-22');
  fc.assert(
    fc.property(month, day, (closed, given) => {
      const dated = firstOpenDayAfter(closed, given);
      expect(monthOf(dated) > closed).toBe(true);
      expect(dated >= given).toBe(true);
      if (monthOf(given) > closed) expect(dated).toBe(given);
      else expect(dated).toBe(`${monthAfter(closed)}-01`);
    }),
  );
});

it('R12 months close one after the other, and only when they are over', () => {
  expect(whyNotClosed('2026-10', null, '2026-11-22')).toBeNull();
  expect(whyNotClosed('2026-11', null, '2026-11-30')).toEqual({ code: 'admin.monthNotOver', month: '2026-11' });
  expect(whyNotClosed('2026-10', '2026-08', '2026-11-22')).toEqual({
    code: 'admin.earlierMonthOpen',
    month: '2026-09',
  });
  expect(whyNotClosed('2026-09', '2026-08', '2026-11-22')).toBeNull();
  expect(whyNotClosed('2026-08', '2026-08', '2026-11-22')).toEqual({ code: 'admin.periodIsClosed', month: '2026-08' });
  expect(whyNotClosed('2026-01', '2026-08', '2026-11-22')).toEqual({ code: 'admin.periodIsClosed', month: '2026-01' });
});

it('R12 only the last closed month opens again', () => {
  expect(whyNotReopened('2026-08', '2026-08')).toBeNull();
  expect(whyNotReopened('2026-07', '2026-08')).toEqual({ code: 'admin.laterMonthClosed', month: '2026-08' });
  expect(whyNotReopened('2026-09', '2026-08')).toEqual({ code: 'admin.periodIsOpen', month: '2026-09' });
  expect(whyNotReopened('2026-09', null)).toEqual({ code: 'admin.periodIsOpen', month: '2026-09' });
});

it('R12 a month that was opened again counts as open', () => {
  expect(lastClosedMonth([])).toBeNull();
  expect(
    lastClosedMonth([
      { month: '2026-08', state: 'closed' },
      { month: '2026-07', state: 'closed' },
      { month: '2026-09', state: 'open' },
    ]),
  ).toBe('2026-08');
});
