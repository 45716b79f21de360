import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { layoutText, paperLayoutSchema, templateKinds } from '../../../kernel/papers/layout.ts';
import { paperSizeNames } from '../../../kernel/papers/paper-sizes.ts';
import { permissions } from '../model.ts';

/**
 * How a kind of paper looks in a language and on a size, new or changed (R112). Of those for the same legal entity, or for
 * all that have none of their own, one is the default.
 */
export const savePaperTemplate = defineCommand({
  name: 'admin.savePaperTemplate',
  version: 1,
  kind: 'request',
  permission: permissions.managePapers,
  args: z.strictObject({
    templateId: idSchema,
    kind: z.enum(templateKinds),
    language: z.enum(['zh', 'en']),
    size: z.enum(paperSizeNames),
    legalEntityId: idSchema.nullable(),
    name: z.string().trim().min(1).max(60),
    isDefault: z.union([z.literal(0), z.literal(1)]),
    active: z.union([z.literal(0), z.literal(1)]),
    layout: paperLayoutSchema,
  }),
  reads: ['paperTemplates', 'legalEntities'],
  writes: ['paperTemplates'],
  refusals: { 'admin.templateGone': 'reject', 'admin.entityGone': 'reject' },
  async run(tx, { templateId, ...args }, context): Promise<{ name: string }> {
    const { kind, language, size, legalEntityId, isDefault } = args;
    const layout = layoutText(args.layout);
    if (legalEntityId !== null) {
      const entity = await tx
        .selectFrom('legalEntities')
        .select('id')
        .where('id', '=', legalEntityId)
        .where('deletedAt', 'is', null)
        .orderBy('id')
        .executeTakeFirst();
      if (!entity) throw context.refusal('admin.entityGone');
    }
    const rows = await tx
      .selectFrom('paperTemplates')
      .select(['id', 'legalEntityId', 'isDefault', 'deletedAt'])
      .where((eb) =>
        eb.or([
          eb('id', '=', templateId),
          eb.and([eb('kind', '=', kind), eb('language', '=', language), eb('size', '=', size)]),
        ]),
      )
      .orderBy('id')
      .execute();
    const known = rows.find(({ id }) => id === templateId);
    if (known && known.deletedAt !== null) throw context.refusal('admin.templateGone');
    const others = rows.filter((row) => row.id !== templateId && row.isDefault === 1 && row.deletedAt === null);
    for (const other of others) {
      if (isDefault === 0 || other.legalEntityId !== legalEntityId) continue;
      await tx
        .updateTable('paperTemplates')
        .set({ isDefault: 0, ...context.updated() })
        .where('id', '=', other.id)
        .execute();
    }
    if (known)
      await tx
        .updateTable('paperTemplates')
        .set({ ...args, layout, ...context.updated() })
        .where('id', '=', templateId)
        .execute();
    else
      await tx
        .insertInto('paperTemplates')
        .values({ id: templateId, ...args, layout, ...context.created() })
        .execute();
    return { name: args.name };
  },
  subject: (_args, { name: document }) => ({ document }),
  makes: ({ templateId }) => [templateId],
});
