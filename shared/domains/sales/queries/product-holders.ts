import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';

/** More nobody decides about at once; the rest follows once these are shipped. */
const LIMIT_ROWS = 200;

/** Goods that an order's line holds back in a warehouse. */
export interface HoldingRow {
  /** `<line>:<warehouse>` */
  readonly id: string;
  readonly orderId: string;
  readonly orderLineId: string;
  readonly number: string;
  readonly customerName: string;
  readonly requestedOn: string | null;
  readonly confirmedAt: number;
  readonly isHeld: boolean;
  readonly warehouseId: string;
  readonly held: Quantity;
  /** Of them: on a pick list, or picked already. */
  readonly onLists: Quantity;
}

/** A line that waits for goods. */
export interface WaitingRow {
  /** The order's line. */
  readonly id: string;
  readonly orderId: string;
  readonly number: string;
  readonly customerName: string;
  readonly requestedOn: string | null;
  readonly backOrdered: Quantity;
}

export interface ProductHolders {
  /** The oldest order first. */
  readonly holding: readonly HoldingRow[];
  readonly waiting: readonly WaitingRow[];
}

/** R22: for which orders a product is held back, where, and which orders wait for it. */
export const productHolders = defineQuery({
  name: 'sales.productHolders',
  permission: 'sales.see',
  args: z.strictObject({ productId: idSchema }),
  reads: ['reservations', 'orders', 'orderLines', 'pickLines'],
  async run(db, { productId }): Promise<ProductHolders> {
    const reserved = await db
      .selectFrom('reservations')
      .innerJoin('orders', 'orders.id', 'reservations.orderId')
      .select(['reservations.orderId', 'reservations.orderLineId', 'reservations.warehouseId'])
      .select(['reservations.quantity', 'orders.number', 'orders.customerName', 'orders.requestedOn'])
      .select(['orders.confirmedAt', 'orders.creditHold', 'orders.approvalHold', 'orders.manualHold'])
      .where('reservations.productId', '=', productId)
      .where('reservations.deletedAt', 'is', null)
      .where('orders.deletedAt', 'is', null)
      .orderBy('orders.confirmedAt')
      .orderBy('reservations.id')
      .limit(LIMIT_ROWS)
      .execute();
    const picks = await db
      .selectFrom('pickLines')
      .select(['orderLineId', 'warehouseId', 'allocated'])
      // PostgreSQL takes no empty list.
      .where('orderId', 'in', ['', ...new Set(reserved.map(({ orderId }) => orderId))])
      .where('productId', '=', productId)
      .where('allocated', '>', 0)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .execute();
    const holding = new Map<string, HoldingRow>();
    for (const { quantity, creditHold, approvalHold, manualHold, ...row } of reserved) {
      const id = `${row.orderLineId}:${row.warehouseId}`;
      const own = picks.filter((each) => `${each.orderLineId}:${each.warehouseId}` === id);
      holding.set(id, {
        ...row,
        id,
        isHeld: creditHold === 1 || approvalHold === 1 || manualHold === 1,
        held: quantity + (holding.get(id)?.held ?? 0),
        onLists: own.reduce((sum, { allocated }) => sum + allocated, 0),
      });
    }
    const waiting = await db
      .selectFrom('orderLines')
      .innerJoin('orders', 'orders.id', 'orderLines.orderId')
      .select(['orderLines.id', 'orderLines.orderId', 'orderLines.backOrdered'])
      .select(['orders.number', 'orders.customerName', 'orders.requestedOn'])
      .where('orderLines.productId', '=', productId)
      .where('orderLines.backOrdered', '>', 0)
      .where('orderLines.deletedAt', 'is', null)
      .where('orders.state', '=', 'open')
      .where('orders.deletedAt', 'is', null)
      .orderBy('orders.confirmedAt')
      .orderBy('orderLines.id')
      .limit(LIMIT_ROWS)
      .execute();
    return { holding: [...holding.values()], waiting };
  },
});
