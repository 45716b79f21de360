/**
 * Points that are reckoned from demand (R34). A rule keeps its last figure, and that is the one that holds everywhere: the
 * list marks by it and the suggestions order by it, on every device, also without a network. The office reckons it anew
 * each day; whoever sets a rule reckons it with what their device holds.
 */
import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { calendarDateAt, type Instant } from '../../../kernel/instants.ts';
import { type Quantity, quantitySchema } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader, Row } from '../../../kernel/table.ts';
import { countingStep } from '../rules/counting-step.ts';
import { isStalePoint, reorderPointOf } from '../rules/replenishment.ts';
import { type DemandDay, demandTables, NOTHING_ASKED, readDemand } from './reorder-demand.ts';
import { officeOffset } from './select-available.ts';
import { readBackOrders } from './select-projection.ts';

/** Rules that are looked at at once. */
const STEP_RULES = 2_000;

export interface StalePoint {
  readonly ruleId: string;
  readonly reorderPoint: Quantity;
}

/**
 * Points that demand says otherwise by now.
 * @param since rules that were set after it are taken at their word, also where they differ by little; null: all are looked
 * at, and one that differs by little stays, so that points do not change from day to day
 */
export async function readStalePoints(db: Reader, since: Instant | null, day: DemandDay): Promise<StalePoint[]> {
  const waiting = await readBackOrders(db);
  const stale: StalePoint[] = [];
  let last = '';
  for (;;) {
    const rules = await computedRules(db, last, since);
    const end = rules.at(-1);
    if (!end) return stale;
    last = end.ruleId;
    const shelves = rules.map((rule) => ({ ...rule, id: `${rule.productId}:${rule.warehouseId}` }));
    const demand = await readDemand(db, shelves, waiting, day);
    for (const { id, ruleId, reorderPoint: was, safetyStock, leadDays, supplierLeadDays, ...product } of shelves) {
      const lead = leadDays ?? supplierLeadDays ?? 0;
      const settings = { leadDays: lead, safetyStock, step: countingStep(product) };
      const reorderPoint = reorderPointOf(demand.get(id) ?? NOTHING_ASKED, settings);
      const isStale = since === null ? isStalePoint(was, reorderPoint) : was !== reorderPoint;
      if (isStale) stale.push({ ruleId, reorderPoint });
    }
  }
}

function computedRules(db: Reader, after: string, since: Instant | null) {
  return db
    .selectFrom('reorderRules')
    .innerJoin('products', 'products.id', 'reorderRules.productId')
    .leftJoin('suppliers', 'suppliers.id', 'reorderRules.supplierId')
    .leftJoin('stockBalances', (join) =>
      join
        .onRef('stockBalances.productId', '=', 'reorderRules.productId')
        .onRef('stockBalances.warehouseId', '=', 'reorderRules.warehouseId'),
    )
    .select(['reorderRules.id as ruleId', 'reorderRules.productId', 'reorderRules.warehouseId'])
    .select(['reorderRules.reorderPoint', 'reorderRules.safetyStock', 'reorderRules.leadDays'])
    .select(['suppliers.leadDays as supplierLeadDays', 'products.unit', 'products.tracking'])
    .select(({ fn, ref, val }) => [
      fn.coalesce(ref('stockBalances.onHand').$castTo<number | null>(), val(0)).as('onHand'),
      fn.coalesce(ref('stockBalances.quarantined').$castTo<number | null>(), val(0)).as('quarantined'),
    ])
    .where('reorderRules.isComputed', '=', 1)
    .where('reorderRules.deletedAt', 'is', null)
    .where('products.discontinued', '=', 0)
    .where('products.deletedAt', 'is', null)
    .where('reorderRules.id', '>', after)
    .$if(since !== null, (query) => query.where('reorderRules.updatedAt', '>', since ?? 0))
    .orderBy('reorderRules.id')
    .limit(STEP_RULES)
    .execute();
}

/** The point that a rule would have now; null where the product is not here. */
export const computedPoint = defineQuery({
  name: 'inventory.computedPoint',
  permission: 'inventory.manageProducts',
  args: z.strictObject({
    productId: idSchema,
    warehouseId: idSchema,
    /** Null: the supplier's. */
    leadDays: z.int().min(0).max(1_000).nullable(),
    supplierId: idSchema.nullable(),
    safetyStock: quantitySchema.min(0),
  }),
  reads: ['products', 'suppliers', 'stockBalances', 'orders', 'orderLines', 'settings', ...demandTables],
  async run(db, { productId, warehouseId, leadDays, supplierId, safetyStock }, { now }): Promise<Quantity | null> {
    const product = await db
      .selectFrom('products')
      .select(['unit', 'tracking'])
      .where('id', '=', productId)
      .executeTakeFirst();
    if (!product) return null;
    const id = `${productId}:${warehouseId}`;
    const lying: Pick<Row<'stockBalances'>, 'onHand' | 'quarantined'> = (await db
      .selectFrom('stockBalances')
      .select(['onHand', 'quarantined'])
      .where('id', '=', id)
      .executeTakeFirst()) ?? { onHand: 0, quarantined: 0 };
    const supplier =
      supplierId === null || leadDays !== null
        ? undefined
        : await db.selectFrom('suppliers').select('leadDays').where('id', '=', supplierId).executeTakeFirst();
    const offsetMinutes = await officeOffset(db);
    const day = { now, offsetMinutes, today: calendarDateAt(now, offsetMinutes) };
    const demand = await readDemand(db, [{ id, productId, warehouseId, ...lying }], await readBackOrders(db), day);
    const settings = { leadDays: leadDays ?? supplier?.leadDays ?? 0, safetyStock, step: countingStep(product) };
    return reorderPointOf(demand.get(id) ?? NOTHING_ASKED, settings);
  },
});
