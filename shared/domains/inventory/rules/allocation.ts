import type { CalendarDate } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { compareForIssue, lifeDaysLeft } from './lot-life.ts';

/** Goods of one product that lie together: one lot at one place. */
export interface Shelf {
  readonly lotId: string | null;
  readonly lotCode: string | null;
  readonly expiresOn: CalendarDate | null;
  /** Null where lots are not kept. */
  readonly receivedOn: CalendarDate | null;
  readonly isBlocked: boolean;
  readonly locationId: string | null;
  readonly locationCode: string | null;
  /** The place's turn on the way through the warehouse. */
  readonly walkOrder: number;
  /** On hand and not in quarantine, less what other pick lists are to take. */
  readonly free: Quantity;
}

export interface Pick {
  readonly shelf: Shelf;
  readonly quantity: Quantity;
}

export interface AllocationRules {
  readonly today: CalendarDate;
  /** What the customer wants a lot to be good for, in days after today; 0: its last day is enough. */
  readonly minimumLifeDays: number;
}

/** R20, R30: whether a lot may go to a customer. On its last day it may, the day after it may not. */
export function mayBeIssued(shelf: Pick['shelf'], { today, minimumLifeDays }: AllocationRules): boolean {
  if (shelf.isBlocked) return false;
  const left = lifeDaysLeft(shelf.expiresOn, today);
  return left === null || left >= minimumLifeDays;
}

/**
 * R30: from which shelves a quantity is taken: first expired first out, then first in, then along the way; one lot is
 * emptied before the next is begun. What no shelf has is missing from the sum.
 */
export function allocate(wanted: Quantity, shelves: readonly Shelf[], rules: AllocationRules): Pick[] {
  const dates = (shelf: Shelf) => ({
    code: shelf.lotCode ?? '',
    expiresOn: shelf.expiresOn,
    receivedOn: shelf.receivedOn ?? '0000-00-00',
  });
  const inOrder = shelves
    .filter((shelf) => shelf.free > 0 && mayBeIssued(shelf, rules))
    .sort(
      (a, b) =>
        compareForIssue(dates(a), dates(b)) ||
        a.walkOrder - b.walkOrder ||
        ((a.locationId ?? '') < (b.locationId ?? '') ? -1 : 1),
    );
  const picks: Pick[] = [];
  let left = wanted;
  for (const shelf of inOrder) {
    if (left <= 0) break;
    const quantity = Math.min(left, shelf.free);
    picks.push({ shelf, quantity });
    left -= quantity;
  }
  return picks;
}
