/**
 * Which rows stand on which page. Guards: every row stands on exactly one page, in order; the sums never stand alone on a
 * page while there are rows that could stand above them, and nobody signs a page of signatures where that can be helped.
 */

/** Heights in millimetres, as they were measured in the fonts that will be printed. */
export interface PaperHeights {
  /** Between the upper and the lower edge of what may be printed, less the foot. */
  readonly roomMm: number;
  readonly firstTopMm: number;
  readonly nextTopMm: number;
  /** The titles of the columns. */
  readonly headMm: number;
  /** One row of what is carried over; 0 where nothing is. */
  readonly carryMm: number;
  readonly rowsMm: readonly number[];
  /** What follows the rows, in parts that are not broken: sums, notes, signatures. */
  readonly tailMm: readonly number[];
}

export interface PaperPage {
  /** Rows `from` to `to`, the last not included; none on a page of notes alone. */
  readonly from: number;
  readonly to: number;
  readonly isCarriedIn: boolean;
  readonly isCarriedOut: boolean;
  /** Parts of the tail that stand on it. */
  readonly tail: readonly number[];
}

/** So many rows keep the sums company on a page of their own. */
const ROWS_WITH_SUMS = 2;

/** What has room one after the other. @returns how many */
function fitting(heights: readonly number[], roomMm: number): number {
  let sum = 0;
  const first = heights.findIndex((height) => {
    sum += height;
    return sum > roomMm;
  });
  return first === -1 ? heights.length : first;
}

const sumOf = (heights: readonly number[]): number => heights.reduce((sum, height) => sum + height, 0);

/** Whether all that follows the rows has room on a page together with the last of them. */
function goesWhole({ rowsMm, tailMm, headMm, carryMm, roomMm, nextTopMm }: PaperHeights): boolean {
  return sumOf(tailMm) + sumOf(rowsMm.slice(-ROWS_WITH_SUMS)) <= roomMm - nextTopMm - headMm - carryMm;
}

/** The pages of a document; one at least. A row or a part that is higher than a page has one to itself. */
export function breakPages(heights: PaperHeights): PaperPage[] {
  const { rowsMm, tailMm, headMm, carryMm } = heights;
  const pages: PaperPage[] = [];
  const topMm = () => (pages.length === 0 ? heights.firstTopMm : heights.nextTopMm);
  let from = 0;
  let placed = 0;
  do {
    const isCarriedIn = from > 0 && carryMm > 0;
    const roomMm = heights.roomMm - topMm() - headMm - (isCarriedIn ? carryMm : 0);
    const rest = rowsMm.slice(from);
    const isLast = sumOf(rest) <= roomMm;
    const tail = isLast ? fitting(tailMm, roomMm - sumOf(rest)) : 0;
    if (
      isLast &&
      (tail === tailMm.length || rest.length === 0 || (tail > 0 && (rest.length === 1 || !goesWhole(heights))))
    ) {
      placed = tail;
      pages.push({ from, to: rowsMm.length, isCarriedIn, isCarriedOut: false, tail: range(0, tail) });
      from = rowsMm.length;
      break;
    }
    const fits = fitting(rest, roomMm - carryMm);
    // What would all fit without its sums gives some rows to the page that they come on.
    const count = isLast ? Math.min(fits, rest.length - ROWS_WITH_SUMS) : fits;
    const to = from + Math.min(rest.length, Math.max(1, count));
    pages.push({ from, to, isCarriedIn, isCarriedOut: carryMm > 0 && to < rowsMm.length, tail: [] });
    from = to;
  } while (from < rowsMm.length);
  while (placed < tailMm.length) {
    const count = Math.max(1, fitting(tailMm.slice(placed), heights.roomMm - topMm()));
    const tail = range(placed, placed + count);
    pages.push({ from: rowsMm.length, to: rowsMm.length, isCarriedIn: false, isCarriedOut: false, tail });
    placed += count;
  }
  return pages;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_each, at) => from + at);
