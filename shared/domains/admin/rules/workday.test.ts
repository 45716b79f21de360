import { expect, it } from 'vitest';
import { addDays } from '../../../kernel/instants.ts';
import { chineseHolidays } from './chinese-holidays.ts';
import { isWorkday, workdaysOf } from './workday.ts';

const shifts = new Map(chineseHolidays.map(({ day, kind }) => [day, kind]));

it('R80 Monday to Friday is worked, but for holidays, and for weekends that are worked instead', () => {
  expect(isWorkday('2026-11-20', new Map())).toBe(true);
  expect(isWorkday('2026-11-21', new Map())).toBe(false);
  expect(isWorkday('2026-11-22', new Map())).toBe(false);
  expect(isWorkday('2026-10-01', shifts)).toBe(false);
  expect(isWorkday('2026-10-10', shifts)).toBe(true);
  expect(isWorkday('2026-02-14', shifts)).toBe(true);
});

it('R80 the workdays of a month with its holidays and shifts', () => {
  expect(workdaysOf('2026-10', shifts)).toBe(18);
  expect(workdaysOf('2026-02', shifts)).toBe(16);
  expect(workdaysOf('2026-11', shifts)).toBe(21);
  expect(workdaysOf('2028-02', new Map())).toBe(21);
});

it('R80 each day is said once, shifted workdays are weekend days, and only announced years are there', () => {
  expect(new Set(chineseHolidays.map(({ day }) => day)).size).toBe(chineseHolidays.length);
  for (const { day, kind } of chineseHolidays) if (kind === 'workday') expect(isWorkday(day, new Map())).toBe(false);
  expect(new Set(chineseHolidays.map(({ day }) => day.slice(0, 4)))).toEqual(new Set(['2026']));
  expect(chineseHolidays.filter(({ day, kind }) => day.startsWith('2026') && kind === 'holiday').length).toBe(33);
});

it('R80 a day that was said stands before its weekday', () => {
  for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1)) {
    const said = shifts.get(day);
    if (said) expect(isWorkday(day, shifts)).toBe(said === 'workday');
    else expect(isWorkday(day, shifts)).toBe(isWorkday(day, new Map()));
  }
});
