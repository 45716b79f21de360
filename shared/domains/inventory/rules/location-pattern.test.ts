import { expect, it } from 'vitest';
import { expandPattern, isBuiltLike, PATTERN_LIMIT_PLACES, placeOfCode } from './location-pattern.ts';

it('runs through bays and levels, the last part fastest', () => {
  const codes = expandPattern('A-01-01', 'A-04-12') ?? [];
  expect(codes).toHaveLength(48);
  expect(codes.slice(0, 2)).toEqual(['A-01-01', 'A-01-02']);
  expect(codes[12]).toBe('A-02-01');
  expect(codes.at(-1)).toBe('A-04-12');
});

it('letters run too, and numbers grow beyond their noughts', () => {
  expect(expandPattern('A1', 'C2')).toEqual(['A1', 'A2', 'B1', 'B2', 'C1', 'C2']);
  expect(expandPattern('S-09', 'S-11')).toEqual(['S-09', 'S-10', 'S-11']);
  expect(expandPattern('Q-01', 'Q-01')).toEqual(['Q-01']);
});

it.each([
  ['A-01', 'B'],
  ['A-02', 'A-01'],
  ['AB-01', 'AC-01'],
  ['a-1', 'C-1'],
  ['', ''],
  ['A-1', `A-${PATTERN_LIMIT_PLACES + 2}`],
  ['A-001-01', 'A-999-99'],
])('%s to %s is no pattern', (first, last) => {
  expect(expandPattern(first, last)).toBeNull();
});

it('a code says where its place is, if it does', () => {
  expect(placeOfCode('A-03-12')).toEqual({ rack: 'A', bay: 3, level: 12 });
  expect(placeOfCode('B7')).toEqual({ rack: 'B', bay: 7, level: null });
  expect(placeOfCode('DOCK')).toEqual({ rack: null, bay: null, level: null });
  expect(placeOfCode('A-1-2-3')).toEqual({ rack: null, bay: null, level: null });
});

it('a code is built like another one by its letters, digits and what stands between', () => {
  expect(['ZZ-99-99', 'A-1-123'].every((code) => isBuiltLike(code, 'A-01-01'))).toBe(true);
  expect(['A-01', 'A 01 01', '01-A-01', 'A-100', '', 'NOBODY-KNOWS'].some((code) => isBuiltLike(code, 'A-01-01'))).toBe(
    false,
  );
  // A bare number is built like every article number.
  expect(isBuiltLike('6901234567892', '101')).toBe(false);
});
