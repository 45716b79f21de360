/**
 * What shipping does to an order (R5, R8, R22). Guards: of every line, shipped + held back + on back-order is what was
 * ordered, or more was shipped than that; an order closes when all of it has left, and opens again when something of it is
 * taken back.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { Minor, Quantity } from '../../kernel/money.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { shippedValue } from './rules/shipped-value.ts';

/** An order as documents of the warehouse name it, whoever sees it; undefined where this database does not hold it. */
export async function orderForShipping(tx: Tx, orderId: string): Promise<Row<'orders'> | undefined> {
  return tx
    .selectFrom('orders')
    .selectAll()
    .where('id', '=', orderId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
}

/** What is known of an order whose pieces another warehouse delivers: that one sees decisions, not the order (R35). */
export async function decidedFor(
  tx: Tx,
  orderId: string,
): Promise<Pick<Row<'orderChanges'>, 'orderNumber' | 'customerName' | 'shipTo'> | undefined> {
  const [change] = await tx
    .selectFrom('orderChanges')
    .select(['orderNumber', 'customerName', 'shipTo'])
    .where('orderId', '=', orderId)
    .orderBy('changedAt')
    .orderBy('id')
    .execute();
  return change;
}

/** How a line stands after goods of it left, or came back. */
export interface LineStanding {
  readonly id: string;
  readonly shipped: Quantity;
  readonly reserved: Quantity;
  readonly backOrdered: Quantity;
}

/** Writes how lines stand, and what that makes of the order. @returns the order's state after it */
export async function setLineStandings(
  tx: Tx,
  order: Row<'orders'>,
  standings: readonly LineStanding[],
  context: WriteContext,
): Promise<Row<'orders'>['state']> {
  for (const { id, shipped, reserved, backOrdered } of standings) {
    await tx
      .updateTable('orderLines')
      .set({ shipped, reserved, backOrdered, ...context.updated() })
      .where('id', '=', id)
      .execute();
  }
  const lines = await tx
    .selectFrom('orderLines')
    .select(['id', 'quantity', 'shipped', 'backOrdered'])
    .where('orderId', '=', order.id)
    .where('deletedAt', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const backOrderedLines = lines.filter((line) => line.backOrdered > 0).length;
  const isShipped = lines.length > 0 && lines.every(({ quantity, shipped }) => shipped >= quantity);
  const isLiving = order.state === 'open' || order.state === 'closed';
  const state = isLiving ? (isShipped ? 'closed' : 'open') : order.state;
  if (state !== order.state || backOrderedLines !== order.backOrderedLines) {
    await tx
      .updateTable('orders')
      .set({ state, backOrderedLines, ...context.updated() })
      .where('id', '=', order.id)
      .execute();
  }
  return state;
}

/** Closes an order of which the rest will not be delivered (R6). */
export async function closeOrder(tx: Tx, orderId: string, context: WriteContext): Promise<void> {
  await tx
    .updateTable('orders')
    .set({ state: 'closed', ...context.updated() })
    .where('id', '=', orderId)
    .execute();
}

/** R54: what has been sent of an order's lines is worth. */
export function valueShipped(lines: readonly Row<'orderLines'>[]): Minor {
  return lines.reduce((sum, line) => sum + shippedValue(line, line.shipped), 0);
}
