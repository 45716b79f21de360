/**
 * F4 in a tally (R26, R28, R31): one scan and a figure stand for a pallet. Guards:
 * - the figure is how many the line at hand has in all, with those that were scanned; pieces with numbers are scanned;
 * - it is held to what the paper allows, and to what waits to be put away;
 * - zero is a figure of counts alone, and one that the books cannot take is of none.
 */
import { QUANTITY_LIMIT, type Quantity } from '../../../kernel/money.ts';
import { lineAtHand, type TallyEntry, type TallyState, tallied } from './tally.ts';
import type { TallyRules } from './tally-decision.ts';
import { waitingOf } from './tally-sources.ts';
import { leftUnderWay } from './tally-under-way.ts';

/** How many the line at hand may have at the most; null: as many as there are, or nobody has said. */
export function mostTallied(state: TallyState, rules: TallyRules): Quantity | null {
  const line = lineAtHand(state);
  if (!line) return null;
  const { allowed, mode, hasPlaces, shelves } = rules;
  if (allowed) {
    const left = Math.max(0, (allowed.get(line.productId) ?? 0) - tallied(state, line.productId));
    return line.quantity + Math.min(left, leftUnderWay(line, state, rules) ?? left);
  }
  const { from } = line;
  if (mode !== 'putAway' || !hasPlaces || !from || state.source || !shelves) return null;
  const shelf = waitingOf(line, state, rules).find(
    (each) => each.locationId === from.id && each.condition === from.condition,
  );
  return line.quantity + Math.max(0, shelf?.left ?? 0);
}

/** The entry for a typed quantity; `most`: that many may not be, and how many may (null: any number that is one, in bounds). */
export function decideTallyQuantity(
  state: TallyState,
  quantity: Quantity | null,
  rules: TallyRules,
): { readonly entry: TallyEntry } | { readonly most: Quantity | null; readonly isTooLarge?: true } {
  const line = lineAtHand(state);
  const most = mostTallied(state, rules);
  if (!line || quantity === null || quantity < 0) return { most };
  const others = tallied(state, line.productId) - line.quantity;
  if (most === null && others + quantity > QUANTITY_LIMIT) return { most: QUANTITY_LIMIT - others, isTooLarge: true };
  if (quantity === 0 && rules.mode !== 'count') return { most };
  // What is there already may stay, or become less, whatever the paper says by now.
  if (most !== null && quantity > most && quantity > line.quantity) return { most };
  return { entry: { kind: 'quantity', quantity, isTotal: true } };
}
