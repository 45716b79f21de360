import { z } from 'zod';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

/** A layout of the company's own; `layout` is JSON. */
export type PaperTemplateRow = Pick<
  Row<'paperTemplates'>,
  'id' | 'kind' | 'language' | 'size' | 'legalEntityId' | 'name' | 'isDefault' | 'active' | 'layout'
>;

const LIMIT_ROWS = 500;

/** The company's own layouts, by name: whoever prints needs them. */
export const paperTemplates = defineQuery({
  name: 'admin.paperTemplates',
  args: z.strictObject({}),
  reads: ['paperTemplates'],
  async run(db): Promise<PaperTemplateRow[]> {
    return db
      .selectFrom('paperTemplates')
      .select(['id', 'kind', 'language', 'size', 'legalEntityId', 'name', 'isDefault', 'active', 'layout'])
      .where('deletedAt', 'is', null)
      .orderBy('name')
      .orderBy('id')
      .limit(LIMIT_ROWS)
      .execute();
  },
});
