import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import type { CalendarDate, Instant } from '../../../kernel/instants.ts';
import { currencySchema, type Minor } from '../../../kernel/money.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type {} from '../../sales/tables.ts';
import { addMonths, firstDayOf } from '../rules/months.ts';

/** An order behind a figure of the revenue, with its part of it. */
export interface RevenueOrder {
  readonly id: string;
  readonly number: string;
  readonly customerName: string;
  readonly orderedOn: CalendarDate;
  readonly confirmedAt: Instant;
  /** Without tax; of the product that was asked for. */
  readonly netMinor: Minor;
}

const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/** The orders behind a cell of `reports.revenueByMonth`, or behind a whole line or month, newest first (one page). */
export const revenueOrders = defineQuery({
  name: 'reports.revenueOrders',
  permission: 'reports.see',
  args: z.strictObject({
    from: monthSchema,
    /** Included. */
    to: monthSchema,
    currency: currencySchema,
    territoryId: idSchema.nullable(),
    /** Null: every product. */
    productId: idSchema.nullable(),
    ...pageArgs,
  }),
  reads: ['orders', 'orderLines'],
  async run(db, { from, to, currency, territoryId, productId, cursor, limit }): Promise<Page<RevenueOrder>> {
    let query = db
      .selectFrom('orders')
      .innerJoin('orderLines', 'orderLines.orderId', 'orders.id')
      .select(({ fn }) => [
        'orders.id',
        'orders.number',
        'orders.customerName',
        'orders.orderedOn',
        'orders.confirmedAt',
        fn.sum<number>('orderLines.netMinor').as('netMinor'),
      ])
      .where('orders.state', 'in', ['open', 'closed'])
      .where('orders.deletedAt', 'is', null)
      .where('orderLines.deletedAt', 'is', null)
      .where('orders.currency', '=', currency)
      .where('orders.orderedOn', '>=', firstDayOf(from))
      .where('orders.orderedOn', '<', firstDayOf(addMonths(to, 1)));
    if (territoryId !== null) query = query.where('orders.territoryId', '=', territoryId);
    if (productId !== null) query = query.where('orderLines.productId', '=', productId);
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
      .groupBy(['orders.id', 'orders.number', 'orders.customerName', 'orders.orderedOn', 'orders.confirmedAt'])
      .orderBy('orders.confirmedAt', 'desc')
      .orderBy('orders.id', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => row.confirmedAt);
  },
});
