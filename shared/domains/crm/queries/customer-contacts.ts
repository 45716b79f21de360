import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

/** The people at a customer, the one that is called first before the others by name. */
export const customerContacts = defineQuery({
  name: 'crm.customerContacts',
  permission: 'crm.see',
  args: z.strictObject({ customerId: idSchema }),
  reads: ['contacts'],
  async run(db, { customerId }): Promise<Row<'contacts'>[]> {
    return db
      .selectFrom('contacts')
      .selectAll()
      .where('customerId', '=', customerId)
      .where('deletedAt', 'is', null)
      .orderBy('isPrimary', 'desc')
      .orderBy('name')
      .orderBy('id')
      .execute();
  },
});
