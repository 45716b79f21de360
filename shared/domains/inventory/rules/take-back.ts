/** What has to be there still when goods that came in are taken back (R8): as pure figures. */
import type { Quantity } from '../../../kernel/money.ts';

/** What one shelf (a product in a condition, a lot, a place) holds, and what of it somebody else counts on. */
export interface HeldBack {
  readonly onHand: Quantity;
  /** Promised, picked, or held for one person. */
  readonly spoken: Quantity;
}

/** gone: it is not there any more. promised: it is there, and others count on it. */
export type TakeBackWord = 'gone' | 'promised' | null;

/** Whether so much can be taken from a shelf again. */
export function mayTakeBack(wanted: Quantity, shelf: HeldBack | undefined): TakeBackWord {
  if (wanted === 0) return null;
  const { onHand, spoken } = shelf ?? { onHand: 0, spoken: 0 };
  if (onHand < wanted) return 'gone';
  return onHand - spoken < wanted ? 'promised' : null;
}
