import type { EmptyShelf, TallyState } from '#shared/domains/inventory/rules/tally.ts';
import { shelfKey } from '#shared/domains/inventory/rules/tally-decision.ts';
import type { TallyPaper } from './tally-paper.ts';

/** A kept entry has room for so many. */
const MOST_SHELVES = 20;

/**
 * Shelves at the place at hand that the books hold, that wait for this person's count, and of which nothing was scanned.
 * @returns in parts that one entry each has room for
 */
export function emptyShelvesAt({ shelves, ownRecounts }: TallyPaper, state: TallyState): EmptyShelf[][] {
  const { place, lines } = state;
  if (!place) return [];
  const counted = new Set(lines.map(shelfKey));
  const empty = shelves
    .filter(({ locationId, state: is }) => locationId === place.id && (is === 'open' || is === 'recount'))
    .filter((shelf) => !counted.has(shelfKey(shelf)) && !ownRecounts.has(shelfKey(shelf)))
    .map(({ productId, productCode: code, productName: name, unit, lotId, lotCode }) => ({
      ...{ productId, code, name, unit, lotId, lotCode },
    }));
  const parts: EmptyShelf[][] = [];
  for (let from = 0; from < empty.length; from += MOST_SHELVES) parts.push(empty.slice(from, from + MOST_SHELVES));
  return parts;
}
