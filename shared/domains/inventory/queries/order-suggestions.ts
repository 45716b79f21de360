/** What to order now (R34), with the figures that say why. */
import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { addDays, type CalendarDate, calendarDateAt, calendarDateSchema } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import { DEMAND_DAYS, dailyDemand, reorderPointOf, suggestedOrder } from '../rules/replenishment.ts';
import { stockOutDays } from '../rules/stock-out-days.ts';

/** One product that a warehouse has to order. */
export interface SuggestionRow {
  /** productId:warehouseId. */
  readonly id: string;
  readonly productId: string;
  readonly warehouseId: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly onHand: Quantity;
  readonly incoming: Quantity;
  /** Reserved, and on back-order. */
  readonly committed: Quantity;
  readonly reorderPoint: Quantity;
  readonly maximum: Quantity;
  readonly multiple: Quantity;
  readonly safetyStock: Quantity;
  readonly leadDays: number;
  /** Of the last DEMAND_DAYS; null where the point is a figure that somebody set. */
  readonly demandADay: Quantity | null;
  readonly stockOutDays: number | null;
  readonly suggested: Quantity;
  /** Null: nobody said who brings it. */
  readonly supplierId: string | null;
  readonly supplierName: string | null;
}

const MS_PER_DAY = 86_400_000;
/** So many rows are shown: a list to be worked off. */
const LIMIT_ROWS = 500;

export const orderSuggestions = defineQuery({
  name: 'inventory.orderSuggestions',
  permission: 'inventory.seeSuppliers',
  args: z.strictObject({
    /** Null: all. */
    warehouseId: idSchema.nullable(),
    today: calendarDateSchema,
    /** Of the company's days, minutes east of UTC. */
    offsetMinutes: z.int().min(-840).max(840),
  }),
  reads: [
    'products',
    'stockBalances',
    'reorderRules',
    'suppliers',
    'orders',
    'orderLines',
    'stockMovements',
    'orderChanges',
  ],
  isSlow: true,
  async run(db, { warehouseId, today, offsetMinutes }, { now }): Promise<SuggestionRow[]> {
    const shelves = await readShelves(db, warehouseId);
    const backOrders = await readBackOrders(db);
    const computed = shelves.filter(({ isComputed }) => isComputed === 1);
    const demand = await readDemand(db, computed, { now, today, offsetMinutes });
    const rows = shelves.flatMap((shelf): SuggestionRow[] => {
      const { id, onHand, incoming, reserved, productPoint, safetyStock, supplierLeadDays } = shelf;
      const committed = reserved + (backOrders.get(id) ?? 0);
      const leadDays = shelf.leadDays ?? supplierLeadDays ?? 0;
      const asked = demand.get(id);
      const unmet = asked ? asked.unmet + (backOrders.get(id) ?? 0) : 0;
      const figures = asked ? { ...asked, unmet } : null;
      const reorderPoint = figures
        ? reorderPointOf(figures, leadDays, safetyStock ?? 0)
        : (shelf.rulePoint ?? productPoint);
      const maximum = Math.max(shelf.maximum ?? 0, reorderPoint);
      const multiple = shelf.multiple ?? 0;
      const suggested = suggestedOrder({ onHand, incoming, committed, reorderPoint, maximum, multiple });
      if (suggested <= 0) return [];
      const { productId, code, name, unit, supplierId, supplierName } = shelf;
      return [
        {
          ...{ id, productId, warehouseId: shelf.warehouseId, code, name, unit, onHand, incoming, committed },
          ...{ reorderPoint, maximum, multiple, safetyStock: safetyStock ?? 0, leadDays, suggested },
          demandADay: figures ? dailyDemand(figures) : null,
          stockOutDays: figures ? figures.stockOutDays : null,
          ...{ supplierId, supplierName },
        },
      ];
    });
    return rows.slice(0, LIMIT_ROWS);
  },
});

/** Every product in every warehouse that knows it, with the rule that it is ordered by. */
async function readShelves(db: Reader, warehouseId: string | null) {
  let query = db
    .selectFrom('stockBalances')
    .innerJoin('products', 'products.id', 'stockBalances.productId')
    .leftJoin('reorderRules', (join) =>
      join
        .onRef('reorderRules.productId', '=', 'stockBalances.productId')
        .onRef('reorderRules.warehouseId', '=', 'stockBalances.warehouseId')
        .on('reorderRules.deletedAt', 'is', null),
    )
    .leftJoin('suppliers', 'suppliers.id', 'reorderRules.supplierId')
    .select(['stockBalances.id', 'stockBalances.productId', 'stockBalances.warehouseId', 'stockBalances.onHand'])
    .select(['stockBalances.reserved', 'stockBalances.incoming', 'products.code', 'products.name', 'products.unit'])
    .select(['products.reorderPoint as productPoint', 'reorderRules.reorderPoint as rulePoint'])
    .select(['reorderRules.maximum', 'reorderRules.multiple', 'reorderRules.safetyStock', 'reorderRules.leadDays'])
    .select(['reorderRules.isComputed', 'reorderRules.supplierId', 'suppliers.name as supplierName'])
    .select('suppliers.leadDays as supplierLeadDays')
    .where('products.discontinued', '=', 0)
    .where('products.deletedAt', 'is', null);
  if (warehouseId !== null) query = query.where('stockBalances.warehouseId', '=', warehouseId);
  return query.orderBy('products.code').orderBy('stockBalances.id').execute();
}

type Shelf = Awaited<ReturnType<typeof readShelves>>[number];

/** What open orders wait for, by product and warehouse. */
async function readBackOrders(db: Reader): Promise<Map<string, Quantity>> {
  const rows = await db
    .selectFrom('orders')
    .innerJoin('orderLines', 'orderLines.orderId', 'orders.id')
    .select(({ fn }) => [
      'orderLines.productId',
      'orders.warehouseId',
      fn.sum<number>('orderLines.backOrdered').as('quantity'),
    ])
    .where('orders.state', '=', 'open')
    .where('orders.backOrderedLines', '>', 0)
    .where('orders.deletedAt', 'is', null)
    .where('orderLines.deletedAt', 'is', null)
    .groupBy(['orderLines.productId', 'orders.warehouseId'])
    .orderBy('orderLines.productId')
    .orderBy('orders.warehouseId')
    .execute();
  return new Map(rows.map((row) => [`${row.productId}:${row.warehouseId}`, Number(row.quantity)]));
}

interface Asked {
  readonly shipped: Quantity;
  /** Cut from orders because it was not there; what is still on back-order is not in it. */
  readonly unmet: Quantity;
  readonly stockOutDays: number;
}

/** Demand of the last DEMAND_DAYS of shelves whose reorder point is computed. */
async function readDemand(
  db: Reader,
  shelves: readonly Shelf[],
  { now, today, offsetMinutes }: { readonly now: number; readonly today: CalendarDate; readonly offsetMinutes: number },
): Promise<Map<string, Asked>> {
  const since = now - DEMAND_DAYS * MS_PER_DAY;
  const found = new Map<string, Asked>();
  // In steps, since a statement takes only so many values.
  for (let from = 0; from < shelves.length; from += 400) {
    const step = shelves.slice(from, from + 400);
    const productIds = [...new Set(step.map(({ productId }) => productId))];
    const movements = await db
      .selectFrom('stockMovements')
      .select(['productId', 'warehouseId', 'quantity', 'cause', 'occurredAt'])
      .where('productId', 'in', productIds)
      .where('occurredAt', '>=', since)
      .where('deletedAt', 'is', null)
      .orderBy('occurredAt')
      .orderBy('id')
      .execute();
    const cut = await db
      .selectFrom('orderChanges')
      .innerJoin('orders', 'orders.id', 'orderChanges.orderId')
      .select(['orderChanges.productId', 'orders.warehouseId', 'orderChanges.quantity'])
      .where('orderChanges.productId', 'in', productIds)
      .where('orderChanges.kind', 'in', ['lineCut', 'substituted'])
      .where('orderChanges.changedAt', '>=', since)
      .orderBy('orderChanges.id')
      .execute();
    for (const { id, productId, warehouseId, onHand } of step) {
      const own = movements.filter((each) => each.productId === productId && each.warehouseId === warehouseId);
      const left = own.filter(({ cause }) => cause === 'shipment' || cause === 'return');
      const shipped = left.reduce((sum, { quantity }) => sum - quantity, 0);
      const days = own.map(({ quantity, occurredAt }) => ({
        quantity,
        day: calendarDateAt(occurredAt, offsetMinutes),
      }));
      const unmet = cut
        .filter((each) => each.productId === productId && each.warehouseId === warehouseId)
        .reduce((sum, { quantity }) => sum + quantity, 0);
      const out = stockOutDays(onHand, days, addDays(today, -DEMAND_DAYS), today);
      found.set(id, { shipped, unmet, stockOutDays: out });
    }
  }
  return found;
}
