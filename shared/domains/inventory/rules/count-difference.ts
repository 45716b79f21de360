import type { Instant } from '../../../kernel/instants.ts';
import { type BasisPoints, FULL_PERCENT, type Quantity } from '../../../kernel/money.ts';

interface Moved {
  readonly quantity: Quantity;
  readonly occurredAt: Instant;
}

/**
 * R28: what the books held at the instant of a count, from what they hold now: what moved after it is taken back. A
 * movement of the same instant counts as before it: who counts sees the shelf after the hand that was in it.
 */
export function bookAt(onHandNow: Quantity, moved: readonly Moved[], countedAt: Instant): Quantity {
  return moved.reduce((sum, each) => (each.occurredAt > countedAt ? sum - each.quantity : sum), onHandNow);
}

/**
 * R28: whether another person counts again: the difference is more than the threshold of the book; where the book says
 * nothing, any difference is.
 */
export function needsRecount(counted: Quantity, book: Quantity, threshold: BasisPoints): boolean {
  const off = BigInt(Math.abs(counted - book));
  return off * BigInt(FULL_PERCENT) > BigInt(Math.abs(book)) * BigInt(threshold);
}

/**
 * R28: what a late movement does to a count that was posted: it happened before the count, so whoever counted saw it, and
 * the posted difference held it already.
 * @returns what has to be booked beside the movement, so that the shelf stays what was counted; 0 when it came after
 */
export function correctionFor(late: Moved, countedAt: Instant): Quantity {
  return late.occurredAt > countedAt || late.quantity === 0 ? 0 : -late.quantity;
}
