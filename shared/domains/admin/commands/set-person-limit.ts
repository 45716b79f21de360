import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { personForChange } from '../guard-people.ts';
import { limitKinds, permissions } from '../model.ts';
import { limitValueSchema } from '../people-model.ts';

/** How far one person may go without asking (R9), before what the role says; null: as the role says. */
export const setPersonLimit = defineCommand({
  name: 'admin.setPersonLimit',
  version: 1,
  kind: 'request',
  permission: permissions.managePeople,
  args: z.strictObject({
    id: idSchema,
    userId: idSchema,
    kind: z.enum(limitKinds),
    value: limitValueSchema.nullable(),
  }),
  reads: ['users', 'userLimits'],
  writes: ['userLimits'],
  refusals: { 'admin.personGone': 'reject' },
  async run(tx, { id, userId, kind, value }, context): Promise<{ name: string }> {
    const { name } = await personForChange(tx, userId);
    const known = await tx
      .selectFrom('userLimits')
      .select(['id', 'value'])
      .where('userId', '=', userId)
      .where('kind', '=', kind)
      .orderBy('id')
      .executeTakeFirst();
    if (known)
      await tx
        .updateTable('userLimits')
        .set({ value: value ?? known.value, deletedAt: value === null ? context.now : null, ...context.updated() })
        .where('id', '=', known.id)
        .execute();
    else if (value !== null)
      await tx
        .insertInto('userLimits')
        .values({ id, userId, kind, value, ...context.created() })
        .execute();
    return { name };
  },
  subject: (_args, { name: party }) => ({ party }),
});
