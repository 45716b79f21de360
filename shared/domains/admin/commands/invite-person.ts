import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { personForChange, refuseBeyondOwn, rightsOfRole } from '../guard-people.ts';
import { permissions } from '../model.ts';
import { codeHashSchema, INVITATION_LIFE_DAYS } from '../people-model.ts';

const DAY_MS = 86_400_000;

/**
 * A one-time code by which somebody joins with a device and chooses a password, the first or a new one. Only its hash is
 * here: whoever made it reads it out or shows it, and nobody finds it afterwards. One at a time is good.
 */
export const invitePerson = defineCommand({
  name: 'admin.invitePerson',
  version: 1,
  kind: 'request',
  permission: permissions.managePeople,
  args: z.strictObject({ invitationId: idSchema, userId: idSchema, codeHash: codeHashSchema }),
  reads: ['users', 'rolePermissions', 'invitations'],
  writes: ['invitations'],
  refusals: {
    'admin.personGone': 'reject',
    'admin.personInactive': 'reject',
    'admin.rightsBeyondOwn': 'reject',
    'admin.codeUsedBefore': 'reject',
  },
  async run(tx, { invitationId, userId, codeHash }, context): Promise<{ name: string; expiresAt: number }> {
    const { name, active, roleId } = await personForChange(tx, userId);
    if (active === 0) throw context.refusal('admin.personInactive', { name });
    // Whoever chooses a password for somebody has that person's rights.
    refuseBeyondOwn(context.actor, await rightsOfRole(tx, roleId));
    const same = await tx
      .selectFrom('invitations')
      .select('id')
      .where('codeHash', '=', codeHash)
      .orderBy('id')
      .executeTakeFirst();
    if (same) throw context.refusal('admin.codeUsedBefore');
    await tx
      .updateTable('invitations')
      .set({ voidedAt: context.now, ...context.updated() })
      .where('userId', '=', userId)
      .where('usedAt', 'is', null)
      .where('voidedAt', 'is', null)
      .execute();
    const expiresAt = context.now + INVITATION_LIFE_DAYS * DAY_MS;
    await tx
      .insertInto('invitations')
      .values({
        ...{ id: invitationId, userId, codeHash, expiresAt },
        ...{ usedAt: null, voidedAt: null, ...context.created() },
      })
      .execute();
    return { name, expiresAt };
  },
  subject: (_args, { name: party }) => ({ party }),
  withdraw: ({ invitationId }) => ({ name: 'admin.voidInvitation', args: { invitationId } }),
});
