import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';

/** Makes a carrier, or changes one. */
export const saveCarrier = defineCommand({
  name: 'inventory.saveCarrier',
  version: 1,
  kind: 'request',
  permission: 'inventory.planTours',
  args: z.strictObject({
    id: idSchema,
    code: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u),
    name: z.string().trim().min(1).max(200),
    phone: z.string().trim().max(40).nullable(),
    trackingUrl: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .nullable(),
    isOwn: z.boolean(),
    active: z.boolean(),
  }),
  reads: [],
  writes: ['carriers'],
  refusals: { 'admin.codeTaken': 'reject' },
  async run(tx, { id, code, isOwn, active, ...rest }, context) {
    const same = await tx
      .selectFrom('carriers')
      .select(['id', 'code'])
      .where((eb) => eb.or([eb('id', '=', id), eb('code', '=', code)]))
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .execute();
    if (same.some((row) => row.code === code && row.id !== id)) throw context.refusal('admin.codeTaken', { code });
    const row = {
      code,
      ...rest,
      isOwn: isOwn ? (1 as const) : (0 as const),
      active: active ? (1 as const) : (0 as const),
    };
    if (same.some((each) => each.id === id)) {
      await tx
        .updateTable('carriers')
        .set({ ...row, ...context.updated() })
        .where('id', '=', id)
        .execute();
      return;
    }
    await tx
      .insertInto('carriers')
      .values({ id, ...row, ...context.created() })
      .execute();
  },
  subject: ({ code, name }) => ({ document: code, party: name }),
  makes: ({ id }) => [id],
});
