import type { CurrencyCode, Minor } from '../../../kernel/money.ts';
import { lineGross, type PricedLine, type PriceMode, splitTax } from './price-line.ts';

export type TaxRounding = 'perLine' | 'perDocument';

export interface LineAmounts {
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
}

export interface OrderTotals {
  readonly lines: readonly LineAmounts[];
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly totalMinor: Minor;
  /** Tax by rate, highest rate first, for the foot of a document. */
  readonly taxByRate: readonly { readonly taxRate: number; readonly netMinor: Minor; readonly taxMinor: Minor }[];
}

/**
 * Amounts of every line and of the document (R42, R44). Rounded per document, tax is computed once for each rate, and a
 * line's tax is what the document's grows by with it: lines sum to the head exactly, each within one minor unit of its
 * own tax, and none against the sign of its net.
 */
export function orderTotals(
  lines: readonly PricedLine[],
  terms: { currency: CurrencyCode; priceMode: PriceMode; taxRounding: TaxRounding },
): OrderTotals {
  const gross = lines.map((line) => lineGross(line, terms.currency));
  const amounts: LineAmounts[] = lines.map((line, index) => splitTax(gross[index] ?? 0, line.taxRate, terms.priceMode));
  if (terms.taxRounding === 'perDocument') roundPerDocument(lines, gross, amounts, terms.priceMode);

  const taxByRate = ratesOf(lines).map((taxRate) => {
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

function roundPerDocument(
  lines: readonly PricedLine[],
  gross: readonly Minor[],
  amounts: LineAmounts[],
  mode: PriceMode,
): void {
  for (const taxRate of ratesOf(lines)) {
    const members = lines.flatMap((line, index) => (line.taxRate === taxRate ? [index] : []));
    let grossSoFar = 0;
    let taxSoFar = 0;
    members.forEach((index) => {
      const lineGrossMinor = gross[index] ?? 0;
      grossSoFar += lineGrossMinor;
      const { taxMinor } = splitTax(grossSoFar, taxRate, mode);
      const lineTax = taxMinor - taxSoFar;
      taxSoFar = taxMinor;
      amounts[index] = {
        netMinor: mode === 'taxExclusive' ? lineGrossMinor : lineGrossMinor - lineTax,
        taxMinor: lineTax,
      };
    });
  }
}

function ratesOf(lines: readonly PricedLine[]): number[] {
  return [...new Set(lines.map((line) => line.taxRate))].sort((a, b) => b - a);
}

function sum(amounts: readonly Minor[]): Minor {
  return amounts.reduce((total, amount) => total + amount, 0);
}
