/** Put away: where goods are taken from that were scanned, and what of them waits for a place. */
import type { TallyLine, TallySource, TallyState } from './tally.ts';
import type { TallyRules } from './tally-decision.ts';

/** Goods as a scan names them. */
export type ToldGoods = Pick<TallyLine, 'productId' | 'code' | 'name' | 'lotId' | 'quantity'>;

/** What waits of these goods, less what this tally has taken of it. */
export function waitingOf({ productId, lotId }: ToldGoods, { lines }: TallyState, { shelves = [] }: TallyRules) {
  return shelves
    .filter((shelf) => shelf.isWaiting && shelf.lotId === lotId && (shelf.productId ?? productId) === productId)
    .map((shelf) => {
      const taken = lines.reduce((sum, { from, ...line }) => {
        const isFrom = from?.id === shelf.locationId && from.condition === shelf.condition;
        return isFrom && line.productId === productId && line.lotId === lotId ? sum + line.quantity : sum;
      }, 0);
      return { ...shelf, left: shelf.quantity - taken };
    });
}

/** Put away: where it is taken from; `none`: nothing, or not so much of it, waits by the books. */
export function sourceOf(entry: ToldGoods, state: TallyState, rules: TallyRules): TallySource | 'none' | null {
  if (rules.mode !== 'putAway' || !rules.hasPlaces) return null;
  if (state.source) return state.source;
  const found = waitingOf(entry, state, rules).find(({ left }) => left >= entry.quantity);
  return found ? { id: found.locationId, code: found.locationCode, condition: found.condition } : 'none';
}

/** Put away: of all that is in the hand as much waits as rejected goods, where it was taken from. */
export function rejectedWait(inHand: readonly TallyLine[], state: TallyState, { shelves = [] }: TallyRules): boolean {
  return inHand.every(({ productId, lotId, from, quantity }) => {
    const isOfIt = (each: { readonly productId?: string; readonly lotId: string | null }) =>
      each.productId === productId && each.lotId === lotId;
    const rejected = shelves.find((shelf) => {
      const isThere = shelf.isWaiting && shelf.locationId === from?.id && shelf.condition === 'quarantine';
      return isThere && isOfIt(shelf);
    });
    const taken = state.lines.reduce((sum, line) => {
      const isTaken = isOfIt(line) && line.from?.id === from?.id && line.from?.condition === 'quarantine';
      return isTaken ? sum + line.quantity : sum;
    }, 0);
    return rejected !== undefined && rejected.quantity - taken >= quantity;
  });
}
