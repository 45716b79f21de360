import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { roleForChange } from '../guard-people.ts';
import { permissions } from '../model.ts';
import { personNameSchema } from '../people-model.ts';

/** Another name for a role; what its people may do stays. */
export const renameRole = defineCommand({
  name: 'admin.renameRole',
  version: 1,
  kind: 'request',
  permission: permissions.manageRoles,
  args: z.strictObject({ roleId: idSchema, name: personNameSchema }),
  reads: ['roles'],
  writes: ['roles'],
  refusals: { 'admin.roleGone': 'reject' },
  async run(tx, { roleId, name }, context): Promise<{ name: string }> {
    await roleForChange(tx, roleId);
    await tx
      .updateTable('roles')
      .set({ name, ...context.updated() })
      .where('id', '=', roleId)
      .execute();
    return { name };
  },
  subject: (_args, { name: party }) => ({ party }),
});
