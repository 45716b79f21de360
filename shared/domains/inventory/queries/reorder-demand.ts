/** What was asked for of late (R34): for who orders, and for points that are reckoned from it. */
import { addDays, type CalendarDate, calendarDateAt, type Instant } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import type { Reader } from '../../../kernel/table.ts';
import { DEMAND_DAYS, type Demand } from '../rules/replenishment.ts';
import { stockOutDays } from '../rules/stock-out-days.ts';

/** What a reader of these must read, beside `projectionTables`. */
export const demandTables = ['stockMovements', 'orderChanges'] as const;

export const NOTHING_ASKED: Demand = { shipped: 0, unmet: 0, stockOutDays: 0 };

const MS_PER_DAY = 86_400_000;
/** A statement takes so many values. */
const STEP_SHELVES = 400;

/** A product in a warehouse, with what lies there now: from it the days without stock are reckoned back. */
export interface DemandedShelf {
  /** productId:warehouseId. */
  readonly id: string;
  readonly productId: string;
  readonly warehouseId: string;
  readonly onHand: Quantity;
  readonly quarantined: Quantity;
}

export interface DemandDay {
  readonly now: Instant;
  readonly today: CalendarDate;
  /** Of the company's days, minutes east of UTC. */
  readonly offsetMinutes: number;
}

/**
 * Demand of the last DEMAND_DAYS of some shelves, by their ids: what left for customers less what came back, what was cut
 * from orders because it was not there, and what is waited for.
 * @param waiting what open orders wait for, by shelf (`readBackOrders`)
 */
export async function readDemand(
  db: Reader,
  shelves: readonly DemandedShelf[],
  waiting: ReadonlyMap<string, Quantity>,
  { now, today, offsetMinutes }: DemandDay,
): Promise<Map<string, Demand>> {
  const since = now - DEMAND_DAYS * MS_PER_DAY;
  const found = new Map<string, Demand>();
  for (let from = 0; from < shelves.length; from += STEP_SHELVES) {
    const step = shelves.slice(from, from + STEP_SHELVES);
    const productIds = [...new Set(step.map(({ productId }) => productId))];
    const moved = byShelf(
      await db
        .selectFrom('stockMovements')
        .select(['productId', 'warehouseId', 'quantity', 'cause', 'condition', 'occurredAt'])
        .where('productId', 'in', productIds)
        .where('occurredAt', '>=', since)
        .where('deletedAt', 'is', null)
        .orderBy('occurredAt')
        .orderBy('id')
        .execute(),
    );
    const cut = byShelf(
      await db
        .selectFrom('orderChanges')
        .innerJoin('orders', 'orders.id', 'orderChanges.orderId')
        .select(['orderChanges.productId', 'orders.warehouseId', 'orderChanges.quantity'])
        .where('orderChanges.productId', 'in', productIds)
        .where('orderChanges.kind', 'in', ['lineCut', 'substituted'])
        .where('orderChanges.changedAt', '>=', since)
        .orderBy('orderChanges.id')
        .execute(),
    );
    for (const { id, onHand, quarantined } of step) {
      const own = moved.get(id) ?? [];
      const left = own.filter(({ cause }) => cause === 'shipment' || cause === 'return');
      // What lies in quarantine is nothing to sell (R20).
      const days = own
        .filter(({ condition }) => condition === 'saleable')
        .map(({ quantity, occurredAt }) => ({ quantity, day: calendarDateAt(occurredAt, offsetMinutes) }));
      found.set(id, {
        shipped: left.reduce((sum, { quantity }) => sum - quantity, 0),
        unmet: (cut.get(id) ?? []).reduce((sum, { quantity }) => sum + quantity, waiting.get(id) ?? 0),
        stockOutDays: stockOutDays(onHand - quarantined, days, addDays(today, -DEMAND_DAYS), today),
      });
    }
  }
  return found;
}

function byShelf<Row extends { readonly productId: string | null; readonly warehouseId: string }>(
  rows: readonly Row[],
): Map<string, Row[]> {
  const shelves = new Map<string, Row[]>();
  for (const row of rows) {
    const id = `${row.productId}:${row.warehouseId}`;
    const known = shelves.get(id);
    if (known) known.push(row);
    else shelves.set(id, [row]);
  }
  return shelves;
}
