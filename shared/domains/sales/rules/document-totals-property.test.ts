/** What holds of every document's arithmetic, whatever its lines, terms and discounts are (R41, R42, R44, R45). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  creditOf,
  documentTerms,
  negativeOf,
  plainTerms,
  pricedLine,
} from '../../../../tests/support/priced-documents.ts';
import { AMOUNT_LIMIT } from '../../../kernel/money.ts';
import { type DocumentTotals, documentTotals, roundDownTo } from './document-totals.ts';
import { lineGross, type PricedLine } from './price-line.ts';

const documentLines = fc.array(pricedLine, { minLength: 1, maxLength: 30 });
const nothingOff = { documentDiscount: 0, documentDiscountMinor: 0, roundedOffMinor: 0 };

const sum = (figures: readonly number[]) => Number(figures.reduce((all, figure) => all + BigInt(figure), 0n));
const grossOf = (lines: readonly PricedLine[], currency: string) => sum(lines.map((line) => lineGross(line, currency)));

function expectSums({ lines, taxByRate, ...head }: DocumentTotals): void {
  expect(sum(lines.map((line) => line.netMinor))).toBe(head.netMinor);
  expect(sum(lines.map((line) => line.taxMinor))).toBe(head.taxMinor);
  expect(head.netMinor + head.taxMinor).toBe(head.totalMinor);
  expect(sum(lines.map((line) => line.documentDiscountMinor))).toBe(head.documentDiscountMinor);
  expect(sum(lines.map((line) => line.roundedOffMinor))).toBe(head.roundedOffMinor);
  expect(sum(taxByRate.map((rate) => rate.netMinor))).toBe(head.netMinor);
  expect(sum(taxByRate.map((rate) => rate.taxMinor))).toBe(head.taxMinor);
}

describe('R45 sums', () => {
  it('R45 lines, rates and shares sum to the head exactly, in every mode', () => {
    fc.assert(fc.property(documentLines, documentTerms, (lines, terms) => expectSums(documentTotals(lines, terms))));
  });

  it('R45 nothing is taken off twice, and nothing comes off that was not asked for', () => {
    fc.assert(
      fc.property(documentLines, documentTerms, (lines, terms) => {
        const { documentDiscountMinor, roundedOffMinor, totalMinor } = documentTotals(lines, terms);
        const discounted = documentTotals(lines, { ...terms, roundedOffMinor: 0 });
        expect(totalMinor).toBe(discounted.totalMinor - roundedOffMinor);
        const inPriceMode = terms.priceMode === 'taxInclusive' ? discounted.totalMinor : discounted.netMinor;
        expect(inPriceMode).toBe(grossOf(lines, terms.currency) - documentDiscountMinor);
      }),
    );
  });

  it('R41 R45 what is taken off leaves no line and no total below zero', () => {
    fc.assert(
      fc.property(documentLines, documentTerms, (lines, terms) => {
        const totals = documentTotals(lines, terms);
        const figures = totals.lines.flatMap((line) => Object.values(line));
        expect(Math.min(...figures, totals.netMinor, totals.taxMinor, totals.totalMinor)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('R41 a total rounded down is whole, and is the next below', () => {
    fc.assert(
      fc.property(documentLines, documentTerms, fc.constantFrom(10, 100, 1_000), (lines, terms, unit) => {
        const { totalMinor } = documentTotals(lines, { ...terms, roundedOffMinor: 0 });
        const roundedOffMinor = roundDownTo(totalMinor, unit);
        const rounded = documentTotals(lines, { ...terms, roundedOffMinor });
        expect(rounded.totalMinor % unit).toBe(0);
        expect(totalMinor - rounded.totalMinor).toBeLessThan(unit);
        expect(rounded.roundedOffMinor).toBe(roundedOffMinor);
      }),
    );
  });

  it('R44 with the discounts that came out a document comes to the same again', () => {
    fc.assert(
      fc.property(documentLines, documentTerms, (lines, terms) => {
        const totals = documentTotals(lines, terms);
        const { documentDiscountMinor, roundedOffMinor } = totals;
        expect(documentTotals(lines, { ...terms, documentDiscountMinor, roundedOffMinor })).toEqual(totals);
        const asAmounts = { documentDiscount: 0, documentDiscountMinor, roundedOffMinor };
        expect(documentTotals(lines, { ...terms, ...asAmounts })).toEqual(totals);
      }),
    );
  });
});

it('R44 per document, with discounts too, the tax of each line is within one minor unit of its own', () => {
  fc.assert(
    fc.property(documentLines, documentTerms, (lines, someTerms) => {
      const terms = { ...someTerms, taxRounding: 'perDocument' } as const;
      const totals = documentTotals(lines, terms);
      const holdsTax = terms.priceMode === 'taxInclusive' || totals.roundedOffMinor !== 0;
      totals.lines.forEach(({ netMinor, taxMinor }, index) => {
        const rate = lines[index]?.taxRate ?? 0;
        const exact = holdsTax ? ((netMinor + taxMinor) * rate) / (10_000 + rate) : (netMinor * rate) / 10_000;
        expect(Math.abs(taxMinor - exact)).toBeLessThanOrEqual(1 + 1e-6);
      });
    }),
  );
});

it('R42 R44 a credit note mirrors its document to the minor unit', () => {
  fc.assert(
    fc.property(documentLines, documentTerms, (lines, terms) => {
      const { lines: of, taxByRate, ...head } = documentTotals(lines, terms);
      const minus = <Figures extends object>(figures: Figures) =>
        Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, negativeOf(Number(figure))]));
      const credit = creditOf(lines, terms);
      expect(documentTotals(credit.lines, credit.terms)).toEqual({
        lines: of.map(minus),
        taxByRate: taxByRate.map(({ taxRate, ...amounts }) => ({ taxRate, ...minus(amounts) })),
        ...minus(head),
      });
    }),
  );
});

describe('R44 R45 the order of the lines', () => {
  const shuffled = (someLines: typeof documentLines) =>
    someLines.chain((lines) => {
      const places = lines.map((_, index) => index);
      return fc.tuple(fc.constant(lines), fc.shuffledSubarray(places, { minLength: lines.length }));
    });
  const inOrder = <Each>(of: readonly Each[], places: readonly number[]) => places.flatMap((place) => of[place] ?? []);

  it('R44 says nothing where nothing is taken off the document', () => {
    fc.assert(
      fc.property(shuffled(documentLines), plainTerms, ([lines, places], some) => {
        const terms = { ...some, ...nothingOff };
        const { lines: of, ...head } = documentTotals(lines, terms);
        const { lines: moved, ...movedHead } = documentTotals(inOrder(lines, places), terms);
        expect(movedHead).toEqual(head);
        if (terms.taxRounding === 'perLine') expect(moved).toEqual(inOrder(of, places));
      }),
    );
  });

  it('R45 says nothing where no two lines weigh the same', () => {
    const selector = (line: PricedLine) => lineGross(line, 'CNY');
    const uneven = fc.uniqueArray(pricedLine, { minLength: 1, maxLength: 20, selector });
    const off = fc.oneof(
      fc.record({ documentDiscountMinor: fc.nat(100_000) }),
      fc.record({ documentDiscount: fc.nat(10_000) }),
      fc.record({ roundedOffMinor: fc.nat(1_000) }),
    );
    fc.assert(
      fc.property(shuffled(uneven), plainTerms, off, ([lines, places], some, one) => {
        const terms = { ...some, currency: 'CNY', taxRounding: 'perLine', ...nothingOff, ...one } as const;
        const nets = documentTotals(lines, { ...terms, ...nothingOff }).lines.map((line) => line.netMinor);
        fc.pre(new Set(nets).size === nets.length);
        const { lines: of, ...head } = documentTotals(lines, terms);
        const { lines: moved, ...movedHead } = documentTotals(inOrder(lines, places), terms);
        expect(moved).toEqual(inOrder(of, places));
        expect(movedHead).toEqual(head);
      }),
    );
  });
});

describe('R54 up to the limits', () => {
  /** A ten-thousandth of what it comes to in fen is its price: 1,000,000 pieces. */
  const large = fc.record({
    quantity: fc.constant(1e10),
    unitPrice: fc.integer({ min: 0, max: 5e8 }),
    discount: fc.constantFrom(0, 1, 9_999),
    secondDiscount: fc.constantFrom(0, 3_333),
    taxRate: fc.constantFrom(0, 1_300, 10_000),
  });

  it('R54 sums stay exact', () => {
    const lines = fc.array(large, { minLength: 1, maxLength: 20 });
    const discount = fc.oneof(fc.nat(1_000), fc.integer({ min: 0, max: AMOUNT_LIMIT }));
    fc.assert(
      fc.property(lines, documentTerms, discount, discount, (of, some, documentDiscountMinor, roundedOffMinor) => {
        const terms = { ...some, currency: 'CNY', documentDiscountMinor, roundedOffMinor };
        expectSums(documentTotals(of, terms));
        const undiscounted = documentTotals(of, { ...terms, ...nothingOff });
        expect(undiscounted.totalMinor).toBeLessThanOrEqual(2 * AMOUNT_LIMIT);
        expectSums(undiscounted);
      }),
    );
  });

  it('R54 three hundred lines that come to the limit', () => {
    const line = { quantity: 1e9, unitPrice: 333_333_333, discount: 0, taxRate: 10_000 };
    const lines = new Array<PricedLine>(300).fill(line);
    const off = { documentDiscount: 1_234, documentDiscountMinor: 0, roundedOffMinor: 99 };
    for (const taxRounding of ['perLine', 'perDocument'] as const) {
      const totals = documentTotals(lines, { currency: 'CNY', priceMode: 'taxExclusive', taxRounding, ...off });
      expectSums(totals);
      // 99,999,999,900,000 less 12.34 %, doubled by the tax.
      expect(totals.totalMinor).toBe(2 * 87_659_999_912_340 - 99);
    }
  });
});
