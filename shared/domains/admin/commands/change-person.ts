import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { requireField } from '../../../kernel/field-rights.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { keepAdministrator, personForChange, refuseBeyondOwn, rightsOfRole, roleForChange } from '../guard-people.ts';
import { permissions } from '../model.ts';
import { loginSchema, optionalTextSchema, personNameSchema } from '../people-model.ts';

const NAME = 'admin.changePerson';

/** Who somebody is, and what role: each field that is left out stays. Login and role have rights of their own (R113). */
export const changePerson = defineCommand({
  name: NAME,
  version: 1,
  kind: 'request',
  permission: permissions.managePeople,
  fields: ['login', 'role'],
  args: z.strictObject({
    userId: idSchema,
    name: personNameSchema.optional(),
    login: loginSchema.optional(),
    phone: optionalTextSchema.optional(),
    email: optionalTextSchema.optional(),
    roleId: idSchema.optional(),
  }),
  reads: ['users', 'roles', 'rolePermissions'],
  writes: ['users'],
  refusals: {
    'admin.personGone': 'reject',
    'admin.loginTaken': 'reject',
    'admin.roleGone': 'reject',
    'admin.rightsBeyondOwn': 'reject',
    'admin.lastAdministrator': 'reject',
  },
  async run(tx, args, context): Promise<{ name: string }> {
    const person = await personForChange(tx, args.userId);
    const login = args.login ?? person.login;
    if (login !== person.login) {
      requireField(context.actor, NAME, 'login');
      const taken = await tx
        .selectFrom('users')
        .select('name')
        .where('login', '=', login)
        .orderBy('id')
        .executeTakeFirst();
      if (taken) throw context.refusal('admin.loginTaken', { login, name: taken.name });
    }
    const roleId = args.roleId ?? person.roleId;
    if (roleId !== person.roleId) {
      requireField(context.actor, NAME, 'role');
      await roleForChange(tx, roleId);
      refuseBeyondOwn(context.actor, await rightsOfRole(tx, roleId));
    }
    const name = args.name ?? person.name;
    const phone = args.phone === undefined ? person.phone : args.phone;
    const email = args.email === undefined ? person.email : args.email;
    await keepAdministrator(tx, async () => {
      await tx
        .updateTable('users')
        .set({ login, roleId, name, phone, email, ...context.updated() })
        .where('id', '=', person.id)
        .execute();
    });
    return { name };
  },
  subject: (_args, { name: party }) => ({ party }),
});
