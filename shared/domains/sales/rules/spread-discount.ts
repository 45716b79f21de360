import { type Minor, spread } from '../../../kernel/money.ts';
import { within } from './within.ts';

/** A line as far as it bears a part of what is taken off its document. */
export interface BearingLine {
  /** Before it: by the lines' nets it is spread. */
  readonly netMinor: Minor;
  /** What is left to pay of the line: more than that it cannot bear. */
  readonly mostMinor: Minor;
}

/**
 * R45: what is taken off a document, spread over its lines by their net; the largest line takes the remainder (ties: the
 * first), and the shares sum to the whole exactly. No share is more than its line, or against it: what the largest
 * cannot bear (a remainder over hundreds of lines of a cent) goes to the next largest.
 * @param amountMinor of the sign of the document, and at most what its lines can bear together
 */
export function spreadDiscount(amountMinor: Minor, lines: readonly BearingLine[]): Minor[] {
  if (amountMinor === 0) return lines.map(() => 0);
  // A line of the other sign (there is none on documents of today) would grow: it bears nothing.
  const isOfDocument = ({ mostMinor }: BearingLine): boolean => (amountMinor < 0 ? mostMinor < 0 : mostMinor > 0);
  const bearing = lines.map((line) => (isOfDocument(line) ? line : { netMinor: 0, mostMinor: 0 }));
  const mostOf = (index: number): Minor => bearing[index]?.mostMinor ?? 0;
  const nets = bearing.map(({ netMinor }) => netMinor);
  const shares = spread(amountMinor, nets).map((share, index) => within(share, mostOf(index)));
  let restMinor = amountMinor - shares.reduce((sum, share) => sum + share, 0);
  if (restMinor === 0) return shares;

  const largestFirst = nets
    .map((netMinor, index) => ({ size: Math.abs(netMinor), index }))
    .sort((left, right) => right.size - left.size || left.index - right.index);
  for (const { index } of largestFirst) {
    const share = shares[index] ?? 0;
    const borne = within(share + restMinor, mostOf(index));
    restMinor -= borne - share;
    shares[index] = borne;
  }
  return shares;
}
