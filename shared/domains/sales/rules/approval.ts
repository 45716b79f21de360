import { type BasisPoints, FULL_PERCENT, type UnitPrice } from '../../../kernel/money.ts';

export interface AgreedPrice {
  readonly unitPrice: UnitPrice;
  /** What the list says at the time of the order. */
  readonly listPrice: UnitPrice;
  readonly discount: BasisPoints;
}

/**
 * R9: a discount beyond the limit waits for approval, whether it was typed as a price or as a percentage.
 * Compared without rounding: exactly the limit passes, the smallest step beyond it does not.
 */
export function needsApproval({ unitPrice, listPrice, discount }: AgreedPrice, limit: BasisPoints): boolean {
  const paid = BigInt(unitPrice) * BigInt(FULL_PERCENT - discount);
  const least = BigInt(listPrice) * BigInt(FULL_PERCENT - limit);
  return paid < least;
}

/** R9: below the floor a price waits for approval, whoever gives it. Compared without rounding; null: there is no floor. */
export function isBelowFloor(
  { unitPrice, discount }: Omit<AgreedPrice, 'listPrice'>,
  floor: UnitPrice | null,
): boolean {
  return floor !== null && BigInt(unitPrice) * BigInt(FULL_PERCENT - discount) < BigInt(floor) * BigInt(FULL_PERCENT);
}
