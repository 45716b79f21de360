import type { Minor, Quantity } from '../../../kernel/money.ts';
import { partOf } from './part-of-line.ts';

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
  return quantity <= 0 ? 0 : partOf(netMinor + taxMinor, quantity, 0, shipped);
}
