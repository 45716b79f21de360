/** Places of a rack as people say them: "A-01-01 to A-04-12". */

/** So many places are made from one pattern; more is a slip of the finger. */
export const PATTERN_LIMIT_PLACES = 5_000;

const partsOf = (code: string): string[] => code.match(/\d+|[A-Za-z]+|[^\dA-Za-z]+/g) ?? [];

/** What a part of the code runs through, from the first to the last; null where that is no run. */
function runOf(first: string, last: string): string[] | null {
  if (first === last) return [first];
  const isNumber = /^\d+$/.test(first) && /^\d+$/.test(last);
  if (isNumber && Number(first) < Number(last) && Number(last) - Number(first) < PATTERN_LIMIT_PLACES) {
    const count = Number(last) - Number(first) + 1;
    return Array.from({ length: count }, (_, at) => String(Number(first) + at).padStart(first.length, '0'));
  }
  const [from, to] = [first.charCodeAt(0), last.charCodeAt(0)];
  const isLetter = /^([A-Z]{2}|[a-z]{2})$/.test(first + last) && from < to;
  return isLetter ? Array.from({ length: to - from + 1 }, (_, at) => String.fromCharCode(from + at)) : null;
}

/**
 * Every place from the first code to the last: each number and each single letter that differs runs by itself, the last
 * one fastest, so that the way goes along the rack. Null: the two do not belong to one pattern, or there are more than
 * PATTERN_LIMIT_PLACES.
 */
export function expandPattern(first: string, last: string): string[] | null {
  const [starts, ends] = [partsOf(first), partsOf(last)];
  if (starts.length === 0 || starts.length !== ends.length) return null;
  let codes = [''];
  for (const [at, start] of starts.entries()) {
    const run = runOf(start, ends[at] ?? '');
    if (run === null || codes.length * run.length > PATTERN_LIMIT_PLACES) return null;
    codes = codes.flatMap((code) => run.map((part) => code + part));
  }
  return codes;
}

/** Whether a code is built as another one is: letters, digits and what stands between them in the same order. */
export function isBuiltLike(code: string, other: string): boolean {
  const shapeOf = (text: string) =>
    partsOf(text).map((part) => (/^\d/.test(part) ? '9' : /^[A-Za-z]/.test(part) ? 'A' : part));
  const [shape, wanted] = [shapeOf(code), shapeOf(other)];
  // A bare number, or a bare word, is built like anything.
  return wanted.length > 1 && shape.join() === wanted.join();
}

/** Where a place is found, read from its code: rack, bay and level; null what the code does not say. */
export interface PlaceOfCode {
  readonly rack: string | null;
  readonly bay: number | null;
  readonly level: number | null;
}

/** A-03-12 is rack A, bay 3, level 12; A-3 is rack A, bay 3. */
export function placeOfCode(code: string): PlaceOfCode {
  const [rack, bay, level, ...more] = partsOf(code).filter((part) => /^[\dA-Za-z]+$/.test(part));
  const number = (part: string | undefined) => (part !== undefined && /^\d{1,6}$/.test(part) ? Number(part) : null);
  if (rack === undefined || bay === undefined || more.length > 0 || number(bay) === null) {
    return { rack: null, bay: null, level: null };
  }
  return { rack, bay: number(bay), level: number(level) };
}
