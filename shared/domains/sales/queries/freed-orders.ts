import { z } from 'zod';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

const DAYS_TOLD = 14;
const LIMIT_ROWS = 8;
const DAY_MS = 86_400_000;

/** Goods that orders of the person who asks kept no longer, since they were on hold for too long (R22), the newest first. */
export const freedOrders = defineQuery({
  name: 'sales.freedOrders',
  permission: 'sales.see',
  args: z.strictObject({}),
  reads: ['orderChanges', 'orders', 'orderLines'],
  async run(db, _, { actor, now }): Promise<readonly Row<'orderChanges'>[]> {
    return db
      .selectFrom('orderChanges')
      .innerJoin('orders', 'orders.id', 'orderChanges.orderId')
      .innerJoin('orderLines', 'orderLines.id', 'orderChanges.orderLineId')
      .selectAll('orderChanges')
      .where('orders.confirmedBy', '=', actor.userId)
      .where('orders.state', '=', 'open')
      .where('orderLines.backOrdered', '>', 0)
      .where('orderChanges.kind', '=', 'reservationFreed')
      .where('orderChanges.changedAt', '>=', now - DAYS_TOLD * DAY_MS)
      .where('orderChanges.deletedAt', 'is', null)
      .orderBy('orderChanges.changedAt', 'desc')
      .orderBy('orderChanges.id', 'desc')
      .limit(LIMIT_ROWS)
      .execute();
  },
});
