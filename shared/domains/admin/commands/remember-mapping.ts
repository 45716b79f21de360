import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';

/** Characters of a file's headings, normalised and joined. */
const LIMIT_HEADINGS_CHARS = 8_000;

/** Keeps which column of such a file was which field, so that the next one is read by itself (R110). */
export const rememberMapping = defineCommand({
  name: 'admin.rememberMapping',
  version: 1,
  kind: 'request',
  permission: 'admin.importData',
  args: z.strictObject({
    /** Of the row if there is none yet for such headings. */
    id: idSchema,
    /** What the table holds: customers, products … */
    kind: z.string().min(1).max(40),
    headings: z.string().min(1).max(LIMIT_HEADINGS_CHARS),
    /** Column (from 0) of each field; null: the table has none. */
    columns: z.record(z.string().max(40), z.int().min(0).max(999).nullable()),
  }),
  reads: ['importMappings'],
  writes: ['importMappings'],
  refusals: {},
  async run(tx, { id, kind, headings, columns }, context): Promise<void> {
    const rows = await tx
      .selectFrom('importMappings')
      .selectAll()
      .where('kind', '=', kind)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .execute();
    const known = rows.find((row) => row.headings === headings);
    const fields = Object.keys(columns).sort();
    const mapping = JSON.stringify(Object.fromEntries(fields.map((field) => [field, columns[field] ?? null])));
    if (!known) {
      await tx
        .insertInto('importMappings')
        .values({ id, kind, headings, mapping, ...context.created() })
        .execute();
    } else if (known.mapping !== mapping) {
      await tx
        .updateTable('importMappings')
        .set({ mapping, ...context.updated() })
        .where('id', '=', known.id)
        .execute();
    }
  },
});
