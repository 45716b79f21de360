import { addDays, type CalendarDate } from '../../../kernel/instants.ts';

export interface SaidDay {
  readonly day: CalendarDate;
  readonly name: string;
  readonly kind: 'holiday' | 'workday';
}

/** First and last day off, and the weekend days that are worked for it. */
type Season = readonly [name: string, from: CalendarDate, to: CalendarDate, ...worked: CalendarDate[]];

/** The State Council's arrangement of 2026, as announced in November 2025. */
const seasons2026: readonly Season[] = [
  ['元旦', '2026-01-01', '2026-01-03', '2026-01-04'],
  ['春节', '2026-02-15', '2026-02-23', '2026-02-14', '2026-02-28'],
  ['清明节', '2026-04-04', '2026-04-06'],
  ['劳动节', '2026-05-01', '2026-05-05', '2026-05-09'],
  ['端午节', '2026-06-19', '2026-06-21'],
  ['中秋节', '2026-09-25', '2026-09-27'],
  ['国庆节', '2026-10-01', '2026-10-07', '2026-09-20', '2026-10-10'],
];

/**
 * The days off of 2027 that the law itself names (13 of them, as of 2025). Which weekends are worked for them is announced
 * late in the year before: whoever knows it enters it.
 */
const seasons2027: readonly Season[] = [
  ['元旦', '2027-01-01', '2027-01-01'],
  ['春节', '2027-02-05', '2027-02-08'],
  ['清明节', '2027-04-05', '2027-04-05'],
  ['劳动节', '2027-05-01', '2027-05-02'],
  ['端午节', '2027-06-09', '2027-06-09'],
  ['中秋节', '2027-09-15', '2027-09-15'],
  ['国庆节', '2027-10-01', '2027-10-03'],
];

/** Public holidays of mainland China and the weekends worked for them, in the order of their days. */
export const chineseHolidays: readonly SaidDay[] = [...seasons2026, ...seasons2027]
  .flatMap(([name, from, to, ...worked]) => {
    const said: SaidDay[] = worked.map((day) => ({ day, name, kind: 'workday' }));
    for (let day = from; day <= to; day = addDays(day, 1)) said.push({ day, name, kind: 'holiday' });
    return said;
  })
  .sort((a, b) => (a.day < b.day ? -1 : 1));
