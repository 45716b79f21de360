import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { roleForChange } from '../guard-people.ts';
import { limitKinds, permissions } from '../model.ts';
import { limitValueSchema } from '../people-model.ts';

/** How far everybody of a role may go without asking (R9); null: as the company's settings say. */
export const setRoleLimit = defineCommand({
  name: 'admin.setRoleLimit',
  version: 1,
  kind: 'request',
  permission: permissions.manageRoles,
  args: z.strictObject({
    id: idSchema,
    roleId: idSchema,
    kind: z.enum(limitKinds),
    value: limitValueSchema.nullable(),
  }),
  reads: ['roles', 'roleLimits'],
  writes: ['roleLimits'],
  refusals: { 'admin.roleGone': 'reject' },
  async run(tx, { id, roleId, kind, value }, context): Promise<{ name: string }> {
    const { name } = await roleForChange(tx, roleId);
    const known = await tx
      .selectFrom('roleLimits')
      .select(['id', 'value'])
      .where('roleId', '=', roleId)
      .where('kind', '=', kind)
      .orderBy('id')
      .executeTakeFirst();
    if (known)
      await tx
        .updateTable('roleLimits')
        .set({ value: value ?? known.value, deletedAt: value === null ? context.now : null, ...context.updated() })
        .where('id', '=', known.id)
        .execute();
    else if (value !== null)
      await tx
        .insertInto('roleLimits')
        .values({ id, roleId, kind, value, ...context.created() })
        .execute();
    return { name };
  },
  subject: (_args, { name: party }) => ({ party }),
});
