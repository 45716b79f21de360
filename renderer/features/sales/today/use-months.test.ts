import { expect, it } from 'vitest';
import { changeOf, compareMonths } from './use-months.ts';

const row = (month: string, netMinor: number, netUntilDayMinor = netMinor, territoryId = 't1') => ({
  month,
  territoryId,
  netMinor,
  netUntilDayMinor,
  orders: 1,
});

it('compares each month with the one of a year before, over all territories', () => {
  const rows = [
    row('2025-10', 1),
    row('2025-11', 800, 300),
    row('2025-11', 200, 100, 't2'),
    row('2026-10', 700, 450),
    row('2026-11', 500),
  ];
  const months = compareMonths(rows, '2026-11');
  expect(months).toHaveLength(12);
  expect(months[0]).toMatchObject({ month: '2025-12', netMinor: 0, comparedMinor: null, previousUntilDayMinor: 400 });
  // The first month that has orders may have begun in its middle: nothing is compared with it.
  expect(compareMonths(rows.slice(1), '2026-11').at(-1)?.comparedMinor).toBeNull();
  expect(months.at(-1)).toEqual({
    month: '2026-11',
    netMinor: 500,
    orders: 1,
    comparedMinor: 1_000,
    comparedUntilDayMinor: 400,
    previousUntilDayMinor: 450,
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
