/**
 * R22: goods that are held back for one order's line go over to another's, in the warehouse where they lie. Guards:
 * - what a pick list has of them stays: it is being taken from its shelf, or was already;
 * - as much is held back after it as before.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { Quantity } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { Row, Tx } from '../../kernel/table.ts';

/** One line of an order, in one warehouse. */
export interface HoldingLine {
  readonly orderId: string;
  readonly orderLineId: string;
  readonly warehouseId: string;
}

/** What a line holds back in a warehouse, and what of it no pick list has. */
export async function heldByLine(tx: Tx, line: HoldingLine): Promise<{ held: Quantity; free: Quantity }> {
  const rows = await reservationsOf(tx, line);
  const picks = await tx
    .selectFrom('pickLines')
    .select(['id', 'allocated'])
    .where('orderId', '=', line.orderId)
    .where('orderLineId', '=', line.orderLineId)
    .where('warehouseId', '=', line.warehouseId)
    .where('allocated', '>', 0)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const held = rows.reduce((sum, { quantity }) => sum + quantity, 0);
  const onLists = picks.reduce((sum, { allocated }) => sum + allocated, 0);
  return { held, free: Math.max(0, held - onLists) };
}

/** Takes from one line, whose free goods they must be, and gives to another. */
export async function moveReserved(
  tx: Tx,
  from: HoldingLine,
  to: HoldingLine & Pick<Row<'reservations'>, 'productId'>,
  moved: { readonly quantity: Quantity; readonly reservationId: string },
  context: WriteContext,
): Promise<void> {
  let left = moved.quantity;
  for (const { id, quantity } of await reservationsOf(tx, from)) {
    const taken = Math.min(left, quantity);
    if (taken === 0) continue;
    left -= taken;
    await tx
      .updateTable('reservations')
      .set({
        ...(taken === quantity ? { deletedAt: context.now } : { quantity: quantity - taken }),
        ...context.updated(),
      })
      .where('id', '=', id)
      .execute();
  }
  const [standing] = await reservationsOf(tx, to);
  if (standing) {
    await tx
      .updateTable('reservations')
      .set({ quantity: standing.quantity + moved.quantity, ...context.updated() })
      .where('id', '=', standing.id)
      .execute();
    return;
  }
  const { reservationId: id, quantity } = moved;
  await insertRows(tx, 'reservations', [{ id, ...to, quantity, ...context.created() }]);
}

const reservationsOf = (tx: Tx, { orderId, orderLineId, warehouseId }: HoldingLine) =>
  tx
    .selectFrom('reservations')
    .select(['id', 'quantity'])
    .where('orderId', '=', orderId)
    .where('orderLineId', '=', orderLineId)
    .where('warehouseId', '=', warehouseId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
