import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import { columns, type OrderListRow } from './order-list.ts';

/** An order with what it has of one product. */
export interface ProductOrderRow extends OrderListRow {
  /** Over all its lines of the product. */
  readonly quantity: number;
  readonly netMinor: number;
}

/** The orders that have a product, the newest first (one page). */
export const productOrders = defineQuery({
  name: 'sales.productOrders',
  permission: 'sales.see',
  args: z.strictObject({ productId: idSchema, ...pageArgs }),
  reads: ['orders', 'orderLines'],
  async run(db, { productId, cursor, limit }): Promise<Page<ProductOrderRow>> {
    const bought = db
      .selectFrom('orderLines')
      .select(({ fn }) => [
        'orderId',
        fn.sum<number>('quantity').as('quantity'),
        fn.sum<number>('netMinor').as('lineNetMinor'),
      ])
      .where('productId', '=', productId)
      .where('deletedAt', 'is', null)
      .groupBy('orderId');
    let query = db
      .selectFrom(bought.as('bought'))
      .innerJoin('orders', 'orders.id', 'bought.orderId')
      .select(columns.map((column) => `orders.${column}` as const))
      .select(['bought.quantity', 'bought.lineNetMinor as netMinor'])
      .where('orders.deletedAt', 'is', null);
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([
          eb('orders.confirmedAt', '<', Number(key)),
          eb.and([eb('orders.confirmedAt', '=', Number(key)), eb('orders.id', '<', id)]),
        ]),
      );
    }
    const rows = await query
      .orderBy('orders.confirmedAt', 'desc')
      .orderBy('orders.id', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => row.confirmedAt);
  },
});
