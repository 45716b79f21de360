import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

/** One customer in full; null when this device does not hold it. */
export const customer = defineQuery({
  name: 'crm.customer',
  permission: 'crm.see',
  args: z.strictObject({ id: idSchema }),
  reads: ['customers'],
  async run(db, { id }): Promise<Row<'customers'> | null> {
    const row = await db
      .selectFrom('customers')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    return row ?? null;
  },
});
