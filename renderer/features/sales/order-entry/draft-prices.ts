/**
 * What a draft's lines cost and what comes free with them (R40), by the same engine that judges the order at the office.
 * Until the book is here, or without one, lines cost what their products cost.
 */
import type { PriceBookOfProducts } from '#shared/domains/sales/queries/price-book.ts';
import { emptyBook, type PricingTerms } from '#shared/domains/sales/rules/pricing/price-book.ts';
import {
  type AskedLine,
  type PricedDocument,
  priceDocument,
} from '#shared/domains/sales/rules/pricing/price-document.ts';
import type { DraftLine } from './order-draft.ts';

/** Names a line for the engine. */
export const keyOf = (line: Pick<DraftLine, 'key'>): string => String(line.key);

/** @param book null while it is being read */
export function priceDraft(
  lines: readonly DraftLine[],
  book: PriceBookOfProducts | null,
  taxRates: PriceBookOfProducts['taxRates'],
  terms: PricingTerms,
): PricedDocument {
  const products = new Map(book?.products.map((product) => [product.id, product]));
  const asked = lines.map((line): AskedLine => {
    const own = {
      id: line.productId,
      category: null,
      brand: null,
      basePrice: line.listPrice,
      currency: terms.currency,
    };
    return {
      key: keyOf(line),
      product: products.get(line.productId) ?? { ...own, taxCode: line.taxCode },
      unitRatio: line.unitRatio,
      quantity: line.quantity,
      manualPrice: line.manualPrice,
      agreed: null,
      contractLineId: null,
      isSample: line.isSample,
    };
  });
  const whole = { ...(book ?? emptyBook), taxRates };
  const found = priceDocument(asked, whole, terms);
  // Who types what was found anyway has typed nothing: promotions go on.
  const isFound = (line: AskedLine, index: number) => line.manualPrice === (found.lines[index]?.listPrice ?? null);
  if (!asked.some((line, index) => line.manualPrice !== null && isFound(line, index))) return found;
  const untyped = asked.map((line, index) => (isFound(line, index) ? { ...line, manualPrice: null } : line));
  return priceDocument(untyped, whole, terms);
}
