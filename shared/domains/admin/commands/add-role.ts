import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { grantRights } from '../grants.ts';
import { refuseBeyondOwn } from '../guard-people.ts';
import { permissions } from '../model.ts';
import { CHANGES_LIMIT, newRightSchema, personNameSchema } from '../people-model.ts';

/** A role of the company's own; its code is its id, since people know it by its name. */
export const addRole = defineCommand({
  name: 'admin.addRole',
  version: 1,
  kind: 'request',
  permission: permissions.manageRoles,
  args: z.strictObject({
    roleId: idSchema,
    name: personNameSchema,
    rights: z.array(newRightSchema).max(CHANGES_LIMIT),
  }),
  reads: ['rolePermissions'],
  writes: ['roles', 'rolePermissions'],
  refusals: { 'admin.rightsBeyondOwn': 'reject' },
  async run(tx, { roleId, name, rights }, context): Promise<{ name: string }> {
    refuseBeyondOwn(
      context.actor,
      rights.map(({ permission }) => permission),
    );
    await tx
      .insertInto('roles')
      .values({ id: roleId, code: roleId, name, ...context.created() })
      .execute();
    await grantRights(tx, roleId, rights, context);
    return { name };
  },
  subject: (_args, { name: party }) => ({ party }),
  makes: ({ roleId }) => [roleId],
  withdraw: ({ roleId }) => ({ name: 'admin.removeRole', args: { roleId } }),
});
