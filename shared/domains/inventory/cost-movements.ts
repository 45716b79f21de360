/**
 * What movements are worth: moving average (R32), written at the office, seen by those who may see cost (R47). Guards:
 * - a product has one average over all warehouses, and over what is under way between them (R27);
 * - an average holds from when it was booked: goods that are told late change nothing that was known before them;
 * - an average is of the same day as its movement: what came late to a closed month changes no value of it (R12).
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/instants.ts';
import type { Quantity, UnitPrice } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { Tx } from '../../kernel/table.ts';
import { type Booked, bookedSince } from './books-day.ts';
import type { StockMovement } from './post-movements.ts';
import { averageAfterReceipt, averageAfterReversal } from './rules/moving-average.ts';

/**
 * Looks up what the goods cost before the movements are booked.
 * @returns `write` books what they are worth; nothing for products whose cost nobody ever said
 */
export async function costMovements(
  tx: Tx,
  movements: readonly StockMovement[],
  booked: Booked,
  context: WriteContext,
): Promise<{ write(): Promise<void> }> {
  const since = await bookedSince(tx, booked);
  const productIds = [...new Set(movements.map(({ product }) => product.id))];
  const known = await tx.selectFrom('productCosts').selectAll().where('id', 'in', productIds).orderBy('id').execute();
  const averages = new Map<string, UnitPrice>(known.map((row) => [row.id, row.averageCost]));
  const owned = await ownedOf(tx, productIds);
  const newest = await newestSince(tx, productIds, since);
  const rows = movements.flatMap(({ id, product, warehouseId, quantity, cause, unitCost, reversesId }) => {
    const before = averages.get(product.id);
    const cost = unitCost ?? before;
    const there = owned.get(product.id) ?? 0;
    // What goes from a warehouse to another stays ours on the way.
    if (cause !== 'transfer') owned.set(product.id, there + quantity);
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
    const worth = { unitCost: cost, currency, averageAfter, occurredAt: newest.get(product.id) ?? since };
    return { id, productId: product.id, warehouseId, quantity, ...worth };
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

/** What there is of products: in all warehouses, and under way between them (R27). */
async function ownedOf(tx: Tx, productIds: readonly string[]): Promise<Map<string, Quantity>> {
  const rows = await tx
    .selectFrom('stockBalances')
    .select(['productId', 'onHand'])
    .where('productId', 'in', productIds)
    .orderBy('id')
    .execute();
  const underWay = await tx
    .selectFrom('transfers')
    .innerJoin('transferLines', 'transferLines.transferId', 'transfers.id')
    .select(['transferLines.productId', 'transferLines.sent', 'transferLines.received', 'transferLines.lost'])
    .where('transfers.state', '=', 'underWay')
    .where('transfers.deletedAt', 'is', null)
    .where('transferLines.productId', 'in', productIds)
    .where('transferLines.deletedAt', 'is', null)
    .orderBy('transferLines.id')
    .execute();
  const sums = new Map<string, Quantity>();
  const add = (productId: string, quantity: Quantity) => sums.set(productId, (sums.get(productId) ?? 0) + quantity);
  for (const { productId, onHand } of rows) add(productId, onHand);
  // Below zero where the destination told before the source: what it has is still in the source's books.
  for (const { productId, sent, received, lost } of underWay) add(productId, sent - received - lost);
  return sums;
}

/** Right after the newest of what was booked already, for products of which something is there that happened since. */
async function newestSince(
  tx: Tx,
  productIds: readonly string[],
  since: Instant,
): Promise<ReadonlyMap<string, Instant>> {
  const rows = await tx
    .selectFrom('movementCosts')
    .select(({ fn }) => ['productId', fn.max('occurredAt').as('at')])
    .where('productId', 'in', productIds)
    .where('occurredAt', '>=', since)
    .groupBy('productId')
    .orderBy('productId')
    .execute();
  return new Map(rows.map(({ productId, at }) => [productId, Number(at) + 1]));
}

/** What one base unit was worth when it moved, by the movement's id; nothing away from the office (R47). */
export async function costsOfMovements(
  tx: Tx,
  ids: readonly string[],
  context: WriteContext,
): Promise<ReadonlyMap<string, UnitPrice>> {
  if (!context.atOffice || ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('movementCosts')
    .select(['id', 'unitCost'])
    .where('id', 'in', [...new Set(ids)])
    .orderBy('id')
    .execute();
  return new Map(rows.map(({ id, unitCost }) => [id, unitCost]));
}
