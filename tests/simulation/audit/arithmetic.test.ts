/** The product's arithmetic of a document and the auditor's own, written apart from the rules, come to the same. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DocumentTerms, documentTotals } from '../../../shared/domains/sales/rules/document-totals.ts';
import { orderTotals } from '../../../shared/domains/sales/rules/order-totals.ts';
import type { PricedLine } from '../../../shared/domains/sales/rules/price-line.ts';
import { creditOf, documentTerms, plainTerms, pricedLine } from '../../support/priced-documents.ts';
import { amountsOf, discountedAmounts } from './model/arithmetic.ts';

const documentLines = fc.array(pricedLine, { minLength: 1, maxLength: 30 });

function expectSame(lines: readonly PricedLine[], terms: DocumentTerms): void {
  const { taxByRate, lines: of, ...head } = documentTotals(lines, terms);
  const { discounts, roundings, ...audited } = discountedAmounts(lines, terms, terms);
  expect({ ...head, lines: of.map(({ netMinor, taxMinor }) => ({ netMinor, taxMinor })) }).toEqual(audited);
  expect(of.map((line) => line.documentDiscountMinor)).toEqual(discounts);
  expect(of.map((line) => line.roundedOffMinor)).toEqual(roundings);
  const ofRate = (rate: number) => lines.flatMap((line, index) => (line.taxRate === rate ? (of[index] ?? []) : []));
  for (const { taxRate, netMinor, taxMinor } of taxByRate) {
    expect(ofRate(taxRate).reduce((sum, line) => sum + line.netMinor, 0)).toBe(netMinor);
    expect(ofRate(taxRate).reduce((sum, line) => sum + line.taxMinor, 0)).toBe(taxMinor);
  }
}

it('R41 R42 R44 R45 a document with discounts of its own comes to what the auditor says', () => {
  fc.assert(fc.property(documentLines, documentTerms, expectSame), { numRuns: 500 });
});

it('R44 R45 so does a credit note', () => {
  fc.assert(
    fc.property(documentLines, documentTerms, (lines, terms) => {
      const credit = creditOf(lines, terms);
      expectSame(credit.lines, credit.terms);
    }),
  );
});

it('R42 R44 an order comes to what the auditor says', () => {
  fc.assert(
    fc.property(documentLines, plainTerms, (lines, terms) => {
      const { taxByRate: _, ...totals } = orderTotals(lines, terms);
      expect(totals).toEqual(amountsOf(lines, terms));
    }),
  );
});
