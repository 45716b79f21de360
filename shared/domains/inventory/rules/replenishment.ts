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

/** A point that is reckoned anew stays while it differs by less than one in so many: nobody wants it to change every day. */
const STEADY_PART = 20;

/** Whether a point that was reckoned earlier is to become another one. */
export function isStalePoint(was: Quantity, now: Quantity): boolean {
  return was !== now && (was === 0 || now === 0 || Math.abs(now - was) * STEADY_PART >= was);
}

/** Lead times of suppliers who are around the corner, or who nobody knows: nobody orders every day. */
export const LEAST_COVER_DAYS = 7;

/** What is asked for until the delivery after the next could come, in what can be counted. */
export function coverQuantity(demandADay: Quantity, { leadDays, step }: Omit<PointSettings, 'safetyStock'>): Quantity {
  return roundUpToStep(demandADay * Math.max(leadDays, LEAST_COVER_DAYS), step);
}

export interface Replenishment extends ProjectedFigures, ReorderSettings {
  /** 0: any quantity may be ordered. */
  readonly multiple: Quantity;
  /** How much an order lasts where no maximum says it (`coverQuantity`); 0: nothing is known to be asked for. */
  readonly cover: Quantity;
  /** In which the product is counted (`countingStep`). */
  readonly step: Quantity;
}

/**
 * R34: what to order now: nothing above the reorder point; else max − projected, rounded up to the order multiple. A
 * maximum that is none, or no more than the point, says nothing: then it is filled above the point by what goes until
 * another order could be there, or it would have to be ordered again at once; at least to the first above the point.
 * Whatever is marked as to be ordered (`needsReorder`) has a suggestion, and is not marked any more once that was ordered.
 */
export function suggestedOrder(figures: Replenishment): Quantity {
  if (!isAtReorderPoint(figures)) return 0;
  const { reorderPoint, maximum, multiple, cover, step } = figures;
  const least = maximum > reorderPoint ? maximum : reorderPoint + Math.max(step, cover);
  const upTo = isReordered(figures) ? least : reorderPoint;
  const missing = upTo - projectedQuantity(figures);
  return multiple <= 0 ? missing : roundUpToStep(missing, multiple);
}
