import { expect, it } from 'vitest';
import { chooseTemplate } from './choose-template.ts';

const base = { kind: 'deliveryNote', language: 'zh', size: 'a4', legalEntityId: null, isDefault: 1, active: 1 };
const asked = { kind: 'deliveryNote', language: 'zh', size: 'a4', legalEntityId: 'shop' };

it('R112 the legal entity’s own layout goes before the company’s, and both before none', () => {
  const forAll = { ...base, id: 'all' };
  const own = { ...base, id: 'own', legalEntityId: 'shop' };
  const other = { ...base, id: 'other', legalEntityId: 'factory' };
  expect(chooseTemplate([forAll, other, own], asked)?.id).toBe('own');
  expect(chooseTemplate([other, forAll], asked)?.id).toBe('all');
  expect(chooseTemplate([other], asked)).toBeNull();
  expect(chooseTemplate([own], { ...asked, legalEntityId: null })).toBeNull();
});

it('R112 one of another language, size or kind, out of use or not the default counts for nothing', () => {
  for (const change of [
    { language: 'en' },
    { size: 'continuous241x140' },
    { kind: 'invoice' },
    { active: 0 },
    { isDefault: 0 },
  ])
    expect(chooseTemplate([{ ...base, ...change }], asked)).toBeNull();
});
