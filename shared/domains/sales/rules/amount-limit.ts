import { AMOUNT_LIMIT, type Minor } from '../../../kernel/money.ts';
import { type AgreedLine, type PriceTerms, totalOf } from './compose-order.ts';
import { isLineBeyondAmounts, lineGross } from './price-line.ts';

/**
 * What is larger than an amount may be: a line (from 1), the order, or what its payer's
 * open orders come to with it. A refusal's parameters: texts choose their sentence by `context`.
 */
export type TooLarge =
  | { readonly context: 'line'; readonly line: number }
  | { readonly context: 'order' }
  | { readonly context: 'exposure' };

/**
 * What of an order is beyond AMOUNT_LIMIT, in the order of a person's reading; null when nothing is. Ask before anything
 * is computed from the lines: beyond the limit sums are no longer exact.
 * @param owedMinor what the payer's open orders come to without this one
 */
export function findTooLarge(lines: readonly AgreedLine[], terms: PriceTerms, owedMinor: Minor): TooLarge | null {
  const { currency } = terms;
  const line = lines.findIndex((agreed) => isLineBeyondAmounts(agreed, currency));
  if (line >= 0) return { context: 'line', line: line + 1 };
  // Line by line, so that the sum stops before it leaves the exact integers; tax at most doubles it.
  let grossMinor = 0;
  for (const agreed of lines) {
    grossMinor += lineGross(agreed, currency);
    if (grossMinor > AMOUNT_LIMIT) return { context: 'order' };
  }
  const totalMinor = totalOf(lines, terms);
  if (totalMinor > AMOUNT_LIMIT) return { context: 'order' };
  return owedMinor + totalMinor > AMOUNT_LIMIT ? { context: 'exposure' } : null;
}
