import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';

/** A warehouse has no more waiting than this; what waits longest stands first. */
const LIMIT_ORDERS = 300;

/** An order that has goods in a warehouse and is on no pick list with all of them. */
export interface ReleaseQueueRow {
  readonly id: string;
  readonly number: string;
  readonly customerName: string;
  readonly requestedOn: string | null;
  readonly confirmedAt: number;
  readonly lineCount: number;
  readonly backOrderedLines: number;
  readonly creditHold: 0 | 1;
  readonly approvalHold: 0 | 1;
  readonly manualHold: 0 | 1;
  readonly shipComplete: 0 | 1;
  /** Held back here. */
  readonly reserved: Quantity;
  /** Of it on pick lists. */
  readonly allocated: Quantity;
}

/** Orders that wait to be released to a warehouse: what is due first, then in the order in which they were taken. */
export const releaseQueue = defineQuery({
  name: 'inventory.releaseQueue',
  permission: 'inventory.releaseOrders',
  args: z.strictObject({ warehouseId: idSchema }),
  reads: ['orders', 'reservations', 'pickLines'],
  async run(db, { warehouseId }): Promise<ReleaseQueueRow[]> {
    const rows = await db
      .selectFrom('orders')
      .select(['orders.id', 'orders.number', 'orders.customerName', 'orders.requestedOn', 'orders.confirmedAt'])
      .select(['orders.lineCount', 'orders.backOrderedLines', 'orders.warehouseId', 'orders.shipComplete'])
      .select(['orders.creditHold', 'orders.approvalHold', 'orders.manualHold'])
      .select((eb) => [
        eb.fn
          .coalesce(
            eb
              .selectFrom('reservations')
              .select(({ fn }) => fn.sum<number>('reservations.quantity').as('quantity'))
              .whereRef('reservations.orderId', '=', 'orders.id')
              .where('reservations.warehouseId', '=', warehouseId)
              .where('reservations.deletedAt', 'is', null)
              .$castTo<number | null>(),
            eb.val(0),
          )
          .as('reserved'),
        eb.fn
          .coalesce(
            eb
              .selectFrom('pickLines')
              .select(({ fn }) => fn.sum<number>('pickLines.allocated').as('allocated'))
              .whereRef('pickLines.orderId', '=', 'orders.id')
              .where('pickLines.warehouseId', '=', warehouseId)
              .where('pickLines.deletedAt', 'is', null)
              .$castTo<number | null>(),
            eb.val(0),
          )
          .as('allocated'),
      ])
      .where('orders.state', '=', 'open')
      .where('orders.deletedAt', 'is', null)
      .orderBy('orders.confirmedAt')
      .orderBy('orders.id')
      .execute();
    const due = (row: { readonly requestedOn: string | null }): string => row.requestedOn ?? '9999-12-31';
    return (
      rows
        // Pieces on back-order take what has come in when the order is released.
        .filter((row) => row.reserved > row.allocated || (row.warehouseId === warehouseId && row.backOrderedLines > 0))
        .sort((a, b) => (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : 0))
        .slice(0, LIMIT_ORDERS)
    );
  },
});
