import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { defaultSeries, permissions, seriesPrefixSchema } from '../model.ts';

/**
 * How numbers of a kind of document begin from now on (R7). What was numbered keeps its number; a prefix belongs to one
 * kind alone, so that two documents never share a number.
 */
export const saveDocumentSeries = defineCommand({
  name: 'admin.saveDocumentSeries',
  version: 1,
  kind: 'request',
  permission: permissions.manageCompany,
  args: z.strictObject({
    id: idSchema,
    kind: z.enum(defaultSeries.map(({ kind }) => kind)),
    prefix: seriesPrefixSchema,
    digits: z.int().min(4).max(10),
  }),
  reads: ['documentSeries'],
  writes: ['documentSeries'],
  refusals: { 'admin.prefixTaken': 'reject' },
  async run(tx, { id, kind, prefix, digits }, context) {
    const rows = await tx.selectFrom('documentSeries').select(['id', 'kind', 'prefix']).orderBy('id').execute();
    const known = rows.find((row) => row.kind === kind);
    const stored = new Set(rows.map((row) => row.kind));
    const standing = defaultSeries.filter((series) => !stored.has(series.kind));
    const taken = [...rows, ...standing].find((series) => series.prefix === prefix && series.kind !== kind);
    if (taken) throw context.refusal('admin.prefixTaken', { prefix, kind: taken.kind });
    if (known) {
      await tx
        .updateTable('documentSeries')
        .set({ prefix, digits, ...context.updated() })
        .where('id', '=', known.id)
        .execute();
      return;
    }
    const numbering = defaultSeries.find((series) => series.kind === kind)?.numbering ?? 'device';
    await tx
      .insertInto('documentSeries')
      .values({ id, kind, prefix, numbering, digits, ...context.created() })
      .execute();
  },
  subject: ({ prefix }) => ({ document: prefix }),
});
