import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';

/** Makes a warehouse, or gives it another code or name. */
export const saveWarehouse = defineCommand({
  name: 'inventory.saveWarehouse',
  version: 1,
  kind: 'request',
  permission: 'admin.manageCompany',
  args: z.strictObject({
    id: idSchema,
    code: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u),
    name: z.string().trim().min(1).max(200),
  }),
  reads: ['warehouses'],
  writes: ['warehouses'],
  refusals: { 'admin.codeTaken': 'reject' },
  async run(tx, { id, code, name }, context) {
    const same = await tx
      .selectFrom('warehouses')
      .select(['id', 'code'])
      .where((eb) => eb.or([eb('id', '=', id), eb('code', '=', code)]))
      .orderBy('id')
      .execute();
    if (same.some((row) => row.code === code && row.id !== id)) throw context.refusal('admin.codeTaken', { code });
    if (same.some((row) => row.id === id)) {
      await tx
        .updateTable('warehouses')
        .set({ code, name, ...context.updated() })
        .where('id', '=', id)
        .execute();
      return;
    }
    await tx
      .insertInto('warehouses')
      .values({ id, code, name, ...context.created() })
      .execute();
  },
  subject: ({ code, name }) => ({ document: code, party: name }),
  makes: ({ id }) => [id],
});
