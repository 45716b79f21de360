import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { keepAdministrator, personForChange, refuseBeyondOwn, rightsOfRole } from '../guard-people.ts';
import { permissions } from '../model.ts';

/**
 * Somebody works here no more, or again: without rights at once, and signed out everywhere at the next contact. What they
 * did stays theirs.
 */
export const setPersonActive = defineCommand({
  name: 'admin.setPersonActive',
  version: 1,
  kind: 'request',
  permission: permissions.managePeople,
  args: z.strictObject({ userId: idSchema, active: z.boolean() }),
  reads: ['users', 'roles', 'rolePermissions'],
  writes: ['users', 'invitations'],
  refusals: {
    'admin.personGone': 'reject',
    'admin.rightsBeyondOwn': 'reject',
    'admin.lastAdministrator': 'reject',
  },
  async run(tx, { userId, active }, context): Promise<{ name: string }> {
    const person = await personForChange(tx, userId);
    if (active) refuseBeyondOwn(context.actor, await rightsOfRole(tx, person.roleId));
    await keepAdministrator(tx, async () => {
      await tx
        .updateTable('users')
        .set({ active: active ? 1 : 0, ...context.updated() })
        .where('id', '=', userId)
        .execute();
    });
    if (!active) {
      await tx
        .updateTable('invitations')
        .set({ voidedAt: context.now, ...context.updated() })
        .where('userId', '=', userId)
        .where('usedAt', 'is', null)
        .where('voidedAt', 'is', null)
        .execute();
    }
    return { name: person.name };
  },
  subject: (_args, { name: party }) => ({ party }),
  withdraw: ({ userId, active }) => ({ name: 'admin.setPersonActive', args: { userId, active: !active } }),
});
