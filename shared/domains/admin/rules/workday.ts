import { addDays, type CalendarDate } from '../../../kernel/instants.ts';

/** What a day is beside its weekday: nobody works although they would, or the other way round. */
export type DayShifts = ReadonlyMap<CalendarDate, 'holiday' | 'workday'>;

const SATURDAY = 6;

/** R80: whether the company works on a day: what was said of it, else Monday to Friday. */
export function isWorkday(day: CalendarDate, shifts: DayShifts): boolean {
  const said = shifts.get(day);
  if (said !== undefined) return said === 'workday';
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== SATURDAY;
}

/** How many days of a month (`2026-10`) are worked. */
export function workdaysOf(month: string, shifts: DayShifts): number {
  let count = 0;
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) if (isWorkday(day, shifts)) count += 1;
  return count;
}
