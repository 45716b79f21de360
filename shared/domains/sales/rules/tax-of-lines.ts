import type { BasisPoints, Minor } from '../../../kernel/money.ts';
import { type LineAmounts, type PriceMode, splitTax, type TaxRounding } from './price-line.ts';

/** What a line comes to in the document's price mode, and at which rate. */
export interface TaxedLine {
  readonly amountMinor: Minor;
  readonly taxRate: BasisPoints;
}

/**
 * Net and tax of every line (R42, R44). Rounded per document, tax is computed once for each rate, and a line's tax is
 * what the document's grows by with it: lines sum to the head exactly, each within one minor unit of its own tax, and
 * none against the sign of its net.
 */
export function taxOfLines(lines: readonly TaxedLine[], mode: PriceMode, rounding: TaxRounding): LineAmounts[] {
  if (rounding === 'perLine') return lines.map(({ amountMinor, taxRate }) => splitTax(amountMinor, taxRate, mode));
  const soFar = new Map<BasisPoints, { amountMinor: Minor; taxMinor: Minor }>();
  return lines.map(({ amountMinor, taxRate }) => {
    const before = soFar.get(taxRate) ?? { amountMinor: 0, taxMinor: 0 };
    const upToMinor = before.amountMinor + amountMinor;
    const upTo = splitTax(upToMinor, taxRate, mode);
    soFar.set(taxRate, { amountMinor: upToMinor, taxMinor: upTo.taxMinor });
    const taxMinor = upTo.taxMinor - before.taxMinor;
    return { netMinor: mode === 'taxExclusive' ? amountMinor : amountMinor - taxMinor, taxMinor };
  });
}

/** Tax by rate, highest rate first, for the foot of a document. */
export type TaxByRate = readonly (LineAmounts & { readonly taxRate: BasisPoints })[];

/** Sums lines' amounts by the rate of each. */
export function sumByRate(lines: readonly (LineAmounts & { readonly taxRate: BasisPoints })[]): TaxByRate {
  const sums = new Map<BasisPoints, LineAmounts>();
  for (const { taxRate, netMinor, taxMinor } of lines) {
    const sum = sums.get(taxRate) ?? { netMinor: 0, taxMinor: 0 };
    sums.set(taxRate, { netMinor: sum.netMinor + netMinor, taxMinor: sum.taxMinor + taxMinor });
  }
  return [...sums].map(([taxRate, sum]) => ({ taxRate, ...sum })).sort((left, right) => right.taxRate - left.taxRate);
}
