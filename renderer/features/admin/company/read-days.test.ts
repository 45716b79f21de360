import { expect, it } from 'vitest';
import { readDays } from './read-days.ts';

it('R80 reads days from a table or a notice, worked ones by their word', () => {
  const text = '日期\t节日\t类型\n2027-01-01\t元旦\t放假\n2027/1/3 元旦 上班\n\n2027年2月5日，春节';
  expect(readDays(text)).toEqual({
    days: [
      { day: '2027-01-01', name: '元旦', kind: 'holiday' },
      { day: '2027-01-03', name: '元旦', kind: 'workday' },
      { day: '2027-02-05', name: '春节', kind: 'holiday' },
    ],
    wrongLines: [],
  });
});

it('names lines that say no day', () => {
  expect(readDays('2027-05-01 Labour Day\n2027-02-30 no such day\nnothing')).toEqual({
    days: [{ day: '2027-05-01', name: 'Labour Day', kind: 'holiday' }],
    wrongLines: [2, 3],
  });
});
