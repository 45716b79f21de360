import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { roleForChange } from '../guard-people.ts';
import { permissions } from '../model.ts';

/** A role that nobody has any more. */
export const removeRole = defineCommand({
  name: 'admin.removeRole',
  version: 1,
  kind: 'request',
  permission: permissions.manageRoles,
  args: z.strictObject({ roleId: idSchema }),
  reads: ['roles', 'users'],
  writes: ['roles'],
  refusals: { 'admin.roleGone': 'reject', 'admin.roleInUse': 'reject' },
  async run(tx, { roleId }, context): Promise<{ name: string }> {
    const { name } = await roleForChange(tx, roleId);
    const people = await tx
      .selectFrom('users')
      .select('name')
      .where('roleId', '=', roleId)
      .where('deletedAt', 'is', null)
      .orderBy('name')
      .orderBy('id')
      .execute();
    const [first] = people;
    if (first) throw context.refusal('admin.roleInUse', { name: first.name, count: people.length });
    await tx
      .updateTable('roles')
      .set({ deletedAt: context.now, ...context.updated() })
      .where('id', '=', roleId)
      .execute();
    return { name };
  },
  subject: (_args, { name: party }) => ({ party }),
});
