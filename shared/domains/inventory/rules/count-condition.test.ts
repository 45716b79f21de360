import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitDifference } from './count-condition.ts';

const shelf = (difference: number, book: number, quarantined: number, isSetApart = false) =>
  splitDifference({ difference, book, quarantined, isSetApart });

it('R28 what is missing was saleable, and set apart only where nothing saleable is left to miss', () => {
  expect(shelf(-3, 10, 4)).toEqual({ saleable: -3, quarantine: 0 });
  expect(shelf(-8, 10, 4)).toEqual({ saleable: -6, quarantine: -2 });
  expect(shelf(-10, 10, 10)).toEqual({ saleable: 0, quarantine: -10 });
  expect(shelf(-2, 6, 0, true)).toEqual({ saleable: 0, quarantine: -2 });
});

it('R28 what is found was saleable, unless all of that shelf is set apart', () => {
  expect(shelf(2, 10, 4)).toEqual({ saleable: 2, quarantine: 0 });
  expect(shelf(2, 4, 4)).toEqual({ saleable: 0, quarantine: 2 });
  expect(shelf(2, 0, 0)).toEqual({ saleable: 2, quarantine: 0 });
});

it('R28 both parts sum to the difference, and quarantine never goes below nothing', () => {
  const pieces = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(pieces, pieces, pieces, (counted, book, part) => {
      const quarantined = Math.min(book, part);
      const { saleable, quarantine } = shelf(counted - book, book, quarantined);
      expect(saleable + quarantine).toBe(counted - book);
      expect(quarantined + quarantine).toBeGreaterThanOrEqual(0);
      expect(book - quarantined + saleable).toBeGreaterThanOrEqual(0);
    }),
  );
});
