import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import { personForChange, refuseBeyondOwn, requirePeople, rightsOfRole } from '../guard-people.ts';
import { optionalTextSchema } from '../people-model.ts';

/**
 * Somebody is away, and another decides meanwhile (R113): with the rights and limits of who is away. Everybody says so of
 * himself; of others, who manages people, and never with more than the own rights.
 */
export const setAbsence = defineCommand({
  name: 'admin.setAbsence',
  version: 1,
  kind: 'request',
  args: z
    .strictObject({
      id: idSchema,
      userId: idSchema,
      deputyId: idSchema,
      startsOn: calendarDateSchema,
      /** The last day. */
      endsOn: calendarDateSchema,
      note: optionalTextSchema,
    })
    .refine(({ startsOn, endsOn }) => startsOn <= endsOn, { path: ['endsOn'], error: 'ends before it starts' })
    .refine(({ userId, deputyId }) => userId !== deputyId, { path: ['deputyId'], error: 'is away' }),
  reads: ['users', 'rolePermissions', 'absences'],
  writes: ['absences'],
  refusals: {
    'admin.personGone': 'reject',
    'admin.deputyInactive': 'reject',
    'admin.rightsBeyondOwn': 'reject',
    'admin.absenceOverlaps': 'reject',
  },
  async run(tx, args, context): Promise<{ name: string }> {
    const { id, userId, deputyId, startsOn, endsOn, note } = args;
    const person = await personForChange(tx, userId);
    const deputy = await personForChange(tx, deputyId);
    if (userId !== context.actor.userId) {
      requirePeople(context.actor);
      refuseBeyondOwn(context.actor, await rightsOfRole(tx, person.roleId));
    }
    if (deputy.active === 0) throw context.refusal('admin.deputyInactive', { name: deputy.name });
    const other = await tx
      .selectFrom('absences')
      .select(['startsOn', 'endsOn'])
      .where('userId', '=', userId)
      .where('id', '!=', id)
      .where('startsOn', '<=', endsOn)
      .where('endsOn', '>=', startsOn)
      .where('deletedAt', 'is', null)
      .orderBy('startsOn')
      .executeTakeFirst();
    if (other) throw context.refusal('admin.absenceOverlaps', { name: person.name, ...other });
    const known = await tx
      .selectFrom('absences')
      .select('userId')
      .where('id', '=', id)
      .orderBy('id')
      .executeTakeFirst();
    if (known && known.userId !== userId) throw context.refusal('admin.personGone');
    if (known)
      await tx
        .updateTable('absences')
        .set({ deputyId, startsOn, endsOn, note, deletedAt: null, ...context.updated() })
        .where('id', '=', id)
        .execute();
    else
      await tx
        .insertInto('absences')
        .values({ id, userId, deputyId, startsOn, endsOn, note, ...context.created() })
        .execute();
    return { name: person.name };
  },
  subject: (_args, { name: party }) => ({ party }),
  withdraw: ({ id }) => ({ name: 'admin.removeAbsence', args: { id } }),
});
