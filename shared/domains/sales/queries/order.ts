import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instants.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

/** An order with its lines; null when this device does not hold it. */
export interface OrderDocument {
  readonly order: Row<'orders'>;
  readonly lines: readonly Row<'orderLines'>[];
  /** Who cancelled it, and when; left out: nobody did. The name is null where this device does not know the person. */
  readonly cancelled?: { readonly byName: string | null; readonly at: Instant };
}

export const order = defineQuery({
  name: 'sales.order',
  permission: 'sales.see',
  args: z.strictObject({ id: idSchema }),
  reads: ['orders', 'orderLines', 'users'],
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
    const by = await db.selectFrom('users').select('name').where('id', '=', head.updatedBy).executeTakeFirst();
    if (head.state !== 'cancelled') return { order: head, lines };
    // Nothing changes a cancelled order any more.
    return { order: head, lines, cancelled: { byName: by?.name ?? null, at: head.updatedAt } };
  },
});
