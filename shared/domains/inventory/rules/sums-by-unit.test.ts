import { expect, it } from 'vitest';
import { sumsByUnit } from './sums-by-unit.ts';

it('lines are added up unit by unit, in the order in which the units come', () => {
  const lines = [
    { unit: '箱', quantity: 20_000 },
    { unit: '瓶', quantity: 5_000 },
    { unit: '箱', quantity: -10_000 },
  ];
  expect(sumsByUnit(lines)).toEqual([
    { unit: '箱', quantity: 10_000 },
    { unit: '瓶', quantity: 5_000 },
  ]);
  expect(sumsByUnit([])).toEqual([]);
});
