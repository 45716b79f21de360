import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { personForChange } from '../guard-people.ts';
import { permissions } from '../model.ts';

/** Takes a code back that was not used: it was sent to the wrong number, or nobody needs it. */
export const voidInvitation = defineCommand({
  name: 'admin.voidInvitation',
  version: 1,
  kind: 'request',
  permission: permissions.managePeople,
  args: z.strictObject({ invitationId: idSchema }),
  reads: ['invitations', 'users'],
  writes: ['invitations'],
  refusals: { 'admin.invitationGone': 'reject', 'admin.personGone': 'reject' },
  async run(tx, { invitationId }, context): Promise<{ name: string }> {
    const invitation = await tx
      .selectFrom('invitations')
      .select('userId')
      .where('id', '=', invitationId)
      .where('usedAt', 'is', null)
      .where('voidedAt', 'is', null)
      .orderBy('id')
      .executeTakeFirst();
    if (!invitation) throw context.refusal('admin.invitationGone');
    const { name } = await personForChange(tx, invitation.userId);
    await tx
      .updateTable('invitations')
      .set({ voidedAt: context.now, ...context.updated() })
      .where('id', '=', invitationId)
      .execute();
    return { name };
  },
  subject: (_args, { name: party }) => ({ party }),
});
