/** What movements are worth: moving average (R32), written at the office, seen by those who may see cost (R47). */
import type { WriteContext } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/instants.ts';
import type { UnitPrice } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { Tx } from '../../kernel/table.ts';
import type { StockMovement } from './post-movements.ts';
import { averageAfterReceipt, averageAfterReversal } from './rules/moving-average.ts';

/**
 * Looks up what the goods cost before the movements are booked.
 * @returns `write` books what they are worth; nothing for products whose cost nobody ever said
 */
export async function costMovements(
  tx: Tx,
  movements: readonly StockMovement[],
  occurredAt: Instant,
  context: WriteContext,
): Promise<{ write(): Promise<void> }> {
  const productIds = [...new Set(movements.map(({ product }) => product.id))];
  const known = await tx.selectFrom('productCosts').selectAll().where('id', 'in', productIds).orderBy('id').execute();
  const averages = new Map<string, UnitPrice>(known.map((row) => [row.id, row.averageCost]));
  const onHand = await onHandOf(tx, productIds);
  const rows = movements.flatMap(({ id, product, warehouseId, quantity, cause, unitCost, reversesId }) => {
    const before = averages.get(product.id);
    const cost = unitCost ?? before;
    const there = onHand.get(product.id) ?? 0;
    onHand.set(product.id, there + quantity);
    if (cost === undefined) return [];
    // What is only moved about is worth what it was.
    const isBought = quantity > 0 && unitCost !== null && cause !== 'move';
    // A receipt that is taken back takes along what it brought.
    const isTakenBack = quantity < 0 && unitCost !== null && cause === 'receipt' && reversesId !== undefined;
    const averageAfter = isBought
      ? averageAfterReceipt(there, before ?? cost, quantity, cost)
      : isTakenBack
        ? averageAfterReversal(there, before ?? cost, -quantity, cost)
        : (before ?? cost);
    averages.set(product.id, averageAfter);
    const { currency } = product;
    return { id, productId: product.id, warehouseId, quantity, unitCost: cost, currency, averageAfter, occurredAt };
  });
  return {
    async write() {
      await insertRows(
        tx,
        'movementCosts',
        rows.map((row) => ({ ...row, ...context.created() })),
      );
      for (const product of new Map(movements.map((each) => [each.product.id, each.product])).values()) {
        const averageCost = averages.get(product.id);
        const row = known.find(({ id }) => id === product.id);
        if (averageCost === undefined || row?.averageCost === averageCost) continue;
        if (row) {
          await tx
            .updateTable('productCosts')
            .set({ averageCost, ...context.updated() })
            .where('id', '=', product.id)
            .execute();
        } else {
          const { id, currency } = product;
          await insertRows(tx, 'productCosts', [{ id, productId: id, averageCost, currency, ...context.created() }]);
        }
      }
    },
  };
}

/** Over all warehouses: a product has one average. */
async function onHandOf(tx: Tx, productIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('stockBalances')
    .select(['productId', 'onHand'])
    .where('productId', 'in', productIds)
    .orderBy('id')
    .execute();
  const sums = new Map<string, number>();
  for (const { productId, onHand } of rows) sums.set(productId, (sums.get(productId) ?? 0) + onHand);
  return sums;
}
