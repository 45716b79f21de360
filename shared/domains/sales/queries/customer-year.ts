import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { addDays, type CalendarDate, calendarDateSchema, daysBetween } from '../../../kernel/instants.ts';
import type { Minor, Quantity } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';

/** What a customer bought of a product within the last twelve months. */
export interface ProductOfYear {
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
  readonly unit: string;
  readonly orders: number;
  readonly netMinor: Minor;
  /** Twelve spans of equal length, the oldest first. */
  readonly quantities: readonly Quantity[];
}

/** How a customer buys; amounts without tax, in the customer's currency. */
export interface CustomerYear {
  readonly lastOrderedOn: CalendarDate | null;
  /** Days between two orders, on average over the year; null with fewer than three. */
  readonly rhythmDays: number | null;
  readonly orders: number;
  readonly netMinor: Minor;
  /** The year before; null where the customer had not ordered before it began: a part of a year says nothing. */
  readonly netBeforeMinor: Minor | null;
  /** Those with the most orders first. */
  readonly products: readonly ProductOfYear[];
}

const SPANS = 12;
const SPAN_DAYS = 30;
const YEAR_DAYS = SPANS * SPAN_DAYS;
const ORDERS_FOR_RHYTHM = 3;

/** A customer's last year of orders up to `today`, against the one before. */
export const customerYear = defineQuery({
  name: 'sales.customerYear',
  permission: 'sales.see',
  args: z.strictObject({
    customerId: idSchema,
    currency: z.string(),
    today: calendarDateSchema,
    limitProducts: z.int().min(1).max(100),
  }),
  reads: ['orders', 'orderLines'],
  async run(db, { customerId, currency, today, limitProducts }): Promise<CustomerYear> {
    const start = addDays(today, 1 - YEAR_DAYS);
    const yearBefore = addDays(start, -YEAR_DAYS);
    const days = await db
      .selectFrom('orders')
      .select(({ fn }) => ['orderedOn', fn.countAll<number>().as('orders'), fn.sum<number>('netMinor').as('netMinor')])
      .where('customerId', '=', customerId)
      .where('currency', '=', currency)
      .where('state', 'in', ['open', 'closed'])
      .where('deletedAt', 'is', null)
      .groupBy('orderedOn')
      .orderBy('orderedOn')
      .execute();
    const year = days.filter((day) => day.orderedOn >= start);
    const before = days.filter((day) => day.orderedOn < start && day.orderedOn >= yearBefore);
    const total = (of: readonly { readonly netMinor: number }[]) => of.reduce((sum, day) => sum + day.netMinor, 0);
    const orders = year.reduce((sum, day) => sum + day.orders, 0);
    const [first, last] = [year[0], year.at(-1)];
    const lines = await db
      .selectFrom('orders')
      .innerJoin('orderLines', 'orderLines.orderId', 'orders.id')
      .select(['orders.id', 'orders.orderedOn', 'orderLines.productId', 'orderLines.productCode'])
      .select(['orderLines.productName', 'orderLines.unit', 'orderLines.quantity', 'orderLines.netMinor'])
      .where('orders.customerId', '=', customerId)
      .where('orders.currency', '=', currency)
      .where('orders.state', 'in', ['open', 'closed'])
      .where('orders.deletedAt', 'is', null)
      .where('orderLines.deletedAt', 'is', null)
      .where('orders.orderedOn', '>=', start)
      .orderBy('orders.orderedOn')
      .orderBy('orderLines.id')
      .execute();
    const byProduct = new Map<string, (typeof lines)[number][]>();
    for (const line of lines) {
      const known = byProduct.get(line.productId);
      if (known) known.push(line);
      else byProduct.set(line.productId, [line]);
    }
    const products = [...byProduct.values()].flatMap((all) => {
      const newest = all.at(-1);
      if (!newest) return [];
      const quantities = Array.from({ length: SPANS }, () => 0);
      for (const { orderedOn, quantity } of all) {
        const span = Math.min(SPANS - 1, Math.floor(daysBetween(start, orderedOn) / SPAN_DAYS));
        quantities[span] = (quantities[span] ?? 0) + quantity;
      }
      const { productId, productCode, productName, unit } = newest;
      const times = new Set(all.map((line) => line.id)).size;
      const product = { productId, productCode, productName, unit, quantities };
      return [{ ...product, orders: times, netMinor: total(all) }];
    });
    products.sort((a, b) => b.orders - a.orders || b.netMinor - a.netMinor || (a.productCode < b.productCode ? -1 : 1));
    return {
      lastOrderedOn: days.at(-1)?.orderedOn ?? null,
      rhythmDays:
        first && last && orders >= ORDERS_FOR_RHYTHM
          ? Math.max(1, Math.round(daysBetween(first.orderedOn, last.orderedOn) / (orders - 1)))
          : null,
      orders,
      netMinor: total(year),
      netBeforeMinor: (days[0]?.orderedOn ?? today) < yearBefore ? total(before) : null,
      products: products.slice(0, limitProducts),
    };
  },
});
