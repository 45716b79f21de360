import { describe, expect, it } from 'vitest';
import { documentTotals, roundDownTo } from './document-totals.ts';
import type { PricedLine } from './price-line.ts';

const piece = (unitPrice: number, taxRate = 1_300, change: Partial<PricedLine> = {}): PricedLine => ({
  quantity: 10_000,
  unitPrice,
  discount: 0,
  taxRate,
  ...change,
});
const terms = {
  currency: 'CNY',
  priceMode: 'taxExclusive',
  taxRounding: 'perLine',
  documentDiscount: 0,
  documentDiscountMinor: 0,
  roundedOffMinor: 0,
} as const;
const inclusive = { ...terms, priceMode: 'taxInclusive' } as const;
const discountsOf = (lines: readonly PricedLine[], change: object) =>
  documentTotals(lines, { ...terms, ...change }).lines.map((line) => line.documentDiscountMinor);

describe('R41 R45 a discount of the document', () => {
  it('R41 R42 in percent comes off before tax, and off every line', () => {
    const lines = [piece(100_0000), piece(200_0000), piece(100_0000)];
    expect(documentTotals(lines, { ...terms, documentDiscount: 1_000 })).toEqual({
      lines: [
        { netMinor: 9_000, taxMinor: 1_170, documentDiscountMinor: 1_000, roundedOffMinor: 0 },
        { netMinor: 18_000, taxMinor: 2_340, documentDiscountMinor: 2_000, roundedOffMinor: 0 },
        { netMinor: 9_000, taxMinor: 1_170, documentDiscountMinor: 1_000, roundedOffMinor: 0 },
      ],
      netMinor: 36_000,
      taxMinor: 4_680,
      totalMinor: 40_680,
      documentDiscountMinor: 4_000,
      roundedOffMinor: 0,
      taxByRate: [{ taxRate: 1_300, netMinor: 36_000, taxMinor: 4_680 }],
    });
  });

  it('R45 as an amount sums to the head exactly', () => {
    const lines = [piece(100_0000), piece(100_0000), piece(100_0000)];
    const totals = documentTotals(lines, { ...terms, documentDiscountMinor: 100 });
    expect(totals.lines.map((line) => line.documentDiscountMinor)).toEqual([34, 33, 33]);
    expect(totals).toMatchObject({ netMinor: 29_900, taxMinor: 3_888, totalMinor: 33_788, documentDiscountMinor: 100 });
  });

  it('R45 is spread by net, also where prices hold the tax', () => {
    const lines = [piece(113_0000), piece(100_0000, 0)];
    const totals = documentTotals(lines, { ...inclusive, documentDiscountMinor: 1_000 });
    expect(totals).toMatchObject({
      lines: [
        { netMinor: 9_558, taxMinor: 1_242, documentDiscountMinor: 500 },
        { netMinor: 9_500, taxMinor: 0, documentDiscountMinor: 500 },
      ],
      totalMinor: 20_300,
    });
  });

  it('R41 a percentage counts rather than the amount that it came to', () => {
    expect(discountsOf([piece(100_0000)], { documentDiscount: 1_000, documentDiscountMinor: 7 })).toEqual([1_000]);
  });

  it('R45 the largest line takes the remainder, the first of several', () => {
    expect(discountsOf([piece(10_0000), piece(20_0000), piece(10_0000)], { documentDiscountMinor: 99 })).toEqual([
      25, 49, 25,
    ]);
    expect(discountsOf([piece(10_0000), piece(10_0000)], { documentDiscountMinor: 1 })).toEqual([0, 1]);
  });

  it('R40 R45 a free line takes no share', () => {
    expect(discountsOf([piece(10_0000), piece(0), piece(20_0000)], { documentDiscountMinor: 30 })).toEqual([10, 0, 20]);
  });

  it('R45 is no more than the lines come to', () => {
    const totals = documentTotals([piece(10_0000), piece(5_0000)], { ...terms, documentDiscountMinor: 99_999 });
    expect(totals).toMatchObject({ documentDiscountMinor: 1_500, netMinor: 0, taxMinor: 0, totalMinor: 0 });
    expect(discountsOf([piece(10_0000)], { documentDiscountMinor: -1 })).toEqual([0]);
  });

  it('R45 can be everything, at whichever rates', () => {
    const lines = [piece(113_0000), piece(100_0000, 0)];
    const totals = documentTotals(lines, { ...inclusive, documentDiscount: 10_000 });
    expect(totals.lines.map((line) => line.documentDiscountMinor)).toEqual([11_300, 10_000]);
    expect(totals.totalMinor).toBe(0);
  });

  it('R44 tax is told by rate, highest first, of what is left', () => {
    const lines = [piece(100_0000, 600), piece(100_0000)];
    expect(documentTotals(lines, { ...terms, documentDiscount: 1_000 }).taxByRate).toEqual([
      { taxRate: 1_300, netMinor: 9_000, taxMinor: 1_170 },
      { taxRate: 600, netMinor: 9_000, taxMinor: 540 },
    ]);
  });
});

describe('R41 R45 rounding off the total', () => {
  const lines = [piece(100_0000), piece(50_0000)];

  it.each(['perLine', 'perDocument'] as const)('R41 R44 comes off the total with tax, rounded %s', (taxRounding) => {
    expect(documentTotals(lines, { ...terms, taxRounding, roundedOffMinor: 50 })).toMatchObject({
      lines: [
        { netMinor: 9_971, taxMinor: 1_296, roundedOffMinor: 33 },
        { netMinor: 4_985, taxMinor: 648, roundedOffMinor: 17 },
      ],
      netMinor: 14_956,
      taxMinor: 1_944,
      totalMinor: 16_900,
      roundedOffMinor: 50,
    });
  });

  it('R41 comes off what a discount of the document left', () => {
    const totals = documentTotals(lines, { ...terms, documentDiscount: 1_000, roundedOffMinor: 55 });
    expect(totals).toMatchObject({ totalMinor: 15_200, documentDiscountMinor: 1_500, roundedOffMinor: 55 });
  });

  it('R41 is no more than the total', () => {
    const totals = documentTotals(lines, { ...terms, roundedOffMinor: 99_999 });
    expect(totals).toMatchObject({ roundedOffMinor: 16_950, netMinor: 0, taxMinor: 0, totalMinor: 0 });
  });

  it.each([
    [16_950, 100, 50],
    [16_950, 10, 0],
    [16_957, 10, 7],
    [16_957, 1_000, 957],
    [16_957, 1, 0],
    [-16_957, 100, -57],
    [-16_900, 100, 0],
  ])('R41 of %d in whole %d, %d is rounded off', (total, unit, expected) => {
    expect(roundDownTo(total, unit)).toBe(expected);
  });
});

it('R41 R42 R44 a credit note of the whole document is its negative', () => {
  const given = [piece(100_0000), piece(50_0000, 600, { promotionMinor: 300 })];
  const off = { ...terms, documentDiscount: 500 };
  expect(documentTotals(given, { ...off, roundedOffMinor: 68 })).toMatchObject({
    lines: [
      { netMinor: 9_459, taxMinor: 1_230, documentDiscountMinor: 500, roundedOffMinor: 46 },
      { netMinor: 4_444, taxMinor: 267, documentDiscountMinor: 235, roundedOffMinor: 22 },
    ],
    totalMinor: 15_400,
  });
  const back = [
    piece(100_0000, 1_300, { quantity: -10_000 }),
    piece(50_0000, 600, { quantity: -10_000, promotionMinor: -300 }),
  ];
  expect(documentTotals(back, { ...off, roundedOffMinor: -68 })).toMatchObject({
    lines: [
      { netMinor: -9_459, taxMinor: -1_230, documentDiscountMinor: -500, roundedOffMinor: -46 },
      { netMinor: -4_444, taxMinor: -267, documentDiscountMinor: -235, roundedOffMinor: -22 },
    ],
    netMinor: -13_903,
    taxMinor: -1_497,
    totalMinor: -15_400,
    documentDiscountMinor: -735,
    roundedOffMinor: -68,
  });
});
