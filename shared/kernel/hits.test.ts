import { expect, it } from 'vitest';
import { orderHits } from './hits.ts';

const hit = (code: string, name = code) => ({ id: code, code, name });

it('a code typed in full comes first, then codes that begin with it, then the rest by name', () => {
  const hits = [hit('X-9', 'beta a-1'), hit('A-12'), hit('X-1', 'alpha A-1'), hit('A-1'), hit('a-11')];
  expect(orderHits(hits, ' a-1 ', (of) => of.name).map((of) => of.code)).toEqual(['A-1', 'A-12', 'a-11', 'X-1', 'X-9']);
});

it('a name that begins with what was typed, written or spoken, comes before what is found otherwise', () => {
  const customers = [
    { id: '1', code: 'YT-1', name: 'Anlu Yangtze Homeware', city: 'Wuhan' },
    { id: '2', code: 'HT-1', name: 'Wuhan Hengtong Department Store' },
    { id: '3', code: 'JX-1', name: '安陆嘉兴', city: '武汉' },
    { id: '4', code: 'HT-2', name: '武汉恒通百货有限公司' },
    { id: '5', code: 'WU-9', name: 'Zhengzhou' },
    { id: '6', code: 'X', name: 'Zhuhai', barcode: 'wu-1' },
  ];
  expect(orderHits(customers, 'wu', (of) => of.name).map((of) => of.id)).toEqual(['5', '6', '2', '4', '1', '3']);
});

it('hits that tie keep one order', () => {
  const hits = [
    { id: '2', code: 'B' },
    { id: '1', code: 'B' },
  ];
  expect(orderHits(hits, 'mug', (of) => of.code).map((of) => of.id)).toEqual(['1', '2']);
});
