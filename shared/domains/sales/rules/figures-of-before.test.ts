/**
 * Documents that stand come to what they came to. This holds the arithmetic as it was before a line could have a unit, a
 * second discount or a promotion, and a document a discount of its own, word for word; it is never to be changed.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainLine, plainTerms } from '../../../../tests/support/priced-documents.ts';
import { currencyDecimals, divideHalfUp, percentOf } from '../../../kernel/money.ts';
import { orderTotals } from './order-totals.ts';
import { recountOrder } from './recount-order.ts';
import { shippedValue } from './shipped-value.ts';

interface LineOfBefore {
  readonly quantity: number;
  readonly unitPrice: number;
  readonly discount: number;
  readonly taxRate: number;
}
type ModeOfBefore = 'taxExclusive' | 'taxInclusive';

function grossOfBefore(line: LineOfBefore, currency: string): number {
  const numerator = BigInt(line.quantity) * BigInt(line.unitPrice) * 10n ** BigInt(currencyDecimals(currency));
  return divideHalfUp(numerator * BigInt(10_000 - line.discount), 10_000n * 10_000n * 10_000n);
}

function splitOfBefore(grossMinor: number, taxRate: number, mode: ModeOfBefore) {
  if (mode === 'taxExclusive') return { netMinor: grossMinor, taxMinor: percentOf(grossMinor, taxRate) };
  const netMinor = divideHalfUp(BigInt(grossMinor) * 10_000n, BigInt(10_000 + taxRate));
  return { netMinor, taxMinor: grossMinor - netMinor };
}

function totalsOfBefore(
  lines: readonly LineOfBefore[],
  terms: { currency: string; priceMode: ModeOfBefore; taxRounding: 'perLine' | 'perDocument' },
) {
  const gross = lines.map((line) => grossOfBefore(line, terms.currency));
  const amounts = lines.map((line, index) => splitOfBefore(gross[index] ?? 0, line.taxRate, terms.priceMode));
  const rates = [...new Set(lines.map((line) => line.taxRate))].sort((a, b) => b - a);
  if (terms.taxRounding === 'perDocument') {
    for (const taxRate of rates) {
      const members = lines.flatMap((line, index) => (line.taxRate === taxRate ? [index] : []));
      let grossSoFar = 0;
      let taxSoFar = 0;
      members.forEach((index) => {
        const lineGrossMinor = gross[index] ?? 0;
        grossSoFar += lineGrossMinor;
        const { taxMinor } = splitOfBefore(grossSoFar, taxRate, terms.priceMode);
        const lineTax = taxMinor - taxSoFar;
        taxSoFar = taxMinor;
        amounts[index] = {
          netMinor: terms.priceMode === 'taxExclusive' ? lineGrossMinor : lineGrossMinor - lineTax,
          taxMinor: lineTax,
        };
      });
    }
  }
  const sum = (figures: readonly number[]) => figures.reduce((total, figure) => total + figure, 0);
  const taxByRate = rates.map((taxRate) => {
    const ofRate = amounts.filter((_, index) => lines[index]?.taxRate === taxRate);
    return {
      taxRate,
      netMinor: sum(ofRate.map((line) => line.netMinor)),
      taxMinor: sum(ofRate.map((line) => line.taxMinor)),
    };
  });
  const netMinor = sum(amounts.map((line) => line.netMinor));
  const taxMinor = sum(amounts.map((line) => line.taxMinor));
  return { lines: amounts, netMinor, taxMinor, totalMinor: netMinor + taxMinor, taxByRate };
}

/** Also what an order takes back: shipments are reversed, and a line of them is below zero. */
const lines = fc.array(
  fc
    .tuple(plainLine, fc.constantFrom(1, 1, 1, -1))
    .map(([line, sign]) => ({ ...line, quantity: sign * line.quantity })),
  { maxLength: 40 },
);

it('R42 R44 an order of before comes to the same figures, line by line and by rate', () => {
  fc.assert(
    fc.property(lines, plainTerms, (of, terms) => {
      expect(orderTotals(of, terms)).toEqual(totalsOfBefore(of, terms));
    }),
    { numRuns: 1_000 },
  );
});

it('R31 R41 R44 the fields of a later line and of a later document, as they are where nothing was agreed, change nothing', () => {
  const unused = { unitRatio: 1, secondDiscount: 0, promotionDiscount: 0, promotionMinor: 0 };
  fc.assert(
    fc.property(lines, plainTerms, (of, terms) => {
      const later = of.map((line) => ({ ...line, ...unused }));
      expect(orderTotals(later, terms)).toEqual(totalsOfBefore(of, terms));
    }),
  );
});

const nothingOff = { documentDiscountMinor: 0, roundedOffMinor: 0 };

it('R42 R44 a recount moves what it moved, and takes nothing off where nothing is taken off', () => {
  fc.assert(
    fc.property(lines, plainTerms, fc.nat(), (of, terms, cut) => {
      const stored = totalsOfBefore(of, terms).lines;
      const place = of.length === 0 ? 0 : cut % of.length;
      const now = of.map((line, index) => ({
        ...line,
        id: String(index),
        backOrdered: 0,
        ...(stored[index] ?? { netMinor: 0, taxMinor: 0 }),
        ...nothingOff,
        quantity: index === place ? Math.trunc(line.quantity / 2) : line.quantity,
      }));
      const then = totalsOfBefore(now, terms);
      const { netMinor, taxMinor, totalMinor } = then;
      expect(recountOrder(now, terms)).toEqual({
        head: { netMinor, taxMinor, totalMinor, ...nothingOff, lineCount: now.length, backOrderedLines: 0 },
        changed: then.lines.flatMap((amounts, index) => {
          const before = stored[index];
          const isSame = amounts.netMinor === before?.netMinor && amounts.taxMinor === before.taxMinor;
          return isSame ? [] : { id: String(index), ...amounts, ...nothingOff };
        }),
      });
    }),
  );
});

it('R54 what has left of an order is worth what it was worth', () => {
  const valueOfBefore = (line: { quantity: number; netMinor: number; taxMinor: number }, shipped: number): number => {
    if (line.quantity <= 0 || shipped <= 0) return 0;
    const part = BigInt(Math.min(shipped, line.quantity));
    return divideHalfUp(BigInt(line.netMinor + line.taxMinor) * part, BigInt(line.quantity));
  };
  const line = fc.record({
    quantity: fc.integer({ min: -1e6, max: 1e11 }),
    netMinor: fc.nat(1e12),
    taxMinor: fc.nat(1e12),
  });
  fc.assert(
    fc.property(line, fc.integer({ min: -1e6, max: 2e11 }), fc.nat(100), (of, shipped, percent) => {
      expect(shippedValue(of, shipped)).toBe(valueOfBefore(of, shipped));
      const part = Math.trunc((of.quantity * percent) / 100);
      expect(shippedValue(of, part)).toBe(valueOfBefore(of, part));
    }),
  );
});
