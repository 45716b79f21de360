import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { grantScopes } from '../grants.ts';
import { refuseBeyondOwn, rightsOfRole, roleForChange } from '../guard-people.ts';
import { permissions } from '../model.ts';
import { CHANGES_LIMIT, loginSchema, newScopeSchema, optionalTextSchema, personNameSchema } from '../people-model.ts';

/** A person of the company, who can sign in as soon as an invitation was used (R113). */
export const addPerson = defineCommand({
  name: 'admin.addPerson',
  version: 1,
  kind: 'request',
  permission: permissions.managePeople,
  args: z.strictObject({
    userId: idSchema,
    login: loginSchema,
    name: personNameSchema,
    roleId: idSchema,
    phone: optionalTextSchema,
    email: optionalTextSchema,
    scopes: z.array(newScopeSchema).max(CHANGES_LIMIT),
  }),
  reads: ['users', 'roles', 'rolePermissions', 'userScopes', 'territories', 'warehouses'],
  writes: ['users', 'userScopes'],
  refusals: {
    'admin.loginTaken': 'reject',
    'admin.roleGone': 'reject',
    'admin.placeGone': 'reject',
    'admin.rightsBeyondOwn': 'reject',
  },
  async run(tx, args, context): Promise<{ name: string }> {
    const { userId, login, name, roleId, phone, email } = args;
    const taken = await tx
      .selectFrom('users')
      .select('name')
      .where('login', '=', login)
      .orderBy('id')
      .executeTakeFirst();
    if (taken) throw context.refusal('admin.loginTaken', { login, name: taken.name });
    await roleForChange(tx, roleId);
    refuseBeyondOwn(context.actor, await rightsOfRole(tx, roleId));
    await tx
      .insertInto('users')
      .values({ id: userId, login, name, roleId, active: 1, phone, email, ...context.created() })
      .execute();
    await grantScopes(tx, userId, args.scopes, context);
    return { name };
  },
  subject: (_args, { name: party }) => ({ party }),
  makes: ({ userId }) => [userId],
  withdraw: ({ userId }) => ({ name: 'admin.setPersonActive', args: { userId, active: false } }),
});
