import { type BasisPoints, FULL_PERCENT, ONE_UNIT, type Quantity } from '../../../kernel/money.ts';

/**
 * R24, R26: how much may still be taken of what was ordered, the tolerance added: never a part of a thousandth more, so
 * that a tolerance is not made larger by rounding. Of goods that were ordered in whole units nothing comes in parts of one:
 * 5 % of ten pieces are none.
 * @param done what was taken already
 */
export function stillAllowed(ordered: Quantity, done: Quantity, tolerance: BasisPoints): Quantity {
  const most = ordered + Number((BigInt(ordered) * BigInt(tolerance)) / BigInt(FULL_PERCENT));
  const whole = ordered % ONE_UNIT === 0 ? most - (most % ONE_UNIT) : most;
  return Math.max(0, whole - done);
}
