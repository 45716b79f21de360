import { expect, it } from 'vitest';
import { coverDays } from './cover.ts';

it.each([
  [380_000, 900_000, 38],
  [385_000, 900_000, 38],
  [0, 900_000, 0],
  [-10_000, 900_000, 0],
  [0, 0, 0],
  [380_000, 0, null],
])('%d available with %d shipped in 90 days lasts %s days', (available, shipped, days) => {
  expect(coverDays(available, shipped)).toBe(days);
});
