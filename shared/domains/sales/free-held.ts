/**
 * R22: an order that is on hold for so many days gives its goods free. Guards:
 * - nothing changes but what the lines hold back: what is freed is on back-order from now on, and nothing else;
 * - each freed reservation leaves a row in the order's history, which the device of its seller shows.
 */
import type { Instant } from '../../kernel/instants.ts';
import type { Quantity } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { AuditColumns, Row, Tx } from '../../kernel/table.ts';

/** What one reservation held back. */
export interface FreedReservation {
  readonly orderLineId: string;
  readonly quantity: Quantity;
  readonly warehouse: { readonly id: string; readonly name: string };
}

/** The system's own writing: when, under which ids. */
export interface FreeWriting {
  readonly now: Instant;
  readonly actorId: string;
  newId(): string;
  readonly created: AuditColumns;
  readonly updated: Pick<AuditColumns, 'updatedAt' | 'updatedBy'>;
}

/**
 * Open orders on hold that hold goods back, by id. A hold is written into the order itself, so one that nothing was
 * written into since `before` has been on hold for as long.
 * @param ids null: all
 */
export function findLongHeld(tx: Tx, before: Instant, ids: readonly string[] | null): Promise<Row<'orders'>[]> {
  const query = tx
    .selectFrom('orders')
    .selectAll()
    .where('state', '=', 'open')
    .where('deletedAt', 'is', null)
    .where('updatedAt', '<=', before)
    .where((eb) => eb.or([eb('creditHold', '=', 1), eb('approvalHold', '=', 1), eb('manualHold', '=', 1)]))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('orderLines')
          .select('orderLines.id')
          .whereRef('orderLines.orderId', '=', 'orders.id')
          .where('orderLines.reserved', '>', 0)
          .where('orderLines.deletedAt', 'is', null),
      ),
    );
  return (ids === null ? query : query.where('id', 'in', ids)).orderBy('id').execute();
}

/** Writes into an order and its history what its lines hold back no more. */
export async function noteFreed(
  tx: Tx,
  order: Row<'orders'>,
  freed: readonly FreedReservation[],
  { now, actorId, newId, created, updated }: FreeWriting,
): Promise<void> {
  const lines = await tx
    .selectFrom('orderLines')
    .selectAll()
    .where('orderId', '=', order.id)
    .where('deletedAt', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const after = lines.map((line) => {
    const own = freed.filter(({ orderLineId }) => orderLineId === line.id);
    const quantity = own.reduce((sum, each) => sum + each.quantity, 0);
    return { ...line, reserved: line.reserved - quantity, backOrdered: line.backOrdered + quantity };
  });
  for (const [at, { id, reserved, backOrdered }] of after.entries()) {
    if (reserved === lines[at]?.reserved) continue;
    await tx
      .updateTable('orderLines')
      .set({ reserved, backOrdered, ...updated })
      .where('id', '=', id)
      .execute();
  }
  const backOrderedLines = after.filter(({ backOrdered }) => backOrdered > 0).length;
  await tx
    .updateTable('orders')
    .set({ backOrderedLines, ...updated })
    .where('id', '=', order.id)
    .execute();
  const { number: orderNumber, customerName, shipTo, requestedOn, currency, totalMinor } = order;
  const rows = freed.flatMap(({ orderLineId, quantity, warehouse }) => {
    const line = lines.find(({ id }) => id === orderLineId);
    if (!line) return [];
    const { position, productId, productName, unit } = line;
    return {
      ...{ id: newId(), orderId: order.id, orderLineId, kind: 'reservationFreed' as const },
      ...{ position, productId, productName, unit, quantity },
      ...{ quantityBefore: line.quantity, quantityAfter: line.quantity },
      ...{ warehouseId: warehouse.id, warehouseName: warehouse.name, newLineId: null, newProductName: null },
      ...{ totalBeforeMinor: totalMinor, totalAfterMinor: totalMinor, currency },
      ...{ orderNumber, customerName, shipTo, requestedOn },
      ...{ changedAt: now, changedBy: actorId, changedByName: '', deviceCode: '', ...created },
    };
  });
  await insertRows(tx, 'orderChanges', rows);
}
