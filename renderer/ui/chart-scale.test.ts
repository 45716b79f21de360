import fc from 'fast-check';
import { expect, it } from 'vitest';
import { axisOf, linePoints, shareOf } from './chart-scale.ts';

it('an axis ends at a round figure above the highest, with lines at equal steps', () => {
  expect(axisOf(528_100)).toEqual({ end: 600_000, ticks: [0, 200_000, 400_000, 600_000] });
  expect(axisOf(0)).toEqual({ end: 1, ticks: [0] });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e12 }), (highest) => {
      const { end, ticks } = axisOf(highest);
      expect(end).toBeGreaterThanOrEqual(highest);
      expect(ticks.at(-1)).toBeCloseTo(end);
      expect(ticks.length).toBeLessThanOrEqual(5);
    }),
  );
});

it('a share stays between nothing and all', () => {
  expect([shareOf(1, 4), shareOf(-1, 4), shareOf(9, 4), shareOf(1, 0)]).toEqual([0.25, 0, 1, 0]);
});

it('a line goes from the left to the right, the highest value on top, a flat one through the middle', () => {
  expect(linePoints([0, 10, 5], 80, 16)).toEqual([
    { x: 0, y: 16 },
    { x: 40, y: 0 },
    { x: 80, y: 8 },
  ]);
  expect(linePoints([7, 7], 80, 16).map(({ y }) => y)).toEqual([8, 8]);
});
