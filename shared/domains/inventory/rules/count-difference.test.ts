import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bookAt, correctionFor, needsRecount } from './count-difference.ts';

it('R28 the book is that of the instant of the count', () => {
  const moved = [
    { quantity: 5, occurredAt: 100 },
    { quantity: -3, occurredAt: 200 },
  ];
  expect(bookAt(42, moved, 150)).toBe(45);
  expect(bookAt(42, moved, 99)).toBe(40);
  expect(bookAt(42, moved, 200)).toBe(42);
});

it('R28 above the threshold another person counts again', () => {
  expect(needsRecount(95, 100, 500)).toBe(false);
  expect(needsRecount(94, 100, 500)).toBe(true);
  expect(needsRecount(1, 0, 500)).toBe(true);
  expect(needsRecount(0, 0, 500)).toBe(false);
});

it('R28 a late movement from before the count leaves the shelf as counted, one from after it moves it', () => {
  expect(correctionFor({ quantity: -4, occurredAt: 90 }, 100)).toBe(4);
  expect(correctionFor({ quantity: -4, occurredAt: 110 }, 100)).toBe(0);
});

it('R28 in whatever order movements arrive, the shelf ends at counted + what moved after the count', () => {
  const movement = fc.record({
    quantity: fc.integer({ min: -50, max: 50 }),
    occurredAt: fc.integer({ min: 0, max: 100 }),
  });
  fc.assert(
    fc.property(fc.array(movement), fc.nat(), fc.integer({ min: 0, max: 500 }), (moved, cut, counted) => {
      const countedAt = 50;
      const known = moved.slice(0, cut % (moved.length + 1));
      const late = moved.slice(known.length);
      let onHand = known.reduce((sum, { quantity }) => sum + quantity, 0);
      onHand += counted - bookAt(onHand, known, countedAt);
      for (const each of late) onHand += each.quantity + correctionFor(each, countedAt);
      const after = moved.filter(({ occurredAt }) => occurredAt > countedAt);
      expect(onHand).toBe(counted + after.reduce((sum, { quantity }) => sum + quantity, 0));
    }),
  );
});
