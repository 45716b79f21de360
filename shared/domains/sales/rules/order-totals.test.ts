import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderTotals } from './order-totals.ts';
import type { PricedLine } from './price-line.ts';

const piece = (price: number, taxRate = 1_300, discount = 0, count = 1): PricedLine => ({
  quantity: count * 10_000,
  unitPrice: price,
  discount,
  taxRate,
});
const exclusive = { currency: 'CNY', priceMode: 'taxExclusive', taxRounding: 'perLine' } as const;

describe('R42 net and tax of a line', () => {
  it('R42 tax-exclusive: net = gross, tax = round(net · rate)', () => {
    const totals = orderTotals([piece(62_5000, 1_300, 500, 48)], exclusive);
    expect(totals).toMatchObject({ netMinor: 285_000, taxMinor: 37_050, totalMinor: 322_050 });
  });

  it('R42 tax-inclusive: net = round(gross / (1 + rate)), tax = gross − net', () => {
    const totals = orderTotals([piece(113_0000)], { ...exclusive, priceMode: 'taxInclusive' });
    expect(totals).toMatchObject({ netMinor: 10_000, taxMinor: 1_300, totalMinor: 11_300 });
  });
});

describe('R44 rounding per line or per document', () => {
  const cents = [piece(400), piece(400), piece(400)];

  it('R44 per line rounds each line', () => {
    expect(orderTotals(cents, exclusive).taxMinor).toBe(3);
  });

  it('R44 per document rounds once, and the lines sum to the head', () => {
    const totals = orderTotals(cents, { ...exclusive, taxRounding: 'perDocument' });
    expect(totals.taxMinor).toBe(2);
    expect(totals.lines.map((line) => line.taxMinor)).toEqual([1, 0, 1]);
  });

  it('R44 per document: fifty small lines have small taxes, none negative', () => {
    const totals = orderTotals(new Array(50).fill(piece(400)), { ...exclusive, taxRounding: 'perDocument' });
    expect(totals.taxMinor).toBe(26);
    expect(totals.lines.every((line) => line.taxMinor === 0 || line.taxMinor === 1)).toBe(true);
  });

  it('R44 per document: the tax of each line is within one minor unit of its own and never against its net', () => {
    const line = fc.record({
      quantity: fc.integer({ min: 1, max: 200_000 }),
      unitPrice: fc.integer({ min: 0, max: 20_000 }),
      discount: fc.constantFrom(0, 500, 10_000),
      taxRate: fc.constantFrom(0, 300, 1_300, 10_000),
    });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 60 }),
        fc.constantFrom('taxExclusive' as const, 'taxInclusive' as const),
        (lines, priceMode) => {
          const totals = orderTotals(lines, { currency: 'CNY', priceMode, taxRounding: 'perDocument' });
          totals.lines.forEach(({ netMinor, taxMinor }, index) => {
            const rate = lines[index]?.taxRate ?? 0;
            const base = priceMode === 'taxExclusive' ? netMinor : netMinor + taxMinor;
            const exact = (base * rate) / (priceMode === 'taxExclusive' ? 10_000 : 10_000 + rate);
            expect(taxMinor).toBeGreaterThanOrEqual(0);
            expect(Math.abs(taxMinor - exact)).toBeLessThanOrEqual(1 + 1e-9);
          });
          expect(totals.lines.reduce((sum, of) => sum + of.taxMinor, 0)).toBe(totals.taxMinor);
        },
      ),
    );
  });

  it('tells tax apart by rate, highest first', () => {
    const totals = orderTotals([piece(100_0000, 600), piece(100_0000, 1_300), piece(50_0000, 600)], exclusive);
    expect(totals.taxByRate).toEqual([
      { taxRate: 1_300, netMinor: 10_000, taxMinor: 1_300 },
      { taxRate: 600, netMinor: 15_000, taxMinor: 900 },
    ]);
  });

  it('R44 lines always sum to the head, and inclusive totals to what was agreed', () => {
    const line = fc.record({
      quantity: fc.integer({ min: 1, max: 10_000_000 }),
      unitPrice: fc.integer({ min: 0, max: 100_000_000 }),
      discount: fc.integer({ min: 0, max: 10_000 }),
      taxRate: fc.constantFrom(0, 100, 300, 600, 900, 1_300),
    });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 20 }),
        fc.constantFrom('taxExclusive' as const, 'taxInclusive' as const),
        fc.constantFrom('perLine' as const, 'perDocument' as const),
        (lines, priceMode, taxRounding) => {
          const totals = orderTotals(lines, { currency: 'CNY', priceMode, taxRounding });
          const sum = (pick: (of: { netMinor: number; taxMinor: number }) => number) =>
            totals.lines.reduce((all, of) => all + pick(of), 0);
          expect(sum((of) => of.netMinor)).toBe(totals.netMinor);
          expect(sum((of) => of.taxMinor)).toBe(totals.taxMinor);
          expect(totals.netMinor + totals.taxMinor).toBe(totals.totalMinor);
          expect(totals.taxByRate.reduce((all, of) => all + of.taxMinor, 0)).toBe(totals.taxMinor);
          if (priceMode === 'taxInclusive') {
            const gross = orderTotals(lines, { currency: 'CNY', priceMode: 'taxExclusive', taxRounding }).netMinor;
            expect(totals.totalMinor).toBe(gross);
          }
        },
      ),
    );
  });
});
