import { divideHalfUp, type Quantity, type UnitPrice } from '../../../kernel/money.ts';

/**
 * R32: the average cost of one unit after a receipt: (Q·C + q·c) / (Q + q). Where nothing was there, or less than nothing,
 * the receipt's own cost: an average with goods that had left already would follow nothing.
 */
export function averageAfterReceipt(
  onHand: Quantity,
  average: UnitPrice,
  received: Quantity,
  unitCost: UnitPrice,
): UnitPrice {
  if (onHand <= 0) return unitCost;
  const value = BigInt(onHand) * BigInt(average) + BigInt(received) * BigInt(unitCost);
  return divideHalfUp(value, BigInt(onHand + received));
}

/**
 * R32, R8: the average after a receipt was taken back: (Q·C − q·c) / (Q − q). Where nothing is left, or goods that left
 * in between took more of its worth along than there is, the average stays as it was.
 */
export function averageAfterReversal(
  onHand: Quantity,
  average: UnitPrice,
  taken: Quantity,
  unitCost: UnitPrice,
): UnitPrice {
  const rest = onHand - taken;
  const value = BigInt(onHand) * BigInt(average) - BigInt(taken) * BigInt(unitCost);
  if (rest <= 0 || value < 0n) return average;
  return divideHalfUp(value, BigInt(rest));
}
