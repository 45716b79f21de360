import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

/** An order with its lines; null when this device does not hold it. */
export interface OrderDocument {
  readonly order: Row<'orders'>;
  readonly lines: readonly Row<'orderLines'>[];
}

export const order = defineQuery({
  name: 'sales.order',
  permission: 'sales.see',
  args: z.strictObject({ id: idSchema }),
  reads: ['orders', 'orderLines'],
  async run(db, { id }): Promise<OrderDocument | null> {
    const head = await db
      .selectFrom('orders')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    if (!head) return null;
    const lines = await db
      .selectFrom('orderLines')
      .selectAll()
      .where('orderId', '=', id)
      .where('deletedAt', 'is', null)
      .orderBy('position')
      .orderBy('id')
      .execute();
    return { order: head, lines };
  },
});
