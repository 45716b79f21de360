import type { ExpressionBuilder, ExpressionWrapper } from 'kysely';
import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { currencySchema } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader, Tables } from '../../../kernel/table.ts';
import { addMonths, type CalendarMonth, firstDayOf, monthsBetween } from '../rules/months.ts';
import { type ProductRevenue, type RevenueTable, tabulateRevenue } from '../rules/tabulate-revenue.ts';

/** One product's line; what it is called is null when this device does not hold the product. */
export interface RevenueRow extends ProductRevenue {
  readonly productCode: string | null;
  readonly productName: string | null;
  readonly unit: string | null;
}

/** What confirmed orders are worth without tax, by month and product. Amounts in minor units of `currency`. */
export interface RevenueByMonth extends Omit<RevenueTable, 'products'> {
  readonly currency: string;
  /** Every month of the period, in order, also those in which nothing was sold; `byMonth` follows them. */
  readonly months: readonly CalendarMonth[];
  readonly products: readonly RevenueRow[];
  /** Currencies of other orders of the period: their amounts are in no figure here. */
  readonly otherCurrencies: readonly string[];
}

/** The longest period. */
export const REVENUE_LIMIT_MONTHS = 36;

/** As `CalendarMonth`. */
export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/** Orders count in the month in which they were ordered; cancelled and rejected ones do not count. */
export const revenueByMonth = defineQuery({
  name: 'reports.revenueByMonth',
  permission: 'reports.see',
  args: z
    .strictObject({
      from: monthSchema,
      /** Included. */
      to: monthSchema,
      currency: currencySchema,
      /** Null: every territory within reach. */
      territoryId: idSchema.nullable(),
      limitProducts: z.int().min(1).max(500),
    })
    .refine(({ from, to }) => from <= to && to < addMonths(from, REVENUE_LIMIT_MONTHS), { path: ['to'] }),
  reads: ['orders', 'orderLines', 'products'],
  isSlow: true,
  async run(db, { from, to, currency, territoryId, limitProducts }): Promise<RevenueByMonth> {
    const months = monthsBetween(from, to);
    let sold = db
      .selectFrom('orders')
      .innerJoin('orderLines', 'orderLines.orderId', 'orders.id')
      .where('orders.state', 'in', ['open', 'closed'])
      .where('orders.deletedAt', 'is', null)
      .where('orderLines.deletedAt', 'is', null)
      .where('orders.orderedOn', '>=', firstDayOf(from))
      .where('orders.orderedOn', '<', firstDayOf(addMonths(to, 1)));
    if (territoryId !== null) sold = sold.where('orders.territoryId', '=', territoryId);
    const cells = await sold
      .select((eb) => [
        'orders.currency',
        'orderLines.productId',
        placeOfMonth(eb, months).as('month'),
        eb.fn.sum<number>('orderLines.netMinor').as('netMinor'),
        eb.fn.sum<number>('orderLines.quantity').as('quantity'),
      ])
      .groupBy(['orders.currency', 'month', 'orderLines.productId'])
      .orderBy('orders.currency')
      .orderBy('month')
      .orderBy('orderLines.productId')
      .execute();
    const table = tabulateRevenue(
      cells.filter((cell) => cell.currency === currency),
      months.length,
      limitProducts,
    );
    const otherCurrencies = [...new Set(cells.map((cell) => cell.currency))].filter((other) => other !== currency);
    return { ...table, currency, months, otherCurrencies, products: await withNames(db, table.products) };
  },
});

type OrdersBuilder = ExpressionBuilder<Tables, 'orders'>;

/**
 * The place of an order's month in the period, as SQL that both databases know: halves the period until one month is
 * left. (Functions on dates and texts differ between them, and grouping by day would bring every line into JavaScript.)
 */
function placeOfMonth(
  eb: OrdersBuilder,
  months: readonly CalendarMonth[],
  from = 0,
  end: number = months.length,
): ExpressionWrapper<Tables, 'orders', number> {
  const middle = Math.floor((from + end) / 2);
  const month = months[middle];
  if (middle === from || month === undefined) return eb.lit(from);
  return eb
    .case()
    .when('orders.orderedOn', '<', firstDayOf(month))
    .then(placeOfMonth(eb, months, from, middle))
    .else(placeOfMonth(eb, months, middle, end))
    .end();
}

async function withNames(db: Reader, products: readonly ProductRevenue[]): Promise<RevenueRow[]> {
  if (products.length === 0) return [];
  const rows = await db
    .selectFrom('products')
    .select(['id', 'code', 'name', 'unit'])
    .where(
      'id',
      'in',
      products.map((product) => product.productId),
    )
    .orderBy('id')
    .execute();
  const known = new Map(rows.map((row) => [row.id, row]));
  return products.map((product) => {
    const named = known.get(product.productId);
    return {
      ...product,
      productCode: named?.code ?? null,
      productName: named?.name ?? null,
      unit: named?.unit ?? null,
    };
  });
}
