import { expect, it } from 'vitest';
import { combine, LIMIT_VARIANTS, valuesOf, variantCode } from './variants.ts';

it('every combination is a variant, the last axis fastest', () => {
  const axes = [
    { name: 'colour', values: 'white，celadon' },
    { name: 'size', values: '350 ml, 450 ml' },
  ];
  expect(combine(axes)).toEqual([
    ['white', '350 ml'],
    ['white', '450 ml'],
    ['celadon', '350 ml'],
    ['celadon', '450 ml'],
  ]);
  expect(combine([...axes, { name: 'handle', values: ' ' }])).toEqual([]);
  expect(combine([])).toEqual([]);
});

it('too many are none at all', () => {
  const values = Array.from({ length: LIMIT_VARIANTS }, (_, at) => String(at)).join(',');
  expect(combine([{ name: 'a', values }])).toHaveLength(LIMIT_VARIANTS);
  expect(combine([{ name: 'a', values: `${values},x` }])).toBeNull();
});

it('a value is named once, and a code is offered for each', () => {
  expect(valuesOf('S、M; S ,L，')).toEqual(['S', 'M', 'L']);
  expect(variantCode(' MUG ', 0)).toBe('MUG-01');
});
