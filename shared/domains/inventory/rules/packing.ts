/** R24, R25: what was picked, packed and sent, line by line and lot by lot. */
import type { Quantity } from '../../../kernel/money.ts';

/** A quantity of one lot, or one piece by its number, for one line of a pick list. */
export interface Portion {
  readonly pickLineId: string;
  readonly lotId: string | null;
  readonly serialId: string | null;
  readonly quantity: Quantity;
}

export interface PackingDifference extends Omit<Portion, 'quantity'> {
  readonly picked: Quantity;
  readonly packed: Quantity;
}

/**
 * R25: where packed is not what was picked, in the order of what was picked; empty: the shipment may go.
 * @param picked what was taken and not sent yet
 */
export function packingDifferences(picked: readonly Portion[], packed: readonly Portion[]): PackingDifference[] {
  const sums = new Map<string, PackingDifference>();
  const add = ({ quantity: _, ...portion }: Portion, more: { picked: Quantity; packed: Quantity }): void => {
    const key = [portion.pickLineId, portion.lotId ?? '', portion.serialId ?? ''].join(' ');
    const known = sums.get(key) ?? { ...portion, picked: 0, packed: 0 };
    sums.set(key, { ...known, picked: known.picked + more.picked, packed: known.packed + more.packed });
  };
  for (const portion of picked) add(portion, { picked: portion.quantity, packed: 0 });
  for (const portion of packed) add(portion, { picked: 0, packed: portion.quantity });
  return [...sums.values()].filter((each) => each.picked !== each.packed);
}
