import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { grantRights } from '../grants.ts';
import { keepAdministrator, refuseBeyondOwn, roleForChange } from '../guard-people.ts';
import { permissions } from '../model.ts';
import { CHANGES_LIMIT, newRightSchema, rightSchema } from '../people-model.ts';

/**
 * The matrix of role × command × field (R113), as it is edited: what a role may do from now on, and what no more. A right
 * that shows rows brings them to devices, or takes them away, at the next pull (R47). What is taken stays as a deleted row,
 * so that no later version gives it back.
 */
export const changeRights = defineCommand({
  name: 'admin.changeRights',
  version: 1,
  kind: 'request',
  permission: permissions.manageRoles,
  args: z.strictObject({
    roleId: idSchema,
    grant: z.array(newRightSchema).max(CHANGES_LIMIT),
    take: z.array(rightSchema).max(CHANGES_LIMIT),
  }),
  reads: ['users', 'roles', 'rolePermissions'],
  writes: ['rolePermissions'],
  refusals: {
    'admin.roleGone': 'reject',
    'admin.rightsBeyondOwn': 'reject',
    'admin.lastAdministrator': 'reject',
  },
  async run(tx, { roleId, grant, take }, context): Promise<{ name: string }> {
    const { name } = await roleForChange(tx, roleId);
    refuseBeyondOwn(
      context.actor,
      grant.map(({ permission }) => permission),
    );
    await keepAdministrator(tx, async () => {
      await grantRights(tx, roleId, grant, context);
      if (take.length === 0) return;
      await tx
        .updateTable('rolePermissions')
        .set({ deletedAt: context.now, ...context.updated() })
        .where('roleId', '=', roleId)
        .where('permission', 'in', take)
        .where('deletedAt', 'is', null)
        .execute();
    });
    return { name };
  },
  subject: ({ grant, take }, { name: party }) => ({ party, rows: grant.length + take.length }),
});
