import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { personForChange, requirePeople } from '../guard-people.ts';

/** An absence that does not come about, or is over before its time: the deputy decides no more. */
export const removeAbsence = defineCommand({
  name: 'admin.removeAbsence',
  version: 1,
  kind: 'request',
  permission: 'admin.setAbsence',
  args: z.strictObject({ id: idSchema }),
  reads: ['absences', 'users'],
  writes: ['absences'],
  refusals: { 'admin.absenceGone': 'reject', 'admin.personGone': 'reject' },
  async run(tx, { id }, context): Promise<{ name: string }> {
    const absence = await tx
      .selectFrom('absences')
      .select('userId')
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .executeTakeFirst();
    if (!absence) throw context.refusal('admin.absenceGone');
    if (absence.userId !== context.actor.userId) requirePeople(context.actor);
    const { name } = await personForChange(tx, absence.userId);
    await tx
      .updateTable('absences')
      .set({ deletedAt: context.now, ...context.updated() })
      .where('id', '=', id)
      .execute();
    return { name };
  },
  subject: (_args, { name: party }) => ({ party }),
});
