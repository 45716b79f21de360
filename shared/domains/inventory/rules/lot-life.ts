import { type CalendarDate, daysBetween } from '../../../kernel/instants.ts';

/**
 * Days on which a lot may still be used after today (R30): 0 on the day of expiry itself, below zero once it is expired,
 * null when it does not expire.
 */
export function lifeDaysLeft(expiresOn: CalendarDate | null, today: CalendarDate): number | null {
  return expiresOn === null ? null : daysBetween(today, expiresOn);
}

interface LotDates {
  readonly code: string;
  readonly expiresOn: CalendarDate | null;
  readonly receivedOn: CalendarDate;
}

/** R30: first expired first out, then first in; what does not expire comes last. */
export function compareForIssue(left: LotDates, right: LotDates): number {
  const keys = (lot: LotDates): string[] => [lot.expiresOn ?? '9999-12-31', lot.receivedOn, lot.code];
  const [a, b] = [keys(left).join(' '), keys(right).join(' ')];
  return a < b ? -1 : a > b ? 1 : 0;
}
