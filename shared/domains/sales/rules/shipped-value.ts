import { divideHalfUp, type Minor, type Quantity } from '../../../kernel/money.ts';

/** A line as far as its value is concerned. */
export interface ValuedLine {
  readonly quantity: Quantity;
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
}

/**
 * R54: what so much of a line is worth with tax, half up; the whole of it exactly its amount, and never more: what was
 * sent beyond the order is nobody's debt yet.
 */
export function shippedValue({ quantity, netMinor, taxMinor }: ValuedLine, shipped: Quantity): Minor {
  if (quantity <= 0 || shipped <= 0) return 0;
  const part = BigInt(Math.min(shipped, quantity));
  return divideHalfUp(BigInt(netMinor + taxMinor) * part, BigInt(quantity));
}
