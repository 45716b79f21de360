import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { isSettingKey, permissions, settingEntries, settingSchemas } from '../model.ts';

const LIMIT_CHANGES = 50;

/** Sets company settings, each by its key as text; who changed one, and when, stands with it. */
export const changeSettings = defineCommand({
  name: 'admin.changeSettings',
  version: 1,
  kind: 'request',
  permission: permissions.manageCompany,
  args: z.strictObject({
    changes: z
      .array(z.strictObject({ key: z.string().max(80), value: z.string().max(500) }))
      .min(1)
      .max(LIMIT_CHANGES),
  }),
  reads: ['settings'],
  writes: ['settings'],
  refusals: { 'admin.unknownSetting': 'reject', 'admin.settingFixed': 'reject', 'admin.badSetting': 'reject' },
  async run(tx, { changes }, context) {
    const rows = await tx.selectFrom('settings').select(['id', 'value']).orderBy('id').execute();
    const known = new Map(rows.map((row) => [row.id, row.value]));
    for (const { key, value } of changes) {
      if (!isSettingKey(key)) throw context.refusal('admin.unknownSetting', { setting: key });
      if (settingEntries[key].kind === 'fixed') throw context.refusal('admin.settingFixed', { setting: key });
      // An empty text would count as a figure of zero.
      if (value.trim() === '' || !settingSchemas[key].safeParse(value).success) {
        throw context.refusal('admin.badSetting', { setting: key, value });
      }
      if (known.get(key) === value) continue;
      if (known.has(key)) {
        await tx
          .updateTable('settings')
          .set({ value, ...context.updated() })
          .where('id', '=', key)
          .execute();
      } else {
        await tx
          .insertInto('settings')
          .values({ id: key, value, ...context.created() })
          .execute();
      }
      known.set(key, value);
    }
  },
  subject: ({ changes }) => ({ rows: changes.length }),
});
