import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { personForChange, teamForChange } from '../guard-people.ts';
import { permissions } from '../model.ts';
import { CHANGES_LIMIT } from '../people-model.ts';

/** Who belongs to a team: its customers come to their devices, and leave them, at the next pull (R66). */
export const changeTeamMembers = defineCommand({
  name: 'admin.changeTeamMembers',
  version: 1,
  kind: 'request',
  permission: permissions.managePeople,
  args: z.strictObject({
    teamId: idSchema,
    add: z.array(z.strictObject({ id: idSchema, userId: idSchema })).max(CHANGES_LIMIT),
    remove: z.array(idSchema).max(CHANGES_LIMIT),
  }),
  reads: ['teams', 'teamMembers', 'users'],
  writes: ['teamMembers'],
  refusals: { 'admin.teamGone': 'reject', 'admin.personGone': 'reject' },
  async run(tx, { teamId, add, remove }, context): Promise<{ name: string }> {
    const { name } = await teamForChange(tx, teamId);
    for (const { id, userId } of add) {
      await personForChange(tx, userId);
      const known = await tx
        .selectFrom('teamMembers')
        .select(['id', 'deletedAt'])
        .where('teamId', '=', teamId)
        .where('userId', '=', userId)
        .orderBy('id')
        .executeTakeFirst();
      if (!known)
        await tx
          .insertInto('teamMembers')
          .values({ id, teamId, userId, ...context.created() })
          .execute();
      else if (known.deletedAt !== null)
        await tx
          .updateTable('teamMembers')
          .set({ deletedAt: null, ...context.updated() })
          .where('id', '=', known.id)
          .execute();
    }
    if (remove.length > 0) {
      await tx
        .updateTable('teamMembers')
        .set({ deletedAt: context.now, ...context.updated() })
        .where('teamId', '=', teamId)
        .where('userId', 'in', remove)
        .where('deletedAt', 'is', null)
        .execute();
    }
    return { name };
  },
  subject: ({ add, remove }, { name: party }) => ({ party, rows: add.length + remove.length }),
});
