import { expect, it } from 'vitest';
import { readNumber } from './read-number.ts';

const read = (cell: string, separator: ',' | ';' | null) => {
  const result = readNumber('decimal', cell, separator);
  return 'text' in result ? result.text : result.problem.code;
};

it.each([
  ['18.4', '18.4'],
  ['1,234.50', '1,234.50'],
  ['-1,234', '-1,234'],
  ['9,80', 'import.ambiguousNumber'],
  ['1,2345', 'import.ambiguousNumber'],
  ['12 boxes', '12 boxes'],
])('point files: %s is read as %s', (cell, expected) => {
  expect(read(cell, ',')).toBe(expected);
  expect(read(cell, null)).toBe(expected);
});

it.each([
  ['9,80', '9.80'],
  ['1.234,50', '1234.50'],
  ['-0,5', '-0.5'],
  ['18.4', '18.4'],
  ['1.234', 'import.ambiguousNumber'],
  ['1,234,567', 'import.ambiguousNumber'],
])('semicolon files: %s is read as %s', (cell, expected) => {
  expect(read(cell, ';')).toBe(expected);
});

it('leaves texts and dates alone', () => {
  expect(readNumber('text', '9,80', ',')).toEqual({ text: '9,80' });
  expect(readNumber('percentage', '5,5%', ';')).toEqual({ text: '5.5%' });
});
