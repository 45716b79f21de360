import type { Quantity } from '../../../kernel/money.ts';

/** What decides whether a product has to be ordered. */
export interface ReorderFigures {
  readonly onHand: Quantity;
  readonly reserved: Quantity;
  readonly incoming: Quantity;
  readonly reorderPoint: Quantity;
  readonly discontinued: 0 | 1;
}

/** R34: what will be there (on hand + on order − committed) is at the reorder point or below. Never what is discontinued. */
export function needsReorder(figures: ReorderFigures): boolean {
  const projected = figures.onHand - figures.reserved + figures.incoming;
  return figures.discontinued === 0 && projected <= figures.reorderPoint;
}
