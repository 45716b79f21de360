/** What to order now (R34), with the figures that say why. */
import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { addDays, type CalendarDate, calendarDateAt, calendarDateSchema } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import { countingStep } from '../rules/counting-step.ts';
import { DEMAND_DAYS, dailyDemand, reorderPointOf, suggestedOrder } from '../rules/replenishment.ts';
import { stockOutDays } from '../rules/stock-out-days.ts';
import { projectionTables, readBackOrders } from './select-projection.ts';

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
  /** 0: nobody said. */
  readonly maximum: Quantity;
  readonly multiple: Quantity;
  readonly safetyStock: Quantity;
  readonly leadDays: number;
  /** Of the last DEMAND_DAYS. */
  readonly demandADay: Quantity;
  readonly stockOutDays: number;
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
  reads: ['products', 'stockBalances', ...projectionTables, 'suppliers', 'stockMovements', 'orderChanges'],
  isSlow: true,
  async run(db, { warehouseId, today, offsetMinutes }, { now }): Promise<SuggestionRow[]> {
    const shelves = byOlderRule([...(await readShelves(db, warehouseId)), ...(await readBareRules(db, warehouseId))]);
    shelves.sort((a, b) => (a.code === b.code ? (a.id < b.id ? -1 : 1) : a.code < b.code ? -1 : 1));
    const waiting = await readBackOrders(db);
    const days = { now, today, offsetMinutes };
    const demand = await readDemand(
      db,
      shelves.filter(({ isComputed }) => isComputed === 1),
      days,
    );
    const withBackOrder = (id: string, asked: Asked): Asked => ({
      ...asked,
      unmet: asked.unmet + (waiting.get(id) ?? 0),
    });
    const wanted = shelves
      .flatMap((shelf): Omit<SuggestionRow, 'demandADay' | 'stockOutDays'>[] => {
        const { id, onHand, incoming, reserved, productPoint, safetyStock, supplierLeadDays } = shelf;
        const backOrdered = waiting.get(id) ?? 0;
        const committed = reserved + backOrdered;
        const leadDays = shelf.leadDays ?? supplierLeadDays ?? 0;
        const asked = demand.get(id);
        const step = countingStep(shelf);
        const reorderPoint = asked
          ? reorderPointOf(withBackOrder(id, asked), { leadDays, safetyStock: safetyStock ?? 0, step })
          : (shelf.rulePoint ?? productPoint);
        const maximum = shelf.maximum ?? 0;
        const multiple = shelf.multiple ?? 0;
        const figures = { onHand, incoming, reserved, backOrdered, reorderPoint, maximum, multiple, step };
        const suggested = suggestedOrder(figures);
        if (suggested <= 0) return [];
        const { productId, code, name, unit, supplierId, supplierName } = shelf;
        return [
          {
            ...{ id, productId, warehouseId: shelf.warehouseId, code, name, unit, onHand, incoming, committed },
            ...{ reorderPoint, maximum, multiple, safetyStock: safetyStock ?? 0, leadDays, suggested },
            ...{ supplierId, supplierName },
          },
        ];
      })
      .slice(0, LIMIT_ROWS);
    // Whoever orders wants to know how fast it goes, whoever set the point.
    const isWanted = new Set(wanted.map(({ id }) => id));
    const unread = shelves.filter(({ id }) => isWanted.has(id) && !demand.has(id));
    const known = new Map([...demand, ...(await readDemand(db, unread, days))]);
    return wanted.map((row) => {
      const asked = withBackOrder(row.id, known.get(row.id) ?? { shipped: 0, unmet: 0, stockOutDays: 0 });
      return { ...row, demandADay: dailyDemand(asked), stockOutDays: asked.stockOutDays };
    });
  },
});

/** What a product is ordered by. */
const ruleColumns = [
  'products.code',
  'products.name',
  'products.unit',
  'products.tracking',
  'products.reorderPoint as productPoint',
  'reorderRules.id as ruleId',
  'reorderRules.reorderPoint as rulePoint',
  'reorderRules.maximum',
  'reorderRules.multiple',
  'reorderRules.safetyStock',
  'reorderRules.leadDays',
  'reorderRules.isComputed',
  'reorderRules.supplierId',
  'suppliers.name as supplierName',
  'suppliers.leadDays as supplierLeadDays',
] as const;

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
    .select(['stockBalances.reserved', 'stockBalances.incoming', 'stockBalances.quarantined'])
    .select(ruleColumns)
    .where('products.discontinued', '=', 0)
    .where('products.deletedAt', 'is', null);
  if (warehouseId !== null) query = query.where('stockBalances.warehouseId', '=', warehouseId);
  return query.orderBy('products.code').orderBy('stockBalances.id').execute();
}

type Shelf = Awaited<ReturnType<typeof readShelves>>[number];

/** Each shelf once: of two rules that met from two desks the older one holds, as in the stock list. */
function byOlderRule(shelves: readonly Shelf[]): Shelf[] {
  const byId = new Map<string, Shelf>();
  for (const shelf of shelves) {
    const known = byId.get(shelf.id);
    if (!known || (shelf.ruleId ?? '') < (known.ruleId ?? '')) byId.set(shelf.id, shelf);
  }
  return [...byId.values()];
}

/** Rules for what never lay in their warehouse: ordered from nothing on. */
async function readBareRules(db: Reader, warehouseId: string | null): Promise<Shelf[]> {
  let query = db
    .selectFrom('reorderRules')
    .innerJoin('products', 'products.id', 'reorderRules.productId')
    .leftJoin('suppliers', 'suppliers.id', 'reorderRules.supplierId')
    .select(['reorderRules.productId', 'reorderRules.warehouseId'])
    .select(ruleColumns)
    .where('reorderRules.deletedAt', 'is', null)
    .where('products.discontinued', '=', 0)
    .where('products.deletedAt', 'is', null)
    .where(({ eb, not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('stockBalances')
            .select('stockBalances.id')
            .whereRef('stockBalances.productId', '=', eb.ref('reorderRules.productId'))
            .whereRef('stockBalances.warehouseId', '=', eb.ref('reorderRules.warehouseId')),
        ),
      ),
    );
  if (warehouseId !== null) query = query.where('reorderRules.warehouseId', '=', warehouseId);
  const rules = await query.orderBy('reorderRules.id').execute();
  return rules.map((rule) => ({
    ...rule,
    id: `${rule.productId}:${rule.warehouseId}`,
    ...{ onHand: 0, reserved: 0, incoming: 0, quarantined: 0 },
  }));
}

interface Asked {
  readonly shipped: Quantity;
  /** Cut from orders because it was not there; what is still on back-order is not in it. */
  readonly unmet: Quantity;
  readonly stockOutDays: number;
}

/** Demand of the last DEMAND_DAYS of some shelves. */
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
      .select(['productId', 'warehouseId', 'quantity', 'cause', 'condition', 'occurredAt'])
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
    for (const { id, productId, warehouseId, onHand, quarantined } of step) {
      const own = movements.filter((each) => each.productId === productId && each.warehouseId === warehouseId);
      const left = own.filter(({ cause }) => cause === 'shipment' || cause === 'return');
      const shipped = left.reduce((sum, { quantity }) => sum - quantity, 0);
      // What lies in quarantine is nothing to sell (R20).
      const days = own
        .filter(({ condition }) => condition === 'saleable')
        .map(({ quantity, occurredAt }) => ({ quantity, day: calendarDateAt(occurredAt, offsetMinutes) }));
      const unmet = cut
        .filter((each) => each.productId === productId && each.warehouseId === warehouseId)
        .reduce((sum, { quantity }) => sum + quantity, 0);
      const out = stockOutDays(onHand - quarantined, days, addDays(today, -DEMAND_DAYS), today);
      found.set(id, { shipped, unmet, stockOutDays: out });
    }
  }
  return found;
}
