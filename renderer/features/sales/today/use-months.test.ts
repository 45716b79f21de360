import { expect, it } from 'vitest';
import { addMonths, changeOf, compareMonths } from './use-months.ts';

const row = (month: string, netMinor: number, netUntilDayMinor = netMinor, territoryId = 't1') => ({
  month,
  territoryId,
  netMinor,
  netUntilDayMinor,
  orders: 1,
});

it('months step over the end of a year, both ways', () => {
  expect([addMonths('2026-11', 2), addMonths('2026-01', -1), addMonths('2026-11', -12)]).toEqual([
    '2027-01',
    '2025-12',
    '2025-11',
  ]);
});

it('compares each month with the one of a year before, over all territories', () => {
  const rows = [row('2025-11', 800, 300), row('2025-11', 200, 100, 't2'), row('2026-10', 700), row('2026-11', 500)];
  const months = compareMonths(rows, '2026-11');
  expect(months).toHaveLength(12);
  expect(months[0]).toEqual({
    month: '2025-12',
    netMinor: 0,
    orders: 0,
    comparedMinor: null,
    comparedUntilDayMinor: null,
  });
  expect(months.at(-1)).toEqual({
    month: '2026-11',
    netMinor: 500,
    orders: 1,
    comparedMinor: 1_000,
    comparedUntilDayMinor: 400,
  });
});

it('a change needs something to change from', () => {
  expect([changeOf(118, 100), changeOf(63, 100), changeOf(5, 0), changeOf(5, null)]).toEqual([
    1_800,
    -3_700,
    null,
    null,
  ]);
});
