import { type BasisPoints, FULL_PERCENT, type Minor, type UnitPrice } from '../../../kernel/money.ts';

/** A line as far as a person may have taken something off it. */
export interface AgreedPrice {
  readonly unitPrice: UnitPrice;
  /** What the list says at the time of the order. */
  readonly listPrice: UnitPrice;
  readonly discount: BasisPoints;
  /** R41: in a row with it. */
  readonly secondDiscount?: BasisPoints;
  /** What promotions take off, where that counts as well. */
  readonly offByPromotions?: BasisPoints;
  /** What was taken off the whole document, and of how much: each line bears that part. */
  readonly offDocument?: { readonly takenMinor: Minor; readonly wholeMinor: Minor };
}

/** A price as a fraction of one unit, exactly. */
interface Exact {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const FULL = BigInt(FULL_PERCENT);

/** What is paid for one unit after everything that a person took off (R41). */
function paidOf(price: Omit<AgreedPrice, 'listPrice'>): Exact {
  const { unitPrice, discount, secondDiscount = 0, offByPromotions = 0, offDocument } = price;
  let numerator = BigInt(unitPrice);
  let denominator = 1n;
  for (const off of [discount, secondDiscount, offByPromotions]) {
    numerator *= BigInt(FULL_PERCENT - off);
    denominator *= FULL;
  }
  if (!offDocument || offDocument.takenMinor === 0) return { numerator, denominator };
  const { takenMinor, wholeMinor } = offDocument;
  return { numerator: numerator * BigInt(wholeMinor - takenMinor), denominator: denominator * BigInt(wholeMinor) };
}

/**
 * R9: a discount beyond the limit waits for approval, whether it was typed as a price, as a percentage, or off the whole
 * document. Compared without rounding: exactly the limit passes, the smallest step beyond it does not.
 */
export function needsApproval(price: AgreedPrice, limit: BasisPoints): boolean {
  const { numerator, denominator } = paidOf(price);
  return numerator * FULL < BigInt(price.listPrice) * BigInt(FULL_PERCENT - limit) * denominator;
}

/** R9: below the floor a price waits for approval, whoever gives it. Compared without rounding; null: there is no floor. */
export function isBelowFloor(price: Omit<AgreedPrice, 'listPrice'>, floor: UnitPrice | null): boolean {
  if (floor === null) return false;
  const { numerator, denominator } = paidOf(price);
  return numerator < BigInt(floor) * denominator;
}

/** How much less than the list is paid, rounded up to a basis point: a limit of so much reaches it. */
export function discountGiven(price: AgreedPrice): BasisPoints {
  if (price.listPrice <= 0) return 0;
  const { numerator, denominator } = paidOf(price);
  const list = BigInt(price.listPrice) * denominator;
  const missing = (list - numerator) * FULL;
  return missing <= 0n ? 0 : Number((missing + list - 1n) / list);
}
