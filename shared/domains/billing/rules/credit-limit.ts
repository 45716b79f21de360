import { type CalendarDate, daysBetween } from '../../../kernel/instants.ts';
import type { Minor } from '../../../kernel/money.ts';

/** What a payer owes and is about to owe, by kind. */
export interface ExposureFigures {
  readonly openOrdersMinor: Minor;
  readonly unbilledMinor: Minor;
  readonly receivablesMinor: Minor;
  readonly prepaymentsMinor: Minor;
}

/** R54: receivables + shipped not invoiced + open orders not shipped − unapplied prepayments. */
export function totalExposure(figures: ExposureFigures): Minor {
  return figures.receivablesMinor + figures.unbilledMinor + figures.openOrdersMinor - figures.prepaymentsMinor;
}

export interface CreditQuestion {
  /** Null: no limit is set for this payer. */
  readonly limitMinor: Minor | null;
  readonly limitValidUntil: CalendarDate | null;
  readonly exposureMinor: Minor;
  /** What this order adds, with tax. */
  readonly orderMinor: Minor;
  /** Due date of the oldest receivable that is open, null for none. */
  readonly oldestDueOn: CalendarDate | null;
  readonly today: CalendarDate;
  readonly overdueHoldDays: number;
}

export type CreditAnswer =
  | { readonly hold: false; readonly leftMinor: Minor | null }
  | {
      readonly hold: true;
      readonly because: 'limitExceeded' | 'limitExpired' | 'overdue';
      readonly leftMinor: Minor | null;
    };

/** R55: whether an order goes on credit hold, and what would be left of the limit with it. */
export function decideCredit(question: CreditQuestion): CreditAnswer {
  const { limitMinor, limitValidUntil, exposureMinor, orderMinor, oldestDueOn, today, overdueHoldDays } = question;
  const leftMinor = limitMinor === null ? null : limitMinor - exposureMinor - orderMinor;
  if (limitMinor !== null && limitValidUntil !== null && limitValidUntil < today) {
    return { hold: true, because: 'limitExpired', leftMinor };
  }
  if (leftMinor !== null && leftMinor < 0) return { hold: true, because: 'limitExceeded', leftMinor };
  if (oldestDueOn !== null && daysBetween(oldestDueOn, today) > overdueHoldDays) {
    return { hold: true, because: 'overdue', leftMinor };
  }
  return { hold: false, leftMinor };
}

/** Screens that show how overdue something is take it from here. */
export { daysBetween } from '../../../kernel/instants.ts';
