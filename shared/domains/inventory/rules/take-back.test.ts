import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mayTakeBack } from './take-back.ts';

const pieces = fc.integer({ min: 0, max: 1_000_000 });

it('R8 what is gone cannot be taken back, and what others count on stays', () => {
  expect(mayTakeBack(50, undefined)).toBe('gone');
  expect(mayTakeBack(50, { onHand: 49, spoken: 0 })).toBe('gone');
  expect(mayTakeBack(50, { onHand: 60, spoken: 20 })).toBe('promised');
  expect(mayTakeBack(50, { onHand: 60, spoken: 10 })).toBeNull();
  expect(mayTakeBack(0, { onHand: -5, spoken: 0 })).toBeNull();
});

it('R8 taking back never leaves less than others count on', () => {
  fc.assert(
    fc.property(pieces, pieces, pieces, (wanted, onHand, spoken) => {
      const word = mayTakeBack(wanted, { onHand, spoken });
      if (word === null && wanted > 0) expect(onHand - wanted).toBeGreaterThanOrEqual(spoken);
    }),
  );
});
