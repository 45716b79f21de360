import type { Quantity } from '../../../kernel/money.ts';
import { roundUpToStep } from './counting-step.ts';
import {
  isAtReorderPoint,
  isReordered,
  type ProjectedFigures,
  projectedQuantity,
  type ReorderSettings,
} from './reorder.ts';

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

/** How a product's point is reckoned from its demand. */
export interface PointSettings {
  readonly leadDays: number;
  readonly safetyStock: Quantity;
  /** In which the product is counted (`countingStep`). */
  readonly step: Quantity;
}

/** R34: reorder point = daily demand × lead days + safety stock, rounded up to what can be counted: no shelf holds 17.334 mugs. */
export function reorderPointOf(demand: Demand, { leadDays, safetyStock, step }: PointSettings): Quantity {
  return roundUpToStep(dailyDemand(demand) * leadDays + safetyStock, step);
}

export interface Replenishment extends ProjectedFigures, ReorderSettings {
  /** 0: any quantity may be ordered. */
  readonly multiple: Quantity;
  /** In which the product is counted (`countingStep`). */
  readonly step: Quantity;
}

/**
 * R34: what to order now: nothing above the reorder point; else max − projected, rounded up to the order multiple. Where
 * the maximum is none, or no more than the point, it is filled to the least that is above the point: whatever is marked as
 * to be ordered (`needsReorder`) has a suggestion, and is not marked any more once that was ordered.
 */
export function suggestedOrder(figures: Replenishment): Quantity {
  if (!isAtReorderPoint(figures)) return 0;
  const { reorderPoint, maximum, multiple, step } = figures;
  const upTo = isReordered(figures) ? Math.max(maximum, reorderPoint + step) : reorderPoint;
  const missing = upTo - projectedQuantity(figures);
  return multiple <= 0 ? missing : roundUpToStep(missing, multiple);
}
