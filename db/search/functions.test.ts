import { expect, it } from 'vitest';
import { searchFunctions } from './functions.ts';
import { searchTerms, type TermKind } from './terms.ts';

const { satchel_search_terms: termsOf } = searchFunctions;

it('gives the same words however often it is asked, whatever was asked between', () => {
  const values = Array.from({ length: 5_000 }, (_, nth) => `武汉恒通${nth}`);
  const asked = [...values, ...values.slice(0, 50), ...values.slice(-50), ...values.slice(2_000, 2_050)];
  for (const value of asked) expect(termsOf('text', value)).toBe(searchTerms('text', value));
});

it('tells the kinds of one text apart', () => {
  for (const kind of ['text', 'key', 'code', 'phone', 'text'] satisfies TermKind[]) {
    expect(termsOf(kind, '07130713')).toBe(searchTerms(kind, '07130713'));
  }
  expect(termsOf('key', '07130713')).not.toBe(termsOf('phone', '07130713'));
});

it('has no words for nothing, and those of a long text', () => {
  const long = '恒通'.repeat(90);
  expect([termsOf('text', null), termsOf('text', '')]).toEqual(['', '']);
  expect(termsOf('text', long)).toBe(searchTerms('text', long));
});
