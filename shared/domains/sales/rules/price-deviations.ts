import type { BasisPoints, CurrencyCode, Minor, UnitPrice } from '../../../kernel/money.ts';
import { isBelowFloor, needsApproval } from './approval.ts';

/** A line as far as its price and tax are concerned: as the person saw and agreed them. */
interface SeenLine {
  readonly product: { readonly id: string; readonly name: string; readonly taxCode: string };
  readonly unitPrice: UnitPrice;
  readonly listPrice: UnitPrice;
  readonly discount: BasisPoints;
  readonly taxRate: BasisPoints;
}

/** What holds where the command runs. */
interface KnownTerms {
  readonly currency: CurrencyCode;
  /** How far whoever takes the order may go. */
  readonly discountLimit: BasisPoints;
  listPriceOf(productId: string): UnitPrice | undefined;
  /** Null: the product has none. */
  floorPriceOf(productId: string): UnitPrice | null;
  taxRateOf(taxCode: string): BasisPoints;
}

/** `context` chooses the sentence that says what was seen. */
type Changed = { readonly context: 'changed' };
type LinePlace = { readonly line: number; readonly product: string };

/** Why an order waits for approval, with the parameters of the sentence that says so. */
export type ListDeviation =
  | {
      readonly code: 'sales.priceNotListed';
      readonly params: LinePlace & Changed & { listPrice: UnitPrice; seenPrice: UnitPrice; currency: CurrencyCode };
    }
  | { readonly code: 'sales.discountBeyondLimit'; readonly params: LinePlace & { limit: BasisPoints } }
  | {
      readonly code: 'sales.priceBelowFloor';
      readonly params: LinePlace & { floorPrice: UnitPrice; currency: CurrencyCode };
    }
  | {
      readonly code: 'billing.taxRateDiffers';
      readonly params: LinePlace & Changed & { taxRate: BasisPoints; seenRate: BasisPoints };
    };

/** And by promotions, free goods and what is rounded off (judge-prices.ts). */
export type Deviation =
  | ListDeviation
  | {
      readonly code: 'sales.promotionNotGiven' | 'sales.freeNotGiven' | 'sales.sampleBeyond';
      readonly params: LinePlace;
    }
  | {
      readonly code: 'sales.roundedBeyondLimit';
      readonly params: { amountMinor: Minor; limitMinor: Minor; currency: CurrencyCode };
    };

/**
 * R9, and SYNC.md (time): a price or rate that nobody gave, a discount beyond the limit, or a price
 * below the floor, waits for a person.
 * @param places the lines' numbers on the document, from 1
 */
export function findDeviations(
  lines: readonly SeenLine[],
  terms: KnownTerms,
  places: readonly number[] = lines.map((_, index) => index + 1),
): ListDeviation[] {
  const { currency, discountLimit: limit } = terms;
  return lines.flatMap((line, index) => {
    const { id, name, taxCode } = line.product;
    const listPrice = terms.listPriceOf(id) ?? line.listPrice;
    const taxRate = terms.taxRateOf(taxCode);
    const where = { line: places[index] ?? index + 1, product: name };
    const changed = { ...where, context: 'changed' } as const;
    const found: ListDeviation[] = [];
    if (listPrice !== line.listPrice) {
      found.push({
        code: 'sales.priceNotListed',
        params: { ...changed, listPrice, seenPrice: line.listPrice, currency },
      });
    }
    if (needsApproval({ ...line, listPrice }, limit)) {
      found.push({ code: 'sales.discountBeyondLimit', params: { ...where, limit } });
    }
    const floorPrice = terms.floorPriceOf(id);
    if (floorPrice !== null && isBelowFloor(line, floorPrice)) {
      found.push({ code: 'sales.priceBelowFloor', params: { ...where, floorPrice, currency } });
    }
    if (taxRate !== line.taxRate) {
      found.push({ code: 'billing.taxRateDiffers', params: { ...changed, taxRate, seenRate: line.taxRate } });
    }
    return found;
  });
}
