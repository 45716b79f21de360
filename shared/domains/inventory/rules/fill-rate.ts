import { addDays, type CalendarDate } from '../../../kernel/instants.ts';
import type { BasisPoints, Quantity } from '../../../kernel/money.ts';

/** What became of a line that was due: `open` has not left at all, `short` left in part first, `late` left whole but too late. */
export type FillOutcome = 'filled' | 'late' | 'short' | 'open';
export const fillOutcomes: readonly FillOutcome[] = ['filled', 'late', 'short', 'open'];

interface DueLine {
  /** What the customer asked for, also what was cut since because it was not there. */
  readonly asked: Quantity;
  readonly dueOn: CalendarDate;
  /** The first shipment that had something of it; null: none. */
  readonly first: { readonly shippedOn: CalendarDate; readonly quantity: Quantity } | null;
}

/** A line counts as filled when its first shipment had all of it, by the promised day (line fill rate, "on time in full"). */
export function fillOutcome({ asked, dueOn, first }: DueLine): FillOutcome {
  if (first === null) return 'open';
  if (first.quantity < asked) return 'short';
  return first.shippedOn <= dueOn ? 'filled' : 'late';
}

/** The day by which a line is due: the promised one, or so many days after the order where none was said. */
export function dueDay(requestedOn: CalendarDate | null, orderedOn: CalendarDate, dueDays: number): CalendarDate {
  return requestedOn ?? addDays(orderedOn, dueDays);
}

/** A part of a whole in basis points, half up; null of nothing. */
export function shareInPoints(part: number, whole: number): BasisPoints | null {
  return whole <= 0 ? null : Math.round((Math.max(0, part) / whole) * 10_000);
}
