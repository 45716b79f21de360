import type { Quantity } from '../../../kernel/money.ts';

/**
 * How often stock turned within a span: what left, by the mean of what lay there at its beginning and its end, in
 * hundredths (150 is one and a half times). Null where the mean is nothing.
 * @param net everything that moved within the span, in and out
 */
export function turnsOf(left: Quantity, onHand: Quantity, net: Quantity): number | null {
  const mean = (Math.max(0, onHand - net) + Math.max(0, onHand)) / 2;
  return mean <= 0 ? null : Math.round((Math.max(0, left) / mean) * 100);
}
