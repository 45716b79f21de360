import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { personForChange } from '../guard-people.ts';
import { permissions } from '../model.ts';
import { personNameSchema } from '../people-model.ts';

/** A team, new or changed: its code, its name, and who leads it. A team has customers together (R66). */
export const saveTeam = defineCommand({
  name: 'admin.saveTeam',
  version: 1,
  kind: 'request',
  permission: permissions.managePeople,
  args: z.strictObject({
    teamId: idSchema,
    code: z
      .string()
      .trim()
      .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u),
    name: personNameSchema,
    leaderId: idSchema.nullable(),
  }),
  reads: ['teams', 'users'],
  writes: ['teams'],
  refusals: { 'admin.teamCodeTaken': 'reject', 'admin.teamGone': 'reject', 'admin.personGone': 'reject' },
  async run(tx, { teamId, code, name, leaderId }, context): Promise<{ name: string }> {
    if (leaderId !== null) await personForChange(tx, leaderId);
    const same = await tx
      .selectFrom('teams')
      .select(['id', 'name'])
      .where('code', '=', code)
      .where('id', '!=', teamId)
      .orderBy('id')
      .executeTakeFirst();
    if (same) throw context.refusal('admin.teamCodeTaken', { code, name: same.name });
    const known = await tx
      .selectFrom('teams')
      .select('deletedAt')
      .where('id', '=', teamId)
      .orderBy('id')
      .executeTakeFirst();
    if (known && known.deletedAt !== null) throw context.refusal('admin.teamGone');
    if (known)
      await tx
        .updateTable('teams')
        .set({ code, name, leaderId, ...context.updated() })
        .where('id', '=', teamId)
        .execute();
    else
      await tx
        .insertInto('teams')
        .values({ id: teamId, code, name, leaderId, ...context.created() })
        .execute();
    return { name };
  },
  subject: (_args, { name: party }) => ({ party }),
  makes: ({ teamId }) => [teamId],
});
