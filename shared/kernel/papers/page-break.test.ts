import fc from 'fast-check';
import { expect, it } from 'vitest';
import { breakPages, type PaperHeights } from './page-break.ts';

const paper = (change: Partial<PaperHeights>): PaperHeights => ({
  ...{ roomMm: 100, firstTopMm: 30, nextTopMm: 10, headMm: 5, carryMm: 0, rowsMm: [], tailMm: [10, 15], ...change },
});
const rows = (count: number, heightMm = 5) => Array.from({ length: count }, () => heightMm);

it('R112 a short paper is one page, with its sums and signatures', () => {
  expect(breakPages(paper({ rowsMm: rows(8) }))).toEqual([
    { from: 0, to: 8, isCarriedIn: false, isCarriedOut: false, tail: [0, 1] },
  ]);
  expect(breakPages(paper({}))).toEqual([{ from: 0, to: 0, isCarriedIn: false, isCarriedOut: false, tail: [0, 1] }]);
});

it('R112 rows that leave no room for the sums give two to the page of the sums', () => {
  const pages = breakPages(paper({ rowsMm: rows(13) }));
  expect(pages.map(({ from, to, tail }) => [from, to, tail])).toEqual([
    [0, 11, []],
    [11, 13, [0, 1]],
  ]);
});

it('R112 what is carried over stands below a page and on top of the next', () => {
  const pages = breakPages(paper({ rowsMm: rows(36), carryMm: 5 }));
  expect(pages.map(({ isCarriedIn, isCarriedOut }) => [isCarriedIn, isCarriedOut])).toEqual([
    [false, true],
    [true, true],
    [true, false],
  ]);
});

it('R112 signatures that would stand alone take the sums and some rows along', () => {
  const pages = breakPages(paper({ rowsMm: rows(10) }));
  expect(pages.map(({ from, to, tail }) => [from, to, tail])).toEqual([
    [0, 8, []],
    [8, 10, [0, 1]],
  ]);
});

it('R112 every row once and in order, no page fuller than it is, the sums never without a row', () => {
  const height = fc.double({ min: 4, max: 30, noNaN: true });
  const heights = fc.record({
    rowsMm: fc.array(height, { maxLength: 300 }),
    tailMm: fc.array(height, { minLength: 1, maxLength: 6 }),
    carryMm: fc.constantFrom(0, 5),
    roomMm: fc.constantFrom(110, 270),
  });
  fc.assert(
    fc.property(heights, (change) => {
      const given = paper(change);
      const pages = breakPages(given);
      let next = 0;
      let part = 0;
      for (const [index, { from, to, isCarriedIn, isCarriedOut, tail }] of pages.entries()) {
        expect(from).toBe(next);
        expect(to).toBeGreaterThanOrEqual(from);
        next = to;
        for (const each of tail) {
          expect(each).toBe(part);
          part += 1;
        }
        const parts = [
          ...given.rowsMm.slice(from, to),
          ...tail.map((each) => given.tailMm[each] ?? 0),
          index === 0 ? given.firstTopMm : given.nextTopMm,
          to > from || index === 0 ? given.headMm : 0,
          (isCarriedIn ? 1 : 0) * given.carryMm,
          (isCarriedOut ? 1 : 0) * given.carryMm,
        ];
        // All heights here leave room for one row, or one part, on any page.
        expect(parts.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(given.roomMm + 1e-6);
        if (tail.includes(0) && given.rowsMm.length > 0) expect(to).toBeGreaterThan(from);
      }
      expect(next).toBe(given.rowsMm.length);
      expect(part).toBe(given.tailMm.length);
    }),
  );
});
