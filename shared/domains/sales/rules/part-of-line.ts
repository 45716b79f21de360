import { divideHalfUp, type Minor, type Quantity } from '../../../kernel/money.ts';
import { within } from './within.ts';

/**
 * What a part of a line is worth: its share up to the end of the part, less its share up to the beginning, half up on the
 * quantity so far (R44, R50). So any sequence of parts sums to the amount exactly, where parts rounded each by itself
 * would not; backwards it is what comes off again. Beyond the line's quantity there is nothing to share.
 * @param amountMinor of the whole line: its net, its tax, its share of a discount, each by itself
 * @param quantity of the whole line, in base units; below zero on a credit note, as `from` and `to` are then
 * @param from how much of it was counted before
 * @param to how much of it is counted with this part
 */
export function partOf(amountMinor: Minor, quantity: Quantity, from: Quantity, to: Quantity): Minor {
  return shareUpTo(amountMinor, quantity, to) - shareUpTo(amountMinor, quantity, from);
}

function shareUpTo(amountMinor: Minor, quantity: Quantity, counted: Quantity): Minor {
  if (quantity === 0) return 0;
  const part = BigInt(Math.abs(within(counted, quantity)));
  return divideHalfUp(BigInt(amountMinor) * part, BigInt(Math.abs(quantity)));
}
