import type { Quantity } from '../../../kernel/money.ts';

/** A shelf that was counted, as the books had it at that instant. */
export interface CountedGoods {
  /** Counted less book. */
  readonly difference: Quantity;
  readonly book: Quantity;
  /** What of the book was in quarantine. */
  readonly quarantined: Quantity;
  /** The place is for goods that are set apart: nothing there is saleable. */
  readonly isSetApart: boolean;
}

/**
 * R28, R20: of which goods a difference is. What is missing was saleable first, and in quarantine only as far as nothing
 * saleable is left to miss; what is found was saleable unless all of that shelf is set apart. Both sum to the difference.
 */
export function splitDifference({ difference, book, quarantined, isSetApart }: CountedGoods): {
  readonly saleable: Quantity;
  readonly quarantine: Quantity;
} {
  const apart = Math.max(0, quarantined);
  const sound = Math.max(0, book - apart);
  if (isSetApart || (difference > 0 && apart > 0 && sound === 0)) return { saleable: 0, quarantine: difference };
  if (difference >= 0) return { saleable: difference, quarantine: 0 };
  const fromApart = Math.min(apart, Math.max(0, -difference - sound));
  return { saleable: difference + fromApart, quarantine: fromApart === 0 ? 0 : -fromApart };
}
