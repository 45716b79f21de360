/** What is typed of prices, and what it is read as. */
import { currencyDecimals, formatDecimal, parseDecimal } from '#shared/kernel/money.ts';

const SCALE = 4;
const QUANTITY_MOST = 1e11;
const PRICE_MOST = 1e12;

/** Short, as codes are: letters, digits, `.`, `_` and `-`. */
export const isCode = (text: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u.test(text.trim());

/** A price of one unit; null where it is none. */
export function readPrice(text: string): number | null {
  const price = parseDecimal(text, SCALE);
  return price === null || price < 0 || price > PRICE_MOST ? null : price;
}

/** From how much on; empty is from the first. Null where it is no quantity. */
export function readFrom(text: string): number | null {
  if (text.trim() === '') return 0;
  const quantity = parseDecimal(text, SCALE);
  return quantity === null || quantity < 0 || quantity > QUANTITY_MOST ? null : quantity;
}

/** An amount of a currency in minor units; empty is nothing. Null where it is none. */
export function readAmount(text: string, currency: string): number | null {
  if (text.trim() === '') return 0;
  const amount = parseDecimal(text, currencyDecimals(currency));
  return amount === null || amount < 0 || amount > 1e14 ? null : amount;
}

/** Percent with up to two decimals, in basis points; empty is none. Null where it is none or above 100. */
export function readPercent(text: string): number | null {
  if (text.trim() === '') return 0;
  const percent = parseDecimal(text.replace(/%|％/g, ''), 2);
  return percent === null || percent < 0 || percent > 10_000 ? null : percent;
}

/** A stored figure as a person would type it; nothing where it is 0. */
export const typedFigure = (value: number): string => (value === 0 ? '' : formatDecimal(value, SCALE));
export const typedPrice = (value: number): string => formatDecimal(value, SCALE, 2);
export const typedPercent = (value: number): string => (value === 0 ? '' : formatDecimal(value, 2));
export const typedAmount = (value: number, currency: string): string =>
  value === 0 ? '' : formatDecimal(value, currencyDecimals(currency), currencyDecimals(currency));
