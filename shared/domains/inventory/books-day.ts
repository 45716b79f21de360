/**
 * Days of the books (R12) at the ledger's own edge. Guards:
 * - what is dated on account of a paper is in no earlier period than the paper;
 * - a day that is its own is not written a second time.
 */
import { type CalendarDate, calendarDateAt, type Instant, startOfDay } from '../../kernel/instants.ts';
import type { Tx } from '../../kernel/table.ts';
import { officeOffset } from './queries/select-available.ts';

/** When something happened, and on which day the books have it; null: on its own. */
export interface Booked {
  readonly occurredAt: Instant;
  readonly bookedOn: CalendarDate | null;
}

/** Since when the books have it: since it happened, or since their day for it began. */
export async function bookedSince(tx: Tx, { occurredAt, bookedOn }: Booked): Promise<Instant> {
  if (bookedOn === null) return occurredAt;
  return Math.max(occurredAt, startOfDay(bookedOn, await officeOffset(tx)));
}

/**
 * The books' day of what is dated to a later instant than the paper that makes it: the paper's own, while that is later
 * than the instant's day.
 */
export async function bookedBeside(tx: Tx, { occurredAt, bookedOn }: Booked): Promise<CalendarDate | null> {
  if (bookedOn === null) return null;
  return bookedOn > calendarDateAt(occurredAt, await officeOffset(tx)) ? bookedOn : null;
}
