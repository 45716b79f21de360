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
