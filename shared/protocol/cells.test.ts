import { expect, test } from 'vitest';
import { cellColumnsSchema, placesSchema, textsSchema } from './cells.ts';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, text: string): boolean =>
  schema.safeParse(JSON.parse(text)).success;

test.each([
  ['[]', true],
  ['[[]]', true],
  ['[["a",1,null],[0.5,-1,""]]', true],
  ['[["a"],[1,2]]', false],
  ['[[true]]', false],
  ['[[{}]]', false],
  ['[[["a"]]]', false],
  ['[[1e999]]', false],
  ['["a"]', false],
  ['[["a"],{"0":"a","length":1}]', false],
  ['{}', false],
  ['null', false],
])('columns %s', (text, good) => {
  expect(accepts(cellColumnsSchema, text)).toBe(good);
});

test.each([
  ['["a",""]', true],
  ['[]', true],
  ['["a",null]', false],
  ['"a"', false],
])('texts %s', (text, good) => {
  expect(accepts(textsSchema, text)).toBe(good);
});

test.each([
  ['[0,7]', true],
  ['[-1]', false],
  ['[0.5]', false],
  ['[9007199254740992]', false],
  ['["0"]', false],
])('places %s', (text, good) => {
  expect(accepts(placesSchema, text)).toBe(good);
});
