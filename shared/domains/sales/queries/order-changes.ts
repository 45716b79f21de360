import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

export type OrderChange = Row<'orderChanges'>;

/** What people decided about lines of an order since it was confirmed, the newest first. */
export const orderChanges = defineQuery({
  name: 'sales.orderChanges',
  permission: 'sales.see',
  args: z.strictObject({ orderId: idSchema }),
  reads: ['orderChanges'],
  async run(db, { orderId }): Promise<OrderChange[]> {
    return db
      .selectFrom('orderChanges')
      .selectAll()
      .where('orderId', '=', orderId)
      .where('deletedAt', 'is', null)
      .orderBy('changedAt', 'desc')
      .orderBy('position')
      .orderBy('id')
      .execute();
  },
});
