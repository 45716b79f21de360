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

/** When and up to what a product is ordered. */
export interface ReorderSettings {
  /** Of the warehouse's rule, or the product's own where there is none; 0: when nothing is left, or nobody set one. */
  readonly reorderPoint: Quantity;
  /** Up to which the warehouse's rule fills it; 0: nobody said. */
  readonly maximum: Quantity;
}

/** What decides whether a product has to be ordered. */
export interface ReorderFigures extends ProjectedFigures, ReorderSettings {
  readonly discontinued: 0 | 1;
}

/** R34: what will be there: on hand + on order − committed; back-orders are committed too. */
export function projectedQuantity({ onHand, reserved, backOrdered, incoming }: ProjectedFigures): Quantity {
  return onHand + incoming - reserved - backOrdered;
}

/** Whether somebody set when it is ordered. What nobody did it for is ordered for those who wait for it, and not for stock. */
export function isReordered({ reorderPoint, maximum }: ReorderSettings): boolean {
  return reorderPoint !== 0 || maximum > 0;
}

/** R34: what will be there is at the reorder point or below. What is suggested lifts it above. */
export function isAtReorderPoint(figures: ProjectedFigures & ReorderSettings): boolean {
  const projected = projectedQuantity(figures);
  return projected < figures.reorderPoint || (projected === figures.reorderPoint && isReordered(figures));
}

/** R34: it is at its point, so that something is suggested for it (`suggestedOrder`). Never what is discontinued. */
export function needsReorder(figures: ReorderFigures): boolean {
  return figures.discontinued === 0 && isAtReorderPoint(figures);
}
