import { expect, it } from 'vitest';
import { addMonths, firstDayOf, monthsBetween } from './months.ts';

it('counts months over the turn of years, both ways', () => {
  expect(addMonths('2026-11', 1)).toBe('2026-12');
  expect(addMonths('2026-12', 1)).toBe('2027-01');
  expect(addMonths('2026-01', -1)).toBe('2025-12');
  expect(addMonths('2026-11', -23)).toBe('2024-12');
  expect(addMonths('2026-11', 0)).toBe('2026-11');
  expect(firstDayOf('2026-02')).toBe('2026-02-01');
});

it('lists a period with both its ends', () => {
  expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  expect(monthsBetween('2026-02', '2026-02')).toEqual(['2026-02']);
  expect(monthsBetween('2026-02', '2026-01')).toEqual([]);
});
