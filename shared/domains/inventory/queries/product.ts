import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

/** One product in full, a discontinued one too; null when it is gone. */
export const product = defineQuery({
  name: 'inventory.product',
  permission: 'inventory.see',
  args: z.strictObject({ id: idSchema }),
  reads: ['products'],
  async run(db, { id }): Promise<Row<'products'> | null> {
    const row = await db
      .selectFrom('products')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    return row ?? null;
  },
});
