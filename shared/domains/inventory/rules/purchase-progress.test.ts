import { expect, it } from 'vitest';
import { purchaseProgress } from './purchase-progress.ts';

const line = (pieces: number, received: number, unitCost: number | null = null) => ({
  ...{ quantity: pieces * 10_000, received: received * 10_000, unitCost },
});

it('R47 an order at a supplier: what has come line by line, and its value of the lines whose cost is known', () => {
  const lines = [line(20, 20, 12_5000), line(4, 1, 3_3333), line(5, 0)];
  expect(purchaseProgress(lines, 'CNY')).toEqual({ doneLines: 1, begunLines: 2, valueMinor: 26_333, withoutCost: 1 });
  expect(purchaseProgress([line(5, 6)], 'CNY')).toEqual({
    ...{ doneLines: 1, begunLines: 1, valueMinor: null, withoutCost: 1 },
  });
  // While a figure is typed it may be beyond what an amount may be.
  const beyond = { quantity: Number.MAX_SAFE_INTEGER, received: 0, unitCost: 9_000_000_000_000 };
  expect(purchaseProgress([beyond, line(1, 0, 5_0000)], 'CNY')).toMatchObject({ valueMinor: 500, withoutCost: 1 });
  expect(purchaseProgress([], 'CNY')).toEqual({ doneLines: 0, begunLines: 0, valueMinor: null, withoutCost: 0 });
});
