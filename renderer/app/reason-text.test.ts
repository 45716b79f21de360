import { expect, it } from 'vitest';
import { reasonText, startTexts } from './i18n.ts';

it('a refusal whose sentence goes by number is found, in both languages', async () => {
  const one = { code: 'admin.teamHasCustomers', params: { name: 'A', count: 1 } };
  await startTexts('en');
  expect(reasonText(one)).toContain('1 customer.');
  expect(reasonText({ ...one, params: { name: 'A', count: 3 } })).toContain('3 customers.');
  expect(reasonText({ code: 'no.such', params: {} })).toContain('no.such');
  await startTexts('zh');
  expect(reasonText(one)).toContain('A');
  expect(reasonText(one)).not.toContain('admin.teamHasCustomers');
});
