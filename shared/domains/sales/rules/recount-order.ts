import type { Minor, Quantity } from '../../../kernel/money.ts';
import type { PriceTerms } from './compose-order.ts';
import { orderTotals } from './order-totals.ts';
import type { PricedLine } from './price-line.ts';

/** A line as it stands, with the amounts that were stored for it. */
export interface CountedLine extends PricedLine {
  readonly id: string;
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly backOrdered: Quantity;
}

export interface Recount {
  readonly head: {
    readonly netMinor: Minor;
    readonly taxMinor: Minor;
    readonly totalMinor: Minor;
    readonly lineCount: number;
    readonly backOrderedLines: number;
  };
  /** Lines whose amounts are others now: rounded per document, one line moves those after it (R44). */
  readonly changed: readonly { readonly id: string; readonly netMinor: Minor; readonly taxMinor: Minor }[];
}

/** An order's amounts after its lines changed, by the rules that it was confirmed by (R42, R44). */
export function recountOrder(lines: readonly CountedLine[], terms: PriceTerms): Recount {
  const totals = orderTotals(lines, terms);
  const changed = lines.flatMap(({ id, netMinor, taxMinor }, index) => {
    const now = totals.lines[index] ?? { netMinor: 0, taxMinor: 0 };
    return now.netMinor === netMinor && now.taxMinor === taxMinor ? [] : { id, ...now };
  });
  const { netMinor, taxMinor, totalMinor } = totals;
  const backOrderedLines = lines.filter((line) => line.backOrdered > 0).length;
  return { head: { netMinor, taxMinor, totalMinor, lineCount: lines.length, backOrderedLines }, changed };
}
