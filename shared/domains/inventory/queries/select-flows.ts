/** R21: what lies in a warehouse, what comes and what is promised, product by product, as far as this device knows. */

import type { Quantity } from '../../../kernel/money.ts';
import type { Reader } from '../../../kernel/table.ts';
import type { Due, Flow } from '../rules/promise.ts';
import { type Asker, availabilityTables, figureOf, heldForOthersOf, unsaleableOf } from './select-available.ts';

/** The tables behind `selectFlows`, which a query of promises declares. */
export const flowTables = [
  ...availabilityTables,
  ...(['expectedReceipts', 'reservations', 'orders', 'orderLines'] as const),
] as const;

const nothing: Flow = { onHand: 0, receipts: [], commitments: [] };

/** Of each of the products; one of which nothing is known has nothing. */
export async function selectFlows(
  db: Reader,
  warehouseId: string,
  productIds: readonly string[],
  asker: Asker,
): Promise<ReadonlyMap<string, Flow>> {
  const ids = [...new Set(productIds)];
  if (ids.length === 0) return new Map();
  const stock = await db
    .selectFrom('stockBalances')
    .select((eb) => [
      'stockBalances.productId',
      figureOf(eb, 'onHand').as('onHand'),
      figureOf(eb, 'reserved').as('reserved'),
      unsaleableOf(eb, asker).as('unsaleable'),
      heldForOthersOf(eb, asker).as('heldForOthers'),
    ])
    .where(
      'stockBalances.id',
      'in',
      ids.map((productId) => `${productId}:${warehouseId}`),
    )
    .orderBy('stockBalances.id')
    .execute();
  const receipts = await db
    .selectFrom('expectedReceipts')
    .select(['productId', 'quantity', 'dueOn as on'])
    .where('productId', 'in', ids)
    .where('warehouseId', '=', warehouseId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const held = await db
    .selectFrom('reservations')
    .leftJoin('orders', 'orders.id', 'reservations.orderId')
    .select(['reservations.productId', 'reservations.quantity', 'orders.requestedOn as on'])
    .where('reservations.productId', 'in', ids)
    .where('reservations.warehouseId', '=', warehouseId)
    .where('reservations.deletedAt', 'is', null)
    .orderBy('reservations.id')
    .execute();
  const waiting = await db
    .selectFrom('orderLines')
    .innerJoin('orders', 'orders.id', 'orderLines.orderId')
    .select(['orderLines.productId', 'orderLines.backOrdered as quantity', 'orders.requestedOn as on'])
    .where('orderLines.productId', 'in', ids)
    .where('orderLines.backOrdered', '>', 0)
    .where('orderLines.deletedAt', 'is', null)
    .where('orders.warehouseId', '=', warehouseId)
    .where('orders.state', '=', 'open')
    .orderBy('orderLines.id')
    .execute();
  const stockOf = new Map(stock.map((row) => [row.productId, row]));
  const receiptsOf = byProduct(receipts);
  const heldOf = byProduct(held);
  const waitingOf = byProduct(waiting);
  return new Map(
    ids.map((productId) => {
      const { onHand = 0, reserved = 0, unsaleable = 0, heldForOthers = 0 } = stockOf.get(productId) ?? {};
      const seen = heldOf.get(productId) ?? [];
      // A rep's device holds the orders of a few territories: what else the balance says is held back is due at once.
      const seenQuantity = seen.reduce((sum, { quantity }) => sum + quantity, 0);
      const unseen = { quantity: Math.max(0, reserved - seenQuantity), on: null };
      const flow: Flow = {
        onHand: onHand - unsaleable - heldForOthers,
        receipts: receiptsOf.get(productId) ?? [],
        commitments: [...seen, unseen, ...(waitingOf.get(productId) ?? [])],
      };
      return [productId, flow];
    }),
  );
}

/** What is known of one product. */
export function flowOf(flows: ReadonlyMap<string, Flow>, productId: string): Flow {
  return flows.get(productId) ?? nothing;
}

function byProduct(
  rows: readonly { readonly productId: string; readonly quantity: Quantity; readonly on: string | null }[],
): ReadonlyMap<string, readonly Due[]> {
  const found = new Map<string, Due[]>();
  for (const { productId, quantity, on } of rows) {
    const known = found.get(productId);
    if (known) known.push({ quantity, on });
    else found.set(productId, [{ quantity, on }]);
  }
  return found;
}
