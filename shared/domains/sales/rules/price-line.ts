import {
  type BasisPoints,
  type CurrencyCode,
  divideHalfUp,
  extendPrice,
  FULL_PERCENT,
  isBeyondAmounts,
  type Minor,
  percentOf,
  type Quantity,
  type UnitPrice,
} from '../../../kernel/money.ts';
import { within } from './within.ts';

/** R42: whether unit prices hold the tax. */
export type PriceMode = 'taxExclusive' | 'taxInclusive';
/** R44: whether tax is rounded for each line, or once for each rate of the document. */
export type TaxRounding = 'perLine' | 'perDocument';

/**
 * A line as far as its amount is concerned. What is left out is not there: lines of before have neither a unit of their
 * own nor a second discount nor a promotion. On a credit note the quantity and every amount are below zero.
 */
export interface PricedLine {
  /** In base units, whatever unit it is sold in. */
  readonly quantity: Quantity;
  /** Of one unit as it is sold. */
  readonly unitPrice: UnitPrice;
  /** R31: base units in one unit as it is sold; 1 where it is sold in base units. */
  readonly unitRatio?: number;
  readonly discount: BasisPoints;
  readonly secondDiscount?: BasisPoints;
  /** What the promotions of the line take off in percent, all of them together (R40). */
  readonly promotionDiscount?: BasisPoints;
  /** What a promotion takes off the line as an amount, in the price mode of the document. */
  readonly promotionMinor?: Minor;
  readonly taxRate: BasisPoints;
}

/** Net and tax of a line, or of several, in minor units. */
export interface LineAmounts {
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
}

/**
 * A line's amount before tax is told apart: quantity · price · (1 − discount) over all discounts in a row, rounded once
 * (R41, R42, R44), less what a promotion takes off as an amount: never more than the line comes to.
 */
export function lineGross(line: Omit<PricedLine, 'taxRate'>, currency: CurrencyCode): Minor {
  const pricedMinor = extendPrice(line.quantity, line.unitPrice, discountsOf(line), currency, line.unitRatio);
  return pricedMinor - within(line.promotionMinor ?? 0, pricedMinor);
}

/** R54: whether a line comes to more than an amount may be; its amount is not to be computed then. */
export function isLineBeyondAmounts(line: Omit<PricedLine, 'taxRate'>, currency: CurrencyCode): boolean {
  return isBeyondAmounts(line.quantity, line.unitPrice, discountsOf(line), currency, line.unitRatio);
}

/** R41: they multiply, so that their order says nothing. */
function discountsOf(line: Omit<PricedLine, 'taxRate'>): readonly BasisPoints[] {
  const { discount, secondDiscount = 0, promotionDiscount = 0 } = line;
  return [discount, secondDiscount, promotionDiscount];
}

/** Tells tax and net apart in an amount of the company's price mode (R42). */
export function splitTax(grossMinor: Minor, taxRate: BasisPoints, mode: PriceMode): LineAmounts {
  if (mode === 'taxExclusive') return { netMinor: grossMinor, taxMinor: percentOf(grossMinor, taxRate) };
  const netMinor = divideHalfUp(BigInt(grossMinor) * BigInt(FULL_PERCENT), BigInt(FULL_PERCENT + taxRate));
  return { netMinor, taxMinor: grossMinor - netMinor };
}
