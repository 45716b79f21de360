import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import { permissions } from '../model.ts';

const LIMIT_DAYS = 200;

/** R80: says of days whether they are worked, or takes back what was said of them; a whole year at once is an import. */
export const setHolidays = defineCommand({
  name: 'admin.setHolidays',
  version: 1,
  kind: 'request',
  permission: permissions.manageCompany,
  args: z.strictObject({
    days: z
      .array(
        z.strictObject({
          /** Id of the day's row, if nothing was said of it before. */
          id: idSchema,
          day: calendarDateSchema,
          name: z.string().trim().max(60),
          /** null: as its weekday says. */
          kind: z.enum(['holiday', 'workday']).nullable(),
        }),
      )
      .min(1)
      .max(LIMIT_DAYS),
  }),
  reads: ['holidays'],
  writes: ['holidays'],
  refusals: {},
  async run(tx, { days }, context) {
    const rows = await tx
      .selectFrom('holidays')
      .select(['id', 'day', 'name', 'kind', 'deletedAt'])
      .where(
        'day',
        'in',
        days.map(({ day }) => day),
      )
      .orderBy('day')
      .orderBy('id')
      .execute();
    const known = new Map(rows.map((row) => [row.day, row]));
    let changed = 0;
    // What is said last of a day holds.
    for (const { id, day, name, kind } of new Map(days.map((each) => [each.day, each])).values()) {
      const row = known.get(day);
      const isSaid = row !== undefined && row.deletedAt === null;
      if (kind === null ? !isSaid : isSaid && row.name === name && row.kind === kind) continue;
      changed += 1;
      if (!row) {
        await tx
          .insertInto('holidays')
          .values({ id, day, name, kind: kind ?? 'holiday', ...context.created() })
          .execute();
        continue;
      }
      const said = kind === null ? { deletedAt: context.now } : { name, kind, deletedAt: null };
      await tx
        .updateTable('holidays')
        .set({ ...said, ...context.updated() })
        .where('id', '=', row.id)
        .execute();
    }
    return { changed };
  },
  subject: ({ days }) => ({ rows: days.length }),
});
