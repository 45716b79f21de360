import type { WriteContext } from '../../kernel/command.ts';
import { divideHalfUp, type UnitPrice } from '../../kernel/money.ts';
import type { Tx } from '../../kernel/table.ts';

/** One lot's share of what a product costs. */
export interface CostShare {
  readonly quantity: number;
  readonly unitCost: UnitPrice;
}

/** R32: the average of what there is, weighed by quantity; of nothing, what was said last. Null: nobody said anything. */
export function averageOf(shares: readonly CostShare[]): UnitPrice | null {
  const last = shares.at(-1);
  if (!last) return null;
  const quantity = shares.reduce((sum, share) => sum + BigInt(share.quantity), 0n);
  if (quantity === 0n) return last.unitCost;
  const value = shares.reduce((sum, share) => sum + BigInt(share.quantity) * BigInt(share.unitCost), 0n);
  return divideHalfUp(value, quantity);
}

export interface OpeningCost {
  readonly productId: string;
  readonly averageCost: UnitPrice;
  readonly currency: string;
}

/**
 * Sets what products cost on opening day, each once. Once goods have come in otherwise than by opening balances the
 * average is theirs too, however much was sold since, and an opening file that is read again leaves it alone.
 * @returns the products whose cost changed
 */
export async function setOpeningCosts(
  tx: Tx,
  costs: readonly OpeningCost[],
  context: WriteContext,
): Promise<Set<string>> {
  const changed = new Set<string>();
  if (costs.length === 0) return changed;
  const ids = costs.map((cost) => cost.productId);
  const known = new Map(
    (await tx.selectFrom('productCosts').selectAll().where('id', 'in', ids).orderBy('id').execute()).map((row) => [
      row.id,
      row,
    ]),
  );
  const received = await receivedOtherwise(tx, ids);
  for (const { productId, averageCost, currency } of costs) {
    const row = known.get(productId);
    if (!row) {
      await tx
        .insertInto('productCosts')
        .values({ id: productId, productId, averageCost, currency, ...context.created() })
        .execute();
    } else if (!received.has(productId) && (row.averageCost !== averageCost || row.currency !== currency)) {
      await tx
        .updateTable('productCosts')
        .set({ averageCost, currency, ...context.updated() })
        .where('id', '=', productId)
        .execute();
    } else continue;
    changed.add(productId);
  }
  return changed;
}

/** Products that came with a receipt, or of which more is there than opening balances brought. */
async function receivedOtherwise(tx: Tx, productIds: readonly string[]): Promise<Set<string>> {
  const came = await tx
    .selectFrom('receiptLines')
    .select('productId')
    .distinct()
    .where('productId', 'in', [...productIds])
    .where('deletedAt', 'is', null)
    .orderBy('productId')
    .execute();
  const rows = await tx
    .selectFrom('stockBalances')
    .select(['productId', 'onHand', 'opening'])
    .where('productId', 'in', [...productIds])
    .orderBy('id')
    .execute();
  const beyond = new Map<string, number>();
  for (const { productId, onHand, opening } of rows)
    beyond.set(productId, (beyond.get(productId) ?? 0) + onHand - opening);
  const more = [...beyond].filter(([, quantity]) => quantity > 0);
  return new Set([...came.map(({ productId }) => productId), ...more.map(([productId]) => productId)]);
}
