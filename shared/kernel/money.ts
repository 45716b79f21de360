/**
 * All arithmetic on money, prices, quantities and percentages. Guards:
 * - no floating point touches an amount: everything is an integer, products go through BigInt;
 * - there is one rounding (R44), `divideHalfUp`; nothing else in the product divides money.
 */
import { z } from 'zod';

/** An amount in minor units of its currency (fen, cents): integer. */
export type Minor = number;
/** A price for one unit in 1/10,000 of the currency's major unit: integer. */
export type UnitPrice = number;
/** A quantity in 1/10,000 of its unit: integer. */
export type Quantity = number;
/** A percentage in basis points (1/10,000; 13 % = 1,300): integer. */
export type BasisPoints = number;
/** ISO 4217 code. */
export type CurrencyCode = string;

/** One whole unit of a quantity, one major unit of a price, 100 % in basis points. */
export const ONE_UNIT = 10_000;
export const FULL_PERCENT: BasisPoints = 10_000;

/**
 * Bounds of single figures: far beyond any trade, and so low that the sum of thousands stays exact. Ten million units,
 * a hundred million for one unit, and a million million (with two decimals) for a document or what a payer owes.
 */
export const QUANTITY_LIMIT: Quantity = 1e11;
export const UNIT_PRICE_LIMIT: UnitPrice = 1e12;
export const AMOUNT_LIMIT: Minor = 1e14;

export const unitPriceSchema = z.int().min(0).max(UNIT_PRICE_LIMIT);
export const quantitySchema = z.int().min(-QUANTITY_LIMIT).max(QUANTITY_LIMIT);
export const positiveQuantitySchema = z.int().positive().max(QUANTITY_LIMIT);
export const basisPointsSchema = z.int().min(0).max(FULL_PERCENT);
export const currencySchema = z.string().regex(/^[A-Z]{3}$/);

/** Currencies whose minor unit is not a hundredth (ISO 4217); all others have two decimals. */
const decimalsByCurrency: Readonly<Record<CurrencyCode, number>> = {
  BHD: 3,
  CLP: 0,
  IDR: 2,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** Decimals of a currency's minor unit: 2 for CNY, 0 for JPY. */
export function currencyDecimals(currency: CurrencyCode): number {
  return decimalsByCurrency[currency] ?? 2;
}

/** The currencies whose minor unit is not a hundredth. */
export const unusualCurrencies: readonly { readonly currency: CurrencyCode; readonly decimals: number }[] =
  Object.entries(decimalsByCurrency).flatMap(([currency, decimals]) => (decimals === 2 ? [] : { currency, decimals }));

/**
 * An amount told in 1/10,000 of the currency's major unit, in its minor units; null when it has more decimals than the
 * currency, or is beyond what an amount may be. 12.5 is 1,250 in CNY, 12,500 in KWD, and no amount in JPY.
 */
export function toMinor(amount: number, currency: CurrencyCode): Minor | null {
  const numerator = BigInt(amount) * 10n ** BigInt(currencyDecimals(currency));
  const minor = numerator / BigInt(ONE_UNIT);
  const isWhole = minor * BigInt(ONE_UNIT) === numerator;
  return isWhole && minor <= BigInt(AMOUNT_LIMIT) && minor >= -BigInt(AMOUNT_LIMIT) ? Number(minor) : null;
}

/**
 * The one rounding (R44): half up by magnitude, so that a reversing document is the exact negative of its original.
 * @param denominator must be positive
 * @returns the nearest integer to numerator / denominator
 * @throws RangeError when the result leaves the safe integers or the denominator is not positive
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): number {
  if (denominator <= 0n) throw new RangeError('divideHalfUp needs a positive denominator');
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  const result = Number(numerator < 0n ? -rounded : rounded);
  if (!Number.isSafeInteger(result)) throw new RangeError('amount beyond the safe integers');
  return result;
}

/** A percentage of an amount, rounded once (R44): `percentOf(netMinor, 1300)` is 13 % of it. */
export function percentOf(amountMinor: Minor, rate: BasisPoints): Minor {
  return divideHalfUp(BigInt(amountMinor) * BigInt(rate), BigInt(FULL_PERCENT));
}

/**
 * quantity · price · (1 − discount) in minor units, rounded once at the end (R42, R44).
 * @param quantity in base units
 * @param unitPrice of one unit as it is sold
 * @param discounts applied one after the other, that is multiplied (R41)
 * @param unitRatio base units in one unit as it is sold (R31), at least 1: a box's price is never broken down to a piece's
 */
export function extendPrice(
  quantity: Quantity,
  unitPrice: UnitPrice,
  discounts: readonly BasisPoints[],
  currency: CurrencyCode,
  unitRatio = 1,
): Minor {
  const { numerator, denominator } = exactPrice(quantity, unitPrice, discounts, currency, unitRatio);
  return divideHalfUp(numerator, denominator);
}

/** Whether quantity · price · (1 − discount) is beyond AMOUNT_LIMIT; such an amount is not to be computed. */
export function isBeyondAmounts(
  quantity: Quantity,
  unitPrice: UnitPrice,
  discounts: readonly BasisPoints[],
  currency: CurrencyCode,
  unitRatio = 1,
): boolean {
  const { numerator, denominator } = exactPrice(quantity, unitPrice, discounts, currency, unitRatio);
  return (numerator < 0n ? -numerator : numerator) > BigInt(AMOUNT_LIMIT) * denominator;
}

function exactPrice(
  quantity: Quantity,
  unitPrice: UnitPrice,
  discounts: readonly BasisPoints[],
  currency: CurrencyCode,
  unitRatio: number,
): { numerator: bigint; denominator: bigint } {
  let numerator = BigInt(quantity) * BigInt(unitPrice) * 10n ** BigInt(currencyDecimals(currency));
  let denominator = BigInt(ONE_UNIT) * BigInt(ONE_UNIT) * BigInt(unitRatio);
  for (const discount of discounts) {
    numerator *= BigInt(FULL_PERCENT - discount);
    denominator *= BigInt(FULL_PERCENT);
  }
  return { numerator, denominator };
}

/**
 * Spreads an amount over weights so that the shares sum to it exactly; the largest weight takes the remainder,
 * the first of several largest (R45). With all weights zero the first takes everything.
 */
export function spread(amountMinor: Minor, weights: readonly number[]): Minor[] {
  if (weights.length === 0) return [];
  const total = weights.reduce((sum, weight) => sum + BigInt(Math.abs(weight)), 0n);
  let largest = 0;
  weights.forEach((weight, index) => {
    if (Math.abs(weight) > Math.abs(weights[largest] ?? 0)) largest = index;
  });
  const shares = weights.map((weight) =>
    total === 0n ? 0 : divideHalfUp(BigInt(amountMinor) * BigInt(Math.abs(weight)), total),
  );
  const remainder = amountMinor - shares.reduce((sum, share) => sum + share, 0);
  shares[largest] = (shares[largest] ?? 0) + remainder;
  return shares;
}

/** Digits bare, or in groups of exactly three behind one kind of separator; then a point and decimals. */
const DECIMAL = /^([-−]?)(\d{1,3}(?:([,\s])\d{3})(?:\3\d{3})*|\d+)(?:\.(\d+))?$/;

/**
 * Reads a decimal that a person typed or a file holds ("1,234.50", "1234.5", "1，234.5") as an integer of 10^-scale.
 * A comma only groups thousands: "1,5" may be one and a half elsewhere, so it is no number rather than fifteen.
 * @param scale 4 for quantities and unit prices, the currency's decimals for amounts
 * @returns null when the text is no number or has more decimals than fit
 */
export function parseDecimal(text: string, scale: number): number | null {
  const match = DECIMAL.exec(text.trim().replace(/，/g, ',').replace(/．/g, '.'));
  if (!match) return null;
  const [, sign, grouped = '', , fraction = ''] = match;
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > scale) return null;
  const value = Number(grouped.replace(/[,\s]/g, '') + kept.padEnd(scale, '0'));
  if (!Number.isSafeInteger(value)) return null;
  return sign && value !== 0 ? -value : value;
}

/**
 * An integer of 10^-scale as a plain decimal with a point, no grouping: for files, inputs and tests.
 * @param minDecimals trailing zeros kept up to here
 */
export function formatDecimal(value: number, scale: number, minDecimals = 0): string {
  const digits = Math.abs(value)
    .toString()
    .padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  let fraction = digits.slice(digits.length - scale);
  while (fraction.length > minDecimals && fraction.endsWith('0')) fraction = fraction.slice(0, -1);
  return `${value < 0 ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}
