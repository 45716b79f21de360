import type { CalendarDate } from '../../../kernel/instants.ts';

/** A calendar month as ISO text, `2026-11`. */
export type CalendarMonth = string;

export const monthOf = (day: CalendarDate): CalendarMonth => day.slice(0, 7);

/** The month so many after (negative: before) a month. */
export function monthAfter(month: CalendarMonth, count = 1): CalendarMonth {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const at = year * 12 + number - 1 + count;
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
}

export interface PeriodState {
  readonly month: CalendarMonth;
  readonly state: 'open' | 'closed';
}

/** The last month that is closed: that one and all before it are; null: every month is open. */
export function lastClosedMonth(periods: readonly PeriodState[]): CalendarMonth | null {
  const closed = periods.filter(({ state }) => state === 'closed').map(({ month }) => month);
  return closed.reduce<CalendarMonth | null>((last, month) => (last === null || month > last ? month : last), null);
}

/** R12: the day itself where its month is open, else the first day after the months that are closed. */
export function firstOpenDayAfter(lastClosed: CalendarMonth | null, day: CalendarDate): CalendarDate {
  return lastClosed === null || monthOf(day) > lastClosed ? day : `${monthAfter(lastClosed)}-01`;
}

/** Why a month cannot be closed now: it is, an earlier one is open, or it is not over. Null: it can. */
export function whyNotClosed(
  month: CalendarMonth,
  lastClosed: CalendarMonth | null,
  today: CalendarDate,
): { readonly code: 'admin.periodIsClosed' | 'admin.earlierMonthOpen' | 'admin.monthNotOver'; month: string } | null {
  if (lastClosed !== null && month <= lastClosed) return { code: 'admin.periodIsClosed', month };
  // The first that is ever closed closes with it whatever lies before the company's time with Satchel.
  const first = lastClosed === null ? month : monthAfter(lastClosed);
  if (month > first) return { code: 'admin.earlierMonthOpen', month: first };
  return month >= monthOf(today) ? { code: 'admin.monthNotOver', month } : null;
}

/** Why a month cannot be opened again: it is open, or a later one is closed. Null: it can. */
export function whyNotReopened(
  month: CalendarMonth,
  lastClosed: CalendarMonth | null,
): { readonly code: 'admin.periodIsOpen' | 'admin.laterMonthClosed'; month: string } | null {
  if (lastClosed === null || month > lastClosed) return { code: 'admin.periodIsOpen', month };
  return month < lastClosed ? { code: 'admin.laterMonthClosed', month: lastClosed } : null;
}
