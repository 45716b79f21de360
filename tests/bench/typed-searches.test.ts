import { expect, it } from 'vitest';
import { typedSearches } from './typed-searches.ts';

it('types parts of names, numbers and codes as people do', () => {
  const customers = [
    { code: 'WH1024', name: '武汉恒通百货', phone: '138 0713 4402' },
    { code: 'WH1025', name: '宜昌大三峡', phone: null },
  ];
  expect(typedSearches(customers)).toEqual({
    twoHanzi: ['武汉', '昌大'],
    threeHanzi: ['武汉恒', '昌大三'],
    initials: ['wh', 'cds'],
    pinyin: ['wuhan', 'changda'],
    phoneMiddle: ['0713'],
    codePrefix: ['W', 'WH'],
  });
});
