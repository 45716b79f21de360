import fc from 'fast-check';
import { expect, it } from 'vitest';
import { averageAfterReceipt, averageAfterReversal } from './moving-average.ts';

it('R32 a receipt moves the average by its weight', () => {
  expect(averageAfterReceipt(100_0000, 10_0000, 50_0000, 13_0000)).toBe(11_0000);
});

it('R32 of an empty shelf, or one below zero, it is what the receipt cost', () => {
  expect(averageAfterReceipt(0, 10_0000, 5_0000, 7_0000)).toBe(7_0000);
  expect(averageAfterReceipt(-3_0000, 10_0000, 5_0000, 7_0000)).toBe(7_0000);
});

it('R32 lies between both costs, and the stock is worth what was paid, to the rounding of one unit price', () => {
  const quantity = fc.integer({ min: 1, max: 1e10 });
  const price = fc.integer({ min: 0, max: 1e9 });
  fc.assert(
    fc.property(quantity, price, quantity, price, (onHand, average, received, cost) => {
      const after = averageAfterReceipt(onHand, average, received, cost);
      expect(after).toBeGreaterThanOrEqual(Math.min(average, cost));
      expect(after).toBeLessThanOrEqual(Math.max(average, cost));
      const paid = BigInt(onHand) * BigInt(average) + BigInt(received) * BigInt(cost);
      const worth = BigInt(after) * BigInt(onHand + received);
      const off = worth > paid ? worth - paid : paid - worth;
      expect(2n * off <= BigInt(onHand + received)).toBe(true);
    }),
  );
});

it('R32 R8 a receipt that is taken back gives back what it brought', () => {
  expect(averageAfterReversal(150_0000, 11_0000, 50_0000, 13_0000)).toBe(10_0000);
  expect(averageAfterReversal(50_0000, 11_0000, 50_0000, 13_0000)).toBe(11_0000);
  // More than all that is left is worth: goods at the average left in between.
  expect(averageAfterReversal(60_0000, 10_0000, 50_0000, 13_0000)).toBe(10_0000);
});

it('R32 R8 taken back at once it is as if the receipt had never been, to the rounding', () => {
  const quantity = fc.integer({ min: 10_000, max: 1e9 });
  const price = fc.integer({ min: 0, max: 1e9 });
  fc.assert(
    fc.property(quantity, price, quantity, price, (onHand, average, received, cost) => {
      const after = averageAfterReceipt(onHand, average, received, cost);
      const back = averageAfterReversal(onHand + received, after, received, cost);
      const mostOff = Math.ceil((onHand + received) / onHand / 2) + 1;
      // Nothing worth nothing has no less to give: it stays.
      if (back !== after) expect(Math.abs(back - average)).toBeLessThanOrEqual(mostOff);
    }),
  );
});
