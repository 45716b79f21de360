import type { WriteContext } from '../../kernel/command.ts';
import type { Quantity } from '../../kernel/money.ts';
import type { Tx } from '../../kernel/table.ts';
import { letGoPicks } from './drop-picks.ts';
import { isDone } from './settle-list.ts';

/** What was sent of an order's line, and what it still waits for. */
export interface SentOfLine {
  readonly orderId: string;
  readonly orderLineId: string;
  readonly warehouseId: string;
  readonly sent: Quantity;
  /** Of the line, after this. */
  readonly stillToSend: Quantity;
}

/**
 * R22: what goods that left had held back is let go: of their own warehouse first; elsewhere only what the line does not
 * need any more.
 * @returns what the line still holds back
 */
export async function takeReserved(
  tx: Tx,
  { orderId, orderLineId, warehouseId, sent, stillToSend }: SentOfLine,
  context: WriteContext,
): Promise<Quantity> {
  const rows = await tx
    .selectFrom('reservations')
    .select(['id', 'warehouseId', 'quantity'])
    .where('orderId', '=', orderId)
    .where('orderLineId', '=', orderLineId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const own = rows.filter((row) => row.warehouseId === warehouseId);
  const others = rows.filter((row) => row.warehouseId !== warehouseId);
  let left = rows.reduce((sum, { quantity }) => sum + quantity, 0);
  const shrink = async (row: (typeof rows)[number], quantity: Quantity): Promise<void> => {
    if (quantity <= 0) return;
    left -= quantity;
    const rest = row.quantity - quantity;
    await tx
      .updateTable('reservations')
      .set({ ...(rest === 0 ? { deletedAt: context.now } : { quantity: rest }), ...context.updated() })
      .where('id', '=', row.id)
      .execute();
  };
  let toTake = sent;
  for (const row of own) {
    const taken = Math.min(toTake, row.quantity);
    toTake -= taken;
    await shrink(row, taken);
  }
  for (const row of others) await shrink(row, Math.min(row.quantity, left - stillToSend));
  const leftHere = own.reduce((sum, { quantity }) => sum + quantity, 0) - (sent - toTake);
  await trimPicks(tx, { orderId, orderLineId, warehouseId }, leftHere, context);
  return left;
}

/** Pick lists take no more than what is held back; what is not needed any more leaves them, the last of the way first. */
async function trimPicks(
  tx: Tx,
  { orderId, orderLineId, warehouseId }: Pick<SentOfLine, 'orderId' | 'orderLineId' | 'warehouseId'>,
  reserved: Quantity,
  context: WriteContext,
): Promise<void> {
  const rows = await tx
    .selectFrom('pickLines')
    .selectAll()
    .where('orderId', '=', orderId)
    .where('orderLineId', '=', orderLineId)
    .where('warehouseId', '=', warehouseId)
    .where('allocated', '>', 0)
    .where('deletedAt', 'is', null)
    .orderBy('position', 'desc')
    .orderBy('id')
    .execute();
  let beyond = rows.reduce((sum, { allocated }) => sum + allocated, 0) - reserved;
  // What still stands on its shelf goes before what was taken already.
  const goes = [...rows]
    .sort((a, b) => Number(isDone(a)) - Number(isDone(b)))
    .flatMap((line) => {
      const quantity = Math.min(beyond, line.allocated);
      beyond -= Math.max(0, quantity);
      return quantity > 0 ? [{ line, quantity }] : [];
    });
  await letGoPicks(tx, goes, context);
}
