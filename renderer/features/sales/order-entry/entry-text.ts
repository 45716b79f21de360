import {
  AMOUNT_LIMIT,
  type BasisPoints,
  type CurrencyCode,
  currencyDecimals,
  FULL_PERCENT,
  type Minor,
  ONE_UNIT,
  parseDecimal,
  type Quantity,
  type UnitPrice,
} from '#shared/kernel/money.ts';
import type { SoldUnit } from './order-draft.ts';

/** What a person typed into the field for the next line. */
export interface EntryText {
  /** SKU, name, pinyin, initials or barcode. */
  readonly search: string;
  /** Null when none was typed. */
  readonly quantity: Quantity | null;
}

const FOUR_DECIMALS = 4;
/** Typed beyond these it is a slip, and the product of both still is an exact amount. */
const QUANTITY_LIMIT: Quantity = 1_000_000 * ONE_UNIT;
const PRICE_LIMIT: UnitPrice = 10_000_000 * ONE_UNIT;
/** `9.5折` and `95折` mean the same: below ten it counts tenths. */
const ONE_TENTH_IN_SHARES: BasisPoints = 1_000;
/** No order asks for this many; a scanned EAN-8 has as many digits. */
const BARCODE_MIN_DIGITS = 8;

/** Reads `A-100`, `12*A-100` and `A-100*12` (× as well). */
export function parseEntryText(text: string): EntryText {
  const parts = text.trim().split(/\s*[*×＊]\s*/);
  const [left = '', right = ''] = parts;
  if (parts.length !== 2 || left === '' || right === '') return { search: text.trim(), quantity: null };
  const before = parseQuantity(left);
  if (before !== null) return { search: right, quantity: before };
  const after = parseQuantity(right);
  return after === null ? { search: text.trim(), quantity: null } : { search: left, quantity: after };
}

/** A quantity as typed, null when it is none (zero and less are none). */
export function parseQuantity(text: string): Quantity | null {
  return parseFieldQuantity(text) || null;
}

/** A quantity while it is being typed: zero is allowed on the way, and refused when the order is confirmed. */
export function parseFieldQuantity(text: string): Quantity | null {
  const quantity = parseDecimal(text, FOUR_DECIMALS);
  return quantity === null || quantity < 0 || quantity > QUANTITY_LIMIT ? null : quantity;
}

/** A quantity as typed, in the unit that was named with it. */
export interface TypedQuantity {
  readonly count: Quantity;
  /** Null: none was named, it stays as it is. */
  readonly unit: SoldUnit | null;
}

/**
 * R31: `48`, `48箱`, `48 box`, `48b`: a figure, and behind it the name of a unit, or as much of it as tells it from the
 * others; null when it is neither.
 * @param base the unit that the others are multiples of
 */
export function parseQuantityIn(text: string, base: string, units: readonly SoldUnit[]): TypedQuantity | null {
  const [, figure = '', word = ''] = /^\s*([\d.,，]+)\s*(\D*?)\s*$/.exec(text) ?? [];
  const count = parseFieldQuantity(figure);
  if (count === null) return null;
  if (word === '') return { count, unit: null };
  const all: readonly SoldUnit[] = [{ name: null, ratio: 1 }, ...units];
  const nameOf = ({ name }: SoldUnit): string => (name ?? base).toLowerCase();
  const asked = word.toLowerCase();
  const begins = all.filter((unit) => nameOf(unit).startsWith(asked));
  const unit = all.find((each) => nameOf(each) === asked) ?? (begins.length === 1 ? begins[0] : undefined);
  return unit ? { count, unit } : null;
}

/** A price for one unit as typed, a currency sign before it or 元 after it allowed; null when it is none. */
export function parsePrice(text: string): UnitPrice | null {
  const price = parseDecimal(text.trim().replace(/^[¥￥$€£]|元$/g, ''), FOUR_DECIMALS);
  return price === null || price < 0 || price > PRICE_LIMIT ? null : price;
}

/** A discount as typed: `5`, `5%`, `12.5 %`, and the Chinese way of what remains, `95折`, `9.5折`. */
export function parseDiscount(text: string): BasisPoints | null {
  const typed = text.trim();
  if (typed === '') return 0;
  const remaining = /^(\d+(?:\.\d+)?)\s*折$/.exec(typed)?.[1];
  if (remaining !== undefined) {
    const share = parseDecimal(remaining, 2);
    if (share === null || share <= 0) return null;
    const kept = share < ONE_TENTH_IN_SHARES ? share * 10 : share;
    return kept > FULL_PERCENT ? null : FULL_PERCENT - kept;
  }
  const discount = parseDecimal(typed.replace(/\s*[%％]$/, ''), 2);
  return discount === null || discount < 0 || discount > FULL_PERCENT ? null : discount;
}

/**
 * Whether what ended up in a quantity is a scanned code: a scanner types wherever the cursor is. Judged by the text,
 * not by speed, so that a slow scanner and a fast typist are both understood.
 */
export function looksLikeCode(text: string): boolean {
  const typed = text.replace(/[,，\s]/g, '');
  if (/^\d+$/.test(typed)) return typed.length >= BARCODE_MIN_DIGITS;
  return typed.length >= 3 && /[0-9]/.test(typed) && !/^[-−]?[\d.]+$/.test(typed);
}

/** What a person takes off a line: one discount, or two in a row (R41). */
export interface TypedDiscounts {
  readonly discount: BasisPoints;
  readonly secondDiscount: BasisPoints;
}

/** One or two discounts as typed: `5`, `5+3`, `95折+98折`; null when it is none. */
export function parseDiscounts(text: string): TypedDiscounts | null {
  const parts = text.split(/[+＋]/);
  const [first = '', second] = parts;
  const discount = parseDiscount(first);
  const secondDiscount = second === undefined ? 0 : parseDiscount(second);
  return parts.length > 2 || discount === null || secondDiscount === null ? null : { discount, secondDiscount };
}

/** What a person takes off the whole document: a percentage, or an amount in minor units. */
export interface TypedOff {
  readonly discount: BasisPoints;
  readonly amountMinor: Minor;
}

/** `5%` and `95折` are of the document, a bare figure is an amount of its currency; null when it is none. */
export function parseOff(text: string, currency: CurrencyCode): TypedOff | null {
  const typed = text.trim();
  if (typed === '' || typed === '–') return { discount: 0, amountMinor: 0 };
  if (/[%％折]$/.test(typed)) {
    const discount = parseDiscount(typed);
    return discount === null ? null : { discount, amountMinor: 0 };
  }
  const amountMinor = parseDecimal(typed.replace(/^[¥￥$€£]|元$/g, ''), currencyDecimals(currency));
  return amountMinor === null || amountMinor < 0 || amountMinor > AMOUNT_LIMIT ? null : { discount: 0, amountMinor };
}
