import type { Minor, Quantity } from '../../../kernel/money.ts';
import { type PriceTerms, totalsOf } from './compose-order.ts';
import type { DocumentLine } from './document-totals.ts';
import type { PricedLine } from './price-line.ts';

/** A line as it stands, with the amounts that were stored for it. */
export interface CountedLine extends PricedLine, DocumentLine {
  readonly id: string;
  readonly backOrdered: Quantity;
}

export interface Recount {
  readonly head: {
    readonly netMinor: Minor;
    readonly taxMinor: Minor;
    readonly totalMinor: Minor;
    /** As they come out now (R41): of fewer goods a percentage is less, and nothing is more than there is. */
    readonly documentDiscountMinor: Minor;
    readonly roundedOffMinor: Minor;
    readonly lineCount: number;
    readonly backOrderedLines: number;
  };
  /**
   * Lines whose amounts or shares are others now: rounded per document, one line moves those after it (R44), and what is
   * taken off the document is spread over those that are left (R45).
   */
  readonly changed: readonly ({ readonly id: string } & DocumentLine)[];
}

/** An order's amounts after its lines changed, by the rules that it was confirmed by (R41, R42, R44, R45). */
export function recountOrder(lines: readonly CountedLine[], terms: PriceTerms): Recount {
  const totals = totalsOf(lines, terms);
  const changed = totals.lines.flatMap((now, index) => {
    const line = lines[index];
    return !line || isSame(line, now) ? [] : { id: line.id, ...now };
  });
  const { netMinor, taxMinor, totalMinor, documentDiscountMinor, roundedOffMinor } = totals;
  const backOrderedLines = lines.filter((line) => line.backOrdered > 0).length;
  const amounts = { netMinor, taxMinor, totalMinor, documentDiscountMinor, roundedOffMinor };
  return { head: { ...amounts, lineCount: lines.length, backOrderedLines }, changed };
}

function isSame(line: DocumentLine, now: DocumentLine): boolean {
  return (
    line.netMinor === now.netMinor &&
    line.taxMinor === now.taxMinor &&
    line.documentDiscountMinor === now.documentDiscountMinor &&
    line.roundedOffMinor === now.roundedOffMinor
  );
}
