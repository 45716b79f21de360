import { expect, it } from 'vitest';
import { stillAllowed } from './tolerance.ts';

it('R24 without a tolerance exactly what was ordered may be picked', () => {
  expect(stillAllowed(24_0000, 0, 0)).toBe(24_0000);
  expect(stillAllowed(24_0000, 23_0000, 0)).toBe(1_0000);
  expect(stillAllowed(24_0000, 24_0000, 0)).toBe(0);
  expect(stillAllowed(24_0000, 30_0000, 0)).toBe(0);
});

it('R26 five percent above what was bought may be received, rounded down', () => {
  expect(stillAllowed(100_0000, 0, 500)).toBe(105_0000);
  expect(stillAllowed(100_0000, 104_0000, 500)).toBe(1_0000);
  expect(stillAllowed(3, 0, 500)).toBe(3);
});

it('R26 of what was ordered in whole units no part of one is allowed; of what is measured it is', () => {
  expect(stillAllowed(10_0000, 0, 500)).toBe(10_0000);
  expect(stillAllowed(30_0000, 30_0000, 500)).toBe(1_0000);
  expect(stillAllowed(2_5000, 0, 500)).toBe(2_6250);
});
