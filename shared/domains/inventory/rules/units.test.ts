import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ONE_UNIT } from '../../../kernel/money.ts';
import { isWholeUnits, splitIntoUnits, toBaseUnits } from './units.ts';

it('R31 one box is exactly its pieces', () => {
  expect(toBaseUnits(2 * ONE_UNIT, 24)).toBe(48 * ONE_UNIT);
  expect(splitIntoUnits(50 * ONE_UNIT, 24)).toEqual({ units: 2, rest: 2 * ONE_UNIT });
  expect(isWholeUnits(48 * ONE_UNIT, 24)).toBe(true);
  expect(isWholeUnits(48 * ONE_UNIT + 1, 24)).toBe(false);
});

it('R31 there and back nothing is lost', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 2, max: 1_000 }), (count, ratio) => {
      const base = toBaseUnits(count * ONE_UNIT, ratio);
      expect(splitIntoUnits(base, ratio)).toEqual({ units: count, rest: 0 });
      expect(isWholeUnits(base, ratio)).toBe(true);
    }),
  );
});

it('R31 what is over is told in base units', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e10, max: 1e10 }), fc.integer({ min: 2, max: 1_000 }), (quantity, ratio) => {
      const { units, rest } = splitIntoUnits(quantity, ratio);
      expect(toBaseUnits(units * ONE_UNIT, ratio) + rest).toBe(quantity);
      expect(Math.abs(rest)).toBeLessThan(ratio * ONE_UNIT);
    }),
  );
});
