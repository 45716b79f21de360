/** What to order now (R34), with the figures that say why. */
import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import { countingStep } from '../rules/counting-step.ts';
import { isAtReorderPoint } from '../rules/reorder.ts';
import { coverQuantity, dailyDemand, suggestedOrder } from '../rules/replenishment.ts';
import { demandTables, NOTHING_ASKED, readDemand } from './reorder-demand.ts';
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
  reads: ['products', 'stockBalances', ...projectionTables, 'suppliers', ...demandTables],
  isSlow: true,
  async run(db, { warehouseId, today, offsetMinutes }, { now }): Promise<SuggestionRow[]> {
    const shelves = byOlderRule([...(await readShelves(db, warehouseId)), ...(await readBareRules(db, warehouseId))]);
    shelves.sort((a, b) => (a.code === b.code ? (a.id < b.id ? -1 : 1) : a.code < b.code ? -1 : 1));
    const waiting = await readBackOrders(db);
    const wanted = shelves
      .map((shelf) => ({ ...shelf, ...settingsOf(shelf), backOrdered: waiting.get(shelf.id) ?? 0 }))
      .filter(isAtReorderPoint)
      .slice(0, LIMIT_ROWS);
    // Whoever orders wants to know how fast it goes, whoever set the point.
    const demand = await readDemand(db, wanted, waiting, { now, today, offsetMinutes });
    return wanted.map((shelf): SuggestionRow => {
      const { id, productId, code, name, unit, onHand, incoming, reserved, backOrdered, supplierId, supplierName } =
        shelf;
      const { reorderPoint, maximum, multiple, safetyStock, leadDays, step } = shelf;
      const asked = demand.get(id) ?? NOTHING_ASKED;
      const demandADay = dailyDemand(asked);
      const cover = coverQuantity(demandADay, { leadDays, step });
      const figures = { onHand, incoming, reserved, backOrdered, reorderPoint, maximum, multiple, cover, step };
      return {
        ...{
          id,
          productId,
          warehouseId: shelf.warehouseId,
          code,
          name,
          unit,
          onHand,
          incoming,
          supplierId,
          supplierName,
        },
        ...{ committed: reserved + backOrdered, reorderPoint, maximum, multiple, safetyStock, leadDays },
        ...{ demandADay, stockOutDays: asked.stockOutDays, suggested: suggestedOrder(figures) },
      };
    });
  },
});

/** The rule of a shelf, with what holds where it says nothing. The point is the one that the stock list marks. */
function settingsOf(shelf: Shelf) {
  return {
    reorderPoint: shelf.rulePoint ?? shelf.productPoint,
    maximum: shelf.maximum ?? 0,
    multiple: shelf.multiple ?? 0,
    safetyStock: shelf.safetyStock ?? 0,
    leadDays: shelf.leadDays ?? shelf.supplierLeadDays ?? 0,
    step: countingStep(shelf),
  };
}

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
