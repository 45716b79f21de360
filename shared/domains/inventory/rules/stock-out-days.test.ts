import { expect, it } from 'vitest';
import { stockOutDays } from './stock-out-days.ts';

it('R34 a day without anything to sell says nothing of demand: from the last piece that left to the first that came', () => {
  const moves = [
    { day: '2026-11-02', quantity: -50 },
    { day: '2026-11-05', quantity: 80 },
    { day: '2026-11-07', quantity: -80 },
    { day: '2026-11-09', quantity: 10 },
  ];
  // 3 and 4; 8.
  expect(stockOutDays(10, moves, '2026-11-01', '2026-11-10')).toBe(3);
  expect(stockOutDays(0, [], '2026-11-01', '2026-11-10')).toBe(9);
  expect(stockOutDays(5, [], '2026-11-01', '2026-11-10')).toBe(0);
});

it('R34 what came and left on one day was there to be sold', () => {
  const moves = [
    { day: '2026-11-02', quantity: 30 },
    { day: '2026-11-02', quantity: -30 },
  ];
  expect(stockOutDays(0, moves, '2026-11-01', '2026-11-04')).toBe(2);
});
