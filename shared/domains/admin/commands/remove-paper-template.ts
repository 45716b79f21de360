import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { permissions } from '../model.ts';

/** A layout of the company's own goes: its papers look as they do where a company has none. */
export const removePaperTemplate = defineCommand({
  name: 'admin.removePaperTemplate',
  version: 1,
  kind: 'request',
  permission: permissions.managePapers,
  args: z.strictObject({ templateId: idSchema }),
  reads: ['paperTemplates'],
  writes: ['paperTemplates'],
  refusals: { 'admin.templateGone': 'reject' },
  async run(tx, { templateId }, context): Promise<{ name: string }> {
    const known = await tx
      .selectFrom('paperTemplates')
      .select('name')
      .where('id', '=', templateId)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .executeTakeFirst();
    if (!known) throw context.refusal('admin.templateGone');
    await tx
      .updateTable('paperTemplates')
      .set({ deletedAt: context.now, ...context.updated() })
      .where('id', '=', templateId)
      .execute();
    return { name: known.name };
  },
  subject: (_args, { name: document }) => ({ document }),
});
