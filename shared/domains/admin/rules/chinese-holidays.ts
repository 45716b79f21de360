import { addDays, type CalendarDate } from '../../../kernel/instants.ts';

export interface SaidDay {
  readonly day: CalendarDate;
  readonly name: string;
  readonly kind: 'holiday' | 'workday';
}

/** First and last day off, and the weekend days that are worked for it. */
type Season = readonly [name: string, from: CalendarDate, to: CalendarDate, ...worked: CalendarDate[]];

/**
 * 国务院办公厅关于2026年部分节假日安排的通知, of 4 November 2025: days off, and the weekend days that are worked for them.
 * What is not announced yet is not here: the company's screen says which year is missing, and takes the notice as pasted.
 */
const seasons2026: readonly Season[] = [
  ['元旦', '2026-01-01', '2026-01-03', '2026-01-04'],
  ['春节', '2026-02-15', '2026-02-23', '2026-02-14', '2026-02-28'],
  ['清明节', '2026-04-04', '2026-04-06'],
  ['劳动节', '2026-05-01', '2026-05-05', '2026-05-09'],
  ['端午节', '2026-06-19', '2026-06-21'],
  ['中秋节', '2026-09-25', '2026-09-27'],
  ['国庆节', '2026-10-01', '2026-10-07', '2026-09-20', '2026-10-10'],
];

/** Public holidays of mainland China and the weekends worked for them, in the order of their days. */
export const chineseHolidays: readonly SaidDay[] = seasons2026
  .flatMap(([name, from, to, ...worked]) => {
    const said: SaidDay[] = worked.map((day) => ({ day, name, kind: 'workday' }));
    for (let day = from; day <= to; day = addDays(day, 1)) said.push({ day, name, kind: 'holiday' });
    return said;
  })
  .sort((a, b) => (a.day < b.day ? -1 : 1));
