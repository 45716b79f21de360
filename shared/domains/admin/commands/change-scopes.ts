import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { grantScopes } from '../grants.ts';
import { personForChange } from '../guard-people.ts';
import { permissions } from '../model.ts';
import { CHANGES_LIMIT, grantedScopeSchema, newScopeSchema } from '../people-model.ts';

/** Which territories and warehouses somebody sees: rows come to their devices, and leave them, at the next pull. */
export const changeScopes = defineCommand({
  name: 'admin.changeScopes',
  version: 1,
  kind: 'request',
  permission: permissions.managePeople,
  args: z.strictObject({
    userId: idSchema,
    grant: z.array(newScopeSchema).max(CHANGES_LIMIT),
    take: z.array(grantedScopeSchema).max(CHANGES_LIMIT),
  }),
  reads: ['users', 'userScopes', 'territories', 'warehouses'],
  writes: ['userScopes'],
  refusals: { 'admin.personGone': 'reject', 'admin.placeGone': 'reject' },
  async run(tx, { userId, grant, take }, context): Promise<{ name: string }> {
    const { name } = await personForChange(tx, userId);
    await grantScopes(tx, userId, grant, context);
    if (take.length > 0) {
      await tx
        .updateTable('userScopes')
        .set({ deletedAt: context.now, ...context.updated() })
        .where('userId', '=', userId)
        .where('scope', 'in', take)
        .where('deletedAt', 'is', null)
        .execute();
    }
    return { name };
  },
  subject: (_args, { name: party }) => ({ party }),
});
