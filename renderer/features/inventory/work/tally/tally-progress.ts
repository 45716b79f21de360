import { type TallyMode, type TallyState, tallied } from '#shared/domains/inventory/rules/tally.ts';
import { shelfKey } from '#shared/domains/inventory/rules/tally-decision.ts';
import type { WorkProgress } from '../frame/work-frame.tsx';
import type { TallyPaper } from './tally-paper.ts';

/** One step for each product of the paper, or for each place of a count; null where nothing is expected. */
export function progressOf(mode: TallyMode, paper: TallyPaper, state: TallyState): WorkProgress | null {
  if (mode === 'count') return progressOfCount(paper, state);
  const products = [...new Set(paper.lines.map(({ productId }) => productId))];
  if (products.length === 0) return null;
  const segments = products.map((id) => {
    const open = paper.lines.reduce((sum, line) => (line.productId === id ? sum + line.open : sum), 0);
    if (tallied(state, id) >= open) return 'done' as const;
    return state.last?.productId === id ? ('now' as const) : ('open' as const);
  });
  const at = segments.filter((segment) => segment === 'done').length;
  return { segments, countKey: 'inventory.work.ofLines', at };
}

function progressOfCount({ shelves }: TallyPaper, { lines, place }: TallyState): WorkProgress | null {
  const counted = new Set(lines.map(shelfKey));
  const places = new Map<string | null, boolean>();
  for (const shelf of shelves) {
    const isDone = (shelf.state !== 'open' && shelf.state !== 'recount') || counted.has(shelfKey(shelf));
    // Without places it goes shelf by shelf.
    const key = shelf.locationId ?? shelf.id;
    places.set(key, (places.get(key) ?? true) && isDone);
  }
  if (places.size === 0) return null;
  const segments = [...places].map(([id, isDone]) => {
    if (isDone) return 'done' as const;
    return id === place?.id ? ('now' as const) : ('open' as const);
  });
  const at = segments.filter((segment) => segment === 'done').length;
  const isByPlace = shelves.every(({ locationId }) => locationId !== null);
  return { segments, countKey: isByPlace ? 'inventory.work.tally.ofPlaces' : 'inventory.work.ofLines', at };
}
