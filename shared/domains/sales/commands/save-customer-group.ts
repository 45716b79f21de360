import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { priceCodeSchema, priceNameSchema, yesNoSchema } from '../pricing-model.ts';

/**
 * R40: makes a group of customers that buy at the same prices, or gives it another code or name. One that is out of use
 * gives no prices, and nobody is put into it.
 */
export const saveCustomerGroup = defineCommand({
  name: 'sales.saveCustomerGroup',
  version: 1,
  kind: 'request',
  permission: 'sales.managePrices',
  args: z.strictObject({ id: idSchema, code: priceCodeSchema, name: priceNameSchema, active: yesNoSchema }),
  reads: ['customerGroups'],
  writes: ['customerGroups'],
  refusals: { 'admin.codeTaken': 'reject' },
  async run(tx, { id, ...told }, context) {
    const same = await tx
      .selectFrom('customerGroups')
      .select(['id', 'code'])
      .where((eb) => eb.or([eb('id', '=', id), eb('code', '=', told.code)]))
      .orderBy('id')
      .execute();
    const { code } = told;
    if (same.some((row) => row.code === code && row.id !== id)) throw context.refusal('admin.codeTaken', { code });
    if (same.some((row) => row.id === id)) {
      await tx
        .updateTable('customerGroups')
        .set({ ...told, ...context.updated() })
        .where('id', '=', id)
        .execute();
      return;
    }
    await tx
      .insertInto('customerGroups')
      .values({ id, ...told, ...context.created() })
      .execute();
  },
  subject: ({ code, name }) => ({ document: code, party: name }),
  makes: ({ id }) => [id],
});
