/** Goods that a rule frees, of orders that no pick list has (R22). */
import type { WriteContext } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/instants.ts';
import type { Quantity } from '../../kernel/money.ts';
import type { Tx } from '../../kernel/table.ts';
import { warehouseName } from './names.ts';

/** Of these orders, those of which a pick list still has something: their goods are being taken from the shelves. */
export async function ordersOnLists(tx: Tx, orderIds: readonly string[]): Promise<Set<string>> {
  if (orderIds.length === 0) return new Set();
  const rows = await tx
    .selectFrom('pickLines')
    .select('orderId')
    .where('orderId', 'in', orderIds)
    .where('allocated', '>', 0)
    .where('deletedAt', 'is', null)
    .groupBy('orderId')
    .orderBy('orderId')
    .execute();
  return new Set(rows.map(({ orderId }) => orderId));
}

/** Frees what an order that no pick list has holds back. @returns what it was, by reservation */
export async function takeReservations(
  tx: Tx,
  orderId: string,
  writing: { readonly now: Instant; readonly updated: ReturnType<WriteContext['updated']> },
): Promise<{ orderLineId: string; quantity: Quantity; warehouse: { id: string; name: string } }[]> {
  const rows = await tx
    .selectFrom('reservations')
    .select(['orderLineId', 'quantity', 'warehouseId'])
    .where('orderId', '=', orderId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  await tx
    .updateTable('reservations')
    .set({ deletedAt: writing.now, ...writing.updated })
    .where('orderId', '=', orderId)
    .where('deletedAt', 'is', null)
    .execute();
  const names = new Map<string, string>();
  for (const id of new Set(rows.map(({ warehouseId }) => warehouseId))) names.set(id, await warehouseName(tx, id));
  return rows.map(({ orderLineId, quantity, warehouseId: id }) => ({
    ...{ orderLineId, quantity },
    warehouse: { id, name: names.get(id) ?? '' },
  }));
}
