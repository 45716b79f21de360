import {
  type BasisPoints,
  type CurrencyCode,
  divideHalfUp,
  extendPrice,
  FULL_PERCENT,
  type Minor,
  type Quantity,
  type UnitPrice,
} from '../../../kernel/money.ts';

/** Something that is sold, as far as its cost is known. */
export interface CostedPart {
  /** Without tax, with everything taken off, in the company's currency. */
  readonly netMinor: Minor;
  /** In base units. */
  readonly quantity: Quantity;
  /** Moving average of one base unit, in the company's currency; null: nothing was bought yet. */
  readonly averageCost: UnitPrice | null;
}

/** What is earned on it, in the company's currency. */
export interface Margin {
  readonly marginMinor: Minor;
  /** Of the net; null where nothing is charged. */
  readonly rate: BasisPoints | null;
  /** Parts without a cost: they are in neither figure. */
  readonly uncosted: number;
}

/** R47: net less cost; null where the cost of nothing is known. */
export function marginOf(parts: readonly CostedPart[], currency: CurrencyCode): Margin | null {
  let netMinor = 0;
  let costMinor = 0;
  let costed = 0;
  for (const { netMinor: net, quantity, averageCost } of parts) {
    if (averageCost === null) continue;
    costed += 1;
    netMinor += net;
    costMinor += extendPrice(quantity, averageCost, [], currency);
  }
  if (costed === 0) return null;
  const marginMinor = netMinor - costMinor;
  const rate = netMinor > 0 ? divideHalfUp(BigInt(marginMinor) * BigInt(FULL_PERCENT), BigInt(netMinor)) : null;
  return { marginMinor, rate, uncosted: parts.length - costed };
}
