import { beforeAll, expect, it } from 'vitest';
import { startTexts } from '../../../app/i18n.ts';
import { fieldsOfWords } from './fields-of-words.ts';

beforeAll(() => startTexts('en'));

it('finds the columns by the words that the rows show, in both languages', () => {
  for (const word of ['price', 'Price', '单价']) expect(fieldsOfWords(word)).toContain('basePrice');
  expect(fieldsOfWords('最低价')).toEqual(['floorPrice']);
  expect(fieldsOfWords('average cost')).toEqual(['averageCost']);
});

it('finds a price by what people call it beside', () => {
  for (const word of ['价格', '售价']) expect(fieldsOfWords(word)).toContain('basePrice');
  expect(fieldsOfWords('信用额度')).toEqual(['limitMinor']);
});

it('finds a column of one table by what that table calls it', () => {
  expect(fieldsOfWords('SKU')).toEqual(['products.code']);
  expect(fieldsOfWords('days to pay')).toEqual(['customers.paymentTermsDays']);
});

it('finds none by nothing, by a sentence, or by what is no field', () => {
  for (const word of ['', '  ', '{{title}}', 'mug']) expect(fieldsOfWords(word)).toEqual([]);
});
