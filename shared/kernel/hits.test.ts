import { expect, it } from 'vitest';
import { orderHits } from './hits.ts';

const hit = (code: string, name = code) => ({ id: code, code, name });

it('a code typed in full comes first, then codes that begin with it, then the rest by name', () => {
  const hits = [hit('X-9', 'beta a-1'), hit('A-12'), hit('X-1', 'alpha A-1'), hit('A-1'), hit('a-11')];
  expect(orderHits(hits, ' a-1 ', (of) => of.name).map((of) => of.code)).toEqual(['A-1', 'A-12', 'a-11', 'X-1', 'X-9']);
});

it('hits that tie keep one order', () => {
  const hits = [
    { id: '2', code: 'B' },
    { id: '1', code: 'B' },
  ];
  expect(orderHits(hits, 'mug', (of) => of.code).map((of) => of.id)).toEqual(['1', '2']);
});
