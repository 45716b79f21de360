/** A calendar month as ISO text, `2026-11`. */
export type CalendarMonth = string;

/** The first day of a month, `2026-11-01`. */
export function firstDayOf(month: CalendarMonth): string {
  return `${month}-01`;
}

/** The month so many after (negative: before) a month. */
export function addMonths(month: CalendarMonth, count: number): CalendarMonth {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const at = year * 12 + number - 1 + count;
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
}

/** The months from one to another, both included; none when the last is before the first. */
export function monthsBetween(first: CalendarMonth, last: CalendarMonth): CalendarMonth[] {
  const months: CalendarMonth[] = [];
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
}
