/** Documents to compute, for the tests of their arithmetic: lines of every kind, terms of every kind. */
import fc from 'fast-check';
import type { DocumentTerms } from '../../shared/domains/sales/rules/document-totals.ts';
import type { PricedLine } from '../../shared/domains/sales/rules/price-line.ts';

/** Many small figures among large ones: roundings meet where lines are worth cents. */
const quantity = fc.oneof(
  fc.integer({ min: 1, max: 12 }).map((pieces) => pieces * 10_000),
  fc.integer({ min: 1, max: 5_000_000 }),
);
const unitPrice = fc.oneof(fc.nat(500), fc.nat(100_0000), fc.nat(1_000_000_000));
const taxRate = fc.constantFrom(0, 100, 600, 900, 1_300);

/** Lines as they were before a document had discounts of its own. */
export const plainLine = fc.record({
  quantity,
  unitPrice,
  discount: fc.constantFrom(0, 0, 500, 3_333, 10_000),
  taxRate,
});

export const pricedLine: fc.Arbitrary<Required<PricedLine>> = fc.record({
  quantity,
  unitPrice,
  unitRatio: fc.constantFrom(1, 1, 6, 7, 24),
  discount: fc.constantFrom(0, 0, 500, 3_333, 10_000),
  secondDiscount: fc.constantFrom(0, 0, 300, 1_234),
  promotionDiscount: fc.constantFrom(0, 0, 2_000),
  promotionMinor: fc.oneof(fc.constant(0), fc.nat(5_000)),
  taxRate,
});

export const plainTerms = fc.record({
  currency: fc.constantFrom('CNY', 'JPY', 'KWD'),
  priceMode: fc.constantFrom('taxExclusive' as const, 'taxInclusive' as const),
  taxRounding: fc.constantFrom('perLine' as const, 'perDocument' as const),
});

const takenOff = fc.record({
  documentDiscount: fc.constantFrom(0, 0, 500, 1_250, 10_000),
  documentDiscountMinor: fc.oneof(fc.constant(0), fc.nat(300), fc.nat(1_000_000_000)),
  roundedOffMinor: fc.oneof(fc.constant(0), fc.nat(99), fc.nat(1_000_000_000)),
});

export const documentTerms: fc.Arbitrary<DocumentTerms> = fc
  .tuple(plainTerms, takenOff)
  .map(([terms, off]) => ({ ...terms, ...off }));

/** The negative of an amount or quantity, and plain zero of zero. */
export const negativeOf = (figure: number): number => (figure === 0 ? 0 : -figure);

/** The terms and lines of the credit note that takes back a whole document. */
export function creditOf(lines: readonly Required<PricedLine>[], terms: DocumentTerms) {
  return {
    lines: lines.map((line) => ({
      ...line,
      quantity: negativeOf(line.quantity),
      promotionMinor: negativeOf(line.promotionMinor),
    })),
    terms: {
      ...terms,
      documentDiscountMinor: negativeOf(terms.documentDiscountMinor),
      roundedOffMinor: negativeOf(terms.roundedOffMinor),
    },
  };
}
