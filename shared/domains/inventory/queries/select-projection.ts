/** R34 as SQL, beside `projectedQuantity` and `needsReorder`: one reckoning for the stock list, its counts and the suggestions. */
import type { ExpressionBuilder } from 'kysely';
import type { Quantity } from '../../../kernel/money.ts';
import { prepareQuery } from '../../../kernel/prepared.ts';
import type { Reader } from '../../../kernel/table.ts';
import { figureOf } from './select-available.ts';

/** Tables that say what will be there and when more is ordered, beside the balances. */
export const projectionTables = ['orders', 'orderLines', 'reorderRules'] as const;

/** What open orders wait for, by product and by the warehouse that they ship from; joined as `backOrders`. */
export function backOrders(db: Reader) {
  return db
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
    .where('orderLines.backOrdered', '>', 0)
    .where('orderLines.deletedAt', 'is', null)
    .groupBy(['orderLines.productId', 'orders.warehouseId']);
}

const allBackOrders = prepareQuery((tx) =>
  backOrders(tx).orderBy('orderLines.productId').orderBy('orders.warehouseId'),
);

/** What open orders wait for, by `product:warehouse`. */
export async function readBackOrders(db: Reader): Promise<Map<string, Quantity>> {
  const rows = await allBackOrders(db, {});
  return new Map(rows.map((row) => [`${row.productId}:${row.warehouseId}`, Number(row.quantity)]));
}

// biome-ignore lint/suspicious/noExplicitAny: the builder's tables are checked where it is made
type ProjectionBuilder = ExpressionBuilder<any, 'products' | 'stockBalances' | 'backOrders'>;

/** What open orders wait for of a balance, where `backOrders` is joined. */
export function backOrderedOf(eb: ProjectionBuilder) {
  return eb.fn.coalesce(eb.ref('backOrders.quantity').$castTo<number | null>(), eb.val(0));
}

/** Of the warehouse's rule, null where there is none. Of two that met from two desks the older one holds. */
function ruleAt(eb: ProjectionBuilder, column: 'reorderPoint' | 'maximum') {
  return eb
    .selectFrom('reorderRules')
    .select(`reorderRules.${column}`)
    .whereRef('reorderRules.productId', '=', 'products.id')
    .whereRef('reorderRules.warehouseId', '=', 'stockBalances.warehouseId')
    .where('reorderRules.deletedAt', 'is', null)
    .orderBy('reorderRules.id')
    .limit(1)
    .$castTo<number | null>();
}

/** The point of the warehouse's rule, or the product's own. */
export function reorderPointAt(eb: ProjectionBuilder) {
  return eb.fn.coalesce(ruleAt(eb, 'reorderPoint'), eb.ref('products.reorderPoint').$castTo<number>());
}

/** Up to which the warehouse's rule fills it; 0: nobody said. */
export function maximumAt(eb: ProjectionBuilder) {
  return eb.fn.coalesce(ruleAt(eb, 'maximum'), eb.val(0));
}

/** R34: `needsReorder`. Most goods are above their point: nothing more is asked of them. */
export function isToOrder(eb: ProjectionBuilder) {
  const promised = eb(figureOf(eb, 'reserved'), '+', backOrderedOf(eb));
  const projected = eb(eb(figureOf(eb, 'onHand'), '+', figureOf(eb, 'incoming')), '-', eb.parens(promised));
  const point = reorderPointAt(eb);
  return eb.and([
    eb('products.discontinued', '=', 0),
    eb(projected, '<=', point),
    eb.or([eb(projected, '<', point), eb(point, '<>', 0), eb(maximumAt(eb), '>', 0)]),
  ]);
}
