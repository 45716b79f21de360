import {
  type BasisPoints,
  type CurrencyCode,
  divideHalfUp,
  extendPrice,
  FULL_PERCENT,
  type Minor,
  percentOf,
  type Quantity,
  type UnitPrice,
} from '../../../kernel/money.ts';

export type PriceMode = 'taxExclusive' | 'taxInclusive';

export interface PricedLine {
  readonly quantity: Quantity;
  readonly unitPrice: UnitPrice;
  readonly discount: BasisPoints;
  readonly taxRate: BasisPoints;
}

/** A line's amount before tax is told apart: quantity · price · (1 − discount), rounded once (R42, R44). */
export function lineGross(line: PricedLine, currency: CurrencyCode): Minor {
  return extendPrice(line.quantity, line.unitPrice, [line.discount], currency);
}

/** Tells tax and net apart in an amount of the company's price mode (R42). */
export function splitTax(
  grossMinor: Minor,
  taxRate: BasisPoints,
  mode: PriceMode,
): { netMinor: Minor; taxMinor: Minor } {
  if (mode === 'taxExclusive') return { netMinor: grossMinor, taxMinor: percentOf(grossMinor, taxRate) };
  const netMinor = divideHalfUp(BigInt(grossMinor) * BigInt(FULL_PERCENT), BigInt(FULL_PERCENT + taxRate));
  return { netMinor, taxMinor: grossMinor - netMinor };
}
