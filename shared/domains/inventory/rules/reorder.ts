import type { Quantity } from '../../../kernel/money.ts';

/** What decides how much of a product will be there. */
export interface ProjectedFigures {
  readonly onHand: Quantity;
  readonly reserved: Quantity;
  /** What open orders wait for. */
  readonly backOrdered: Quantity;
  /** On order, or under way from another warehouse. */
  readonly incoming: Quantity;
}

/** What decides whether a product has to be ordered. */
export interface ReorderFigures extends ProjectedFigures {
  /** Of the warehouse's rule, or the product's own where there is none. */
  readonly reorderPoint: Quantity;
  readonly discontinued: 0 | 1;
}

/** R34: what will be there: on hand + on order − committed; back-orders are committed too. */
export function projectedQuantity({ onHand, reserved, backOrdered, incoming }: ProjectedFigures): Quantity {
  return onHand + incoming - reserved - backOrdered;
}

/** R34: what will be there is at the reorder point or below. Never what is discontinued. */
export function needsReorder(figures: ReorderFigures): boolean {
  return figures.discontinued === 0 && projectedQuantity(figures) <= figures.reorderPoint;
}
