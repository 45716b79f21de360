import type { Quantity } from '../../../kernel/money.ts';
import { type ProjectedFigures, projectedQuantity } from './reorder.ts';

/** R34: so many days tell what a product's demand is. */
export const DEMAND_DAYS = 90;

export interface Demand {
  /** What left for customers within DEMAND_DAYS, less what came back. */
  readonly shipped: Quantity;
  /** What was asked for and could not be given (R10). */
  readonly unmet: Quantity;
  /** Days of them on which there was nothing to sell: they say nothing of demand. */
  readonly stockOutDays: number;
}

/** R34: demand of one day, rounded up; 0 when there was none, or nothing to sell all the time. */
export function dailyDemand({ shipped, unmet, stockOutDays }: Demand): Quantity {
  const days = DEMAND_DAYS - stockOutDays;
  return days <= 0 ? 0 : Math.max(0, Math.ceil((shipped + unmet) / days));
}

/** R34: reorder point = daily demand × lead days + safety stock. */
export function reorderPointOf(demand: Demand, leadDays: number, safetyStock: Quantity): Quantity {
  return dailyDemand(demand) * leadDays + safetyStock;
}

export interface Replenishment extends ProjectedFigures {
  readonly reorderPoint: Quantity;
  readonly maximum: Quantity;
  /** 0: any quantity may be ordered. */
  readonly multiple: Quantity;
}

/**
 * R34: what to order now: nothing above the reorder point; else max − projected, rounded up to the order multiple.
 */
export function suggestedOrder(figures: Replenishment): Quantity {
  const projected = projectedQuantity(figures);
  if (projected > figures.reorderPoint) return 0;
  const missing = Math.max(figures.maximum, figures.reorderPoint) - projected;
  if (missing <= 0) return 0;
  return figures.multiple <= 0 ? missing : Math.ceil(missing / figures.multiple) * figures.multiple;
}
