import { type BasisPoints, FULL_PERCENT, type Quantity } from '../../../kernel/money.ts';

/**
 * R24, R26: how much may still be taken of what was ordered, the tolerance added: never a part of a thousandth more, so
 * that a tolerance is not made larger by rounding.
 * @param done what was taken already
 */
export function stillAllowed(ordered: Quantity, done: Quantity, tolerance: BasisPoints): Quantity {
  const most = ordered + Number((BigInt(ordered) * BigInt(tolerance)) / BigInt(FULL_PERCENT));
  return Math.max(0, most - done);
}
