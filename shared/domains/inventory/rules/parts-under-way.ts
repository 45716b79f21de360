/**
 * Which lots and pieces of a transfer are neither here nor there (R27, R29). Guards:
 * - what left is taken off by what came, whichever was told first: a lot that came and never left stands below zero;
 * - of what was sent before anybody told it apart nothing is claimed: null.
 */
import type { Quantity } from '../../../kernel/money.ts';

/** By the lot's id, of numbered pieces by the piece's; '' is what left without naming either. */
export type PartsUnderWay = ReadonlyMap<string, Quantity>;

interface PartedLine {
  readonly sent: Quantity;
  readonly received: Quantity;
  readonly onTheWay: string | null;
}

/** What makes goods one part. */
export const partKey = (goods: { readonly lotId: string | null; readonly serialId: string | null }): string =>
  goods.serialId ?? goods.lotId ?? '';

/** The parts of one line; null: it moved before they were told apart. */
export function partsOf({ sent, received, onTheWay }: PartedLine): PartsUnderWay | null {
  if (onTheWay === null) return sent === 0 && received === 0 ? new Map() : null;
  return new Map(Object.entries(JSON.parse(onTheWay) as Record<string, Quantity>));
}

/** The line's parts after something left (positive) or came (negative), as they are kept. */
export function withPart(line: PartedLine, key: string, quantity: Quantity): string | null {
  const parts = partsOf(line);
  if (!parts) return null;
  const next = new Map(parts).set(key, (parts.get(key) ?? 0) + quantity);
  const rest = [...next].filter(([, left]) => left !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(rest));
}

/** The parts of several lines of one product together; null: those of one of them are not known. */
export function sumParts(lines: readonly PartedLine[]): PartsUnderWay | null {
  const sums = new Map<string, Quantity>();
  for (const line of lines) {
    const parts = partsOf(line);
    if (!parts) return null;
    for (const [key, left] of parts) sums.set(key, (sums.get(key) ?? 0) + left);
  }
  return sums;
}

/** What may still come of a part; what left without a name may be any of them. */
export const mayCome = (parts: PartsUnderWay, key: string): Quantity =>
  (key === '' ? 0 : (parts.get(key) ?? 0)) + Math.max(0, parts.get('') ?? 0);
