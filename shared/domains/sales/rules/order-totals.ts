import type { Minor } from '../../../kernel/money.ts';
import { type DocumentTerms, documentTotals } from './document-totals.ts';
import type { LineAmounts, PricedLine } from './price-line.ts';
import type { TaxByRate } from './tax-of-lines.ts';

export interface OrderTotals {
  readonly lines: readonly LineAmounts[];
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly totalMinor: Minor;
  readonly taxByRate: TaxByRate;
}

/**
 * Amounts of every line and of the document (R42, R44), of an order that has no discount of its own: what stands beside
 * the terms is not looked at.
 */
export function orderTotals(
  lines: readonly PricedLine[],
  { currency, priceMode, taxRounding }: Pick<DocumentTerms, 'currency' | 'priceMode' | 'taxRounding'>,
): OrderTotals {
  const nothingOff = { documentDiscount: 0, documentDiscountMinor: 0, roundedOffMinor: 0 };
  const totals = documentTotals(lines, { currency, priceMode, taxRounding, ...nothingOff });
  const { netMinor, taxMinor, totalMinor, taxByRate } = totals;
  const amounts = totals.lines.map((line) => ({ netMinor: line.netMinor, taxMinor: line.taxMinor }));
  return { lines: amounts, netMinor, taxMinor, totalMinor, taxByRate };
}
