import { z } from 'zod';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import type { Minor } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';

/** What was ordered in one month of one territory, without tax; `YYYY-MM`. */
export interface MonthOfSales {
  readonly month: string;
  readonly territoryId: string;
  readonly netMinor: Minor;
  readonly orders: number;
  /** The part of `netMinor` that was ordered up to the day of the month that `untilDay` names. */
  readonly netUntilDayMinor: Minor;
}

/**
 * Orders of one currency from a day on, summed by month and territory, oldest first. `untilDay` (1 to 31) tells how far
 * each month had come by the same day: a month that is not over is compared with as much of another one.
 */
export const salesByMonth = defineQuery({
  name: 'sales.salesByMonth',
  permission: 'sales.see',
  args: z.strictObject({ fromOn: calendarDateSchema, currency: z.string(), untilDay: z.int().min(1).max(31) }),
  reads: ['orders'],
  isSlow: true,
  async run(db, { fromOn, currency, untilDay }): Promise<MonthOfSales[]> {
    // By day first: dates are text, and no function that cuts them answers alike on both databases.
    const days = await db
      .selectFrom('orders')
      .select(({ fn }) => [
        'orderedOn',
        'territoryId',
        fn.sum<number>('netMinor').as('netMinor'),
        fn.countAll<number>().as('orders'),
      ])
      .where('orderedOn', '>=', fromOn)
      .where('currency', '=', currency)
      .where('state', 'in', ['open', 'closed'])
      .where('deletedAt', 'is', null)
      .groupBy(['orderedOn', 'territoryId'])
      .orderBy('orderedOn')
      .orderBy('territoryId')
      .execute();
    const months = new Map<string, MonthOfSales>();
    for (const { orderedOn, territoryId, netMinor, orders } of days) {
      const month = orderedOn.slice(0, 7);
      const key = `${month} ${territoryId}`;
      const before = months.get(key) ?? { month, territoryId, netMinor: 0, orders: 0, netUntilDayMinor: 0 };
      const isUntilDay = Number(orderedOn.slice(8)) <= untilDay;
      months.set(key, {
        ...before,
        netMinor: before.netMinor + netMinor,
        orders: before.orders + orders,
        netUntilDayMinor: before.netUntilDayMinor + (isUntilDay ? netMinor : 0),
      });
    }
    return [...months.values()];
  },
});
