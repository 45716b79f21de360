import { addDays, type CalendarDate, daysBetween } from '../../../kernel/instants.ts';

/** R58: how long receivables are overdue; due today is not overdue. */
export const ageingClasses = ['notDue', 'upTo30', 'upTo60', 'upTo90', 'over90'] as const;
export type AgeingClass = (typeof ageingClasses)[number];

/** Each class from its most recent due day to its oldest one, both included; null: without an end. */
export interface AgeingSpan {
  readonly newest: CalendarDate | null;
  readonly oldest: CalendarDate | null;
}

/** The days on which receivables of each class were or are due. */
export function ageingSpans(today: CalendarDate): Readonly<Record<AgeingClass, AgeingSpan>> {
  return {
    notDue: { newest: null, oldest: today },
    upTo30: { newest: addDays(today, -1), oldest: addDays(today, -30) },
    upTo60: { newest: addDays(today, -31), oldest: addDays(today, -60) },
    upTo90: { newest: addDays(today, -61), oldest: addDays(today, -90) },
    over90: { newest: addDays(today, -91), oldest: null },
  };
}

/** Days that a receivable is overdue, 0 while it is not; without a due day it never is. */
export function daysOverdue(dueOn: CalendarDate | null, today: CalendarDate): number {
  return dueOn === null ? 0 : Math.max(0, daysBetween(dueOn, today));
}
