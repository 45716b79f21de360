import { z } from 'zod';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

/** How files were read before, by kind and headings; the newest first. */
export const importMappings = defineQuery({
  name: 'admin.importMappings',
  permission: 'admin.importData',
  args: z.strictObject({}),
  reads: ['importMappings'],
  async run(db): Promise<Pick<Row<'importMappings'>, 'kind' | 'headings' | 'mapping'>[]> {
    return db
      .selectFrom('importMappings')
      .select(['kind', 'headings', 'mapping'])
      .where('deletedAt', 'is', null)
      .orderBy('updatedAt', 'desc')
      .orderBy('id')
      .limit(500)
      .execute();
  },
});
