import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';

/**
 * Terms of payment that customers can be given (R11), or a change of them. Documents keep the day on which they are due,
 * and what a customer agreed to holds for what comes.
 */
export const savePaymentTerms = defineCommand({
  name: 'billing.savePaymentTerms',
  version: 1,
  kind: 'request',
  permission: 'admin.manageCompany',
  args: z.strictObject({
    id: idSchema,
    code: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u),
    name: z.string().trim().min(1).max(100),
    kind: z.enum(['cash', 'net', 'monthEnd']),
    days: z.int().min(0).max(365),
    active: z.literal([0, 1]),
  }),
  reads: ['paymentTerms'],
  writes: ['paymentTerms'],
  refusals: { 'admin.codeTaken': 'reject' },
  async run(tx, args, context) {
    const { id, code } = args;
    const days = args.kind === 'cash' ? 0 : args.days;
    const same = await tx
      .selectFrom('paymentTerms')
      .select(['id', 'code'])
      .where((eb) => eb.or([eb('id', '=', id), eb('code', '=', code)]))
      .orderBy('id')
      .execute();
    if (same.some((row) => row.code === code && row.id !== id)) throw context.refusal('admin.codeTaken', { code });
    const { name, kind, active } = args;
    if (same.some((row) => row.id === id)) {
      await tx
        .updateTable('paymentTerms')
        .set({ code, name, kind, days, active, ...context.updated() })
        .where('id', '=', id)
        .execute();
      return;
    }
    await tx
      .insertInto('paymentTerms')
      .values({ id, code, name, kind, days, active, ...context.created() })
      .execute();
  },
  subject: ({ code, name }) => ({ document: code, party: name }),
  makes: ({ id }) => [id],
});
