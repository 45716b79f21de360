import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import type { CalendarDate, Instant } from '../../../kernel/instants.ts';
import { currencySchema, type Minor } from '../../../kernel/money.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type {} from '../../sales/tables.ts';
import { addMonths, firstDayOf } from '../rules/months.ts';
import { monthSchema } from './revenue-by-month.ts';

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
  isSlow: true,
  async run(db, { from, to, currency, territoryId, productId, cursor, limit }): Promise<Page<RevenueOrder>> {
    const lines = db.selectFrom('orderLines').where('orderLines.deletedAt', 'is', null);
    // First the orders of the page, then their amounts: whoever adds up before cutting adds up the whole period.
    let query = db
      .selectFrom('orders')
      .select(['orders.id', 'orders.number', 'orders.customerName', 'orders.orderedOn', 'orders.confirmedAt'])
      .where('orders.state', 'in', ['open', 'closed'])
      .where('orders.deletedAt', 'is', null)
      .where('orders.currency', '=', currency)
      .where('orders.orderedOn', '>=', firstDayOf(from))
      .where('orders.orderedOn', '<', firstDayOf(addMonths(to, 1)));
    if (productId !== null)
      query = query.where('orders.id', 'in', lines.select('orderLines.orderId').where('productId', '=', productId));
    if (territoryId !== null) query = query.where('orders.territoryId', '=', territoryId);
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([
          eb('orders.confirmedAt', '<', Number(key)),
          eb.and([eb('orders.confirmedAt', '=', Number(key)), eb('orders.id', '<', id)]),
        ]),
      );
    }
    const found = await query
      .orderBy('orders.confirmedAt', 'desc')
      .orderBy('orders.id', 'desc')
      .limit(limit + 1)
      .execute();
    const page = toPage(found, limit, (row) => row.confirmedAt);
    if (page.rows.length === 0) return { rows: [], next: null };
    let ofPage = lines.where(
      'orderLines.orderId',
      'in',
      page.rows.map((row) => row.id),
    );
    if (productId !== null) ofPage = ofPage.where('orderLines.productId', '=', productId);
    const amounts = await ofPage
      .select(({ fn }) => ['orderLines.orderId', fn.sum<number>('orderLines.netMinor').as('netMinor')])
      .groupBy('orderLines.orderId')
      .orderBy('orderLines.orderId')
      .execute();
    const netMinorOf = new Map(amounts.map((row) => [row.orderId, row.netMinor]));
    return { ...page, rows: page.rows.map((row) => ({ ...row, netMinor: netMinorOf.get(row.id) ?? 0 })) };
  },
});
