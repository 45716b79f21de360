import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { codeSchema, nameSchema, permissions } from '../model.ts';

/** Makes a territory, or gives it another code or name. Documents store what they were made with. */
export const saveTerritory = defineCommand({
  name: 'admin.saveTerritory',
  version: 1,
  kind: 'request',
  permission: permissions.manageCompany,
  args: z.strictObject({ id: idSchema, code: codeSchema, name: nameSchema }),
  reads: ['territories'],
  writes: ['territories'],
  refusals: { 'admin.codeTaken': 'reject' },
  async run(tx, { id, code, name }, context) {
    const same = await tx
      .selectFrom('territories')
      .select(['id', 'code'])
      .where((eb) => eb.or([eb('id', '=', id), eb('code', '=', code)]))
      .orderBy('id')
      .execute();
    if (same.some((row) => row.code === code && row.id !== id)) throw context.refusal('admin.codeTaken', { code });
    if (same.some((row) => row.id === id)) {
      await tx
        .updateTable('territories')
        .set({ code, name, ...context.updated() })
        .where('id', '=', id)
        .execute();
      return;
    }
    await tx
      .insertInto('territories')
      .values({ id, code, name, ...context.created() })
      .execute();
  },
  subject: ({ code, name }) => ({ document: code, party: name }),
  makes: ({ id }) => [id],
});
