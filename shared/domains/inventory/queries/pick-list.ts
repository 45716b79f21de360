import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

/** A pick list as its page tells it: who released and picked it, and what became of each line. */
export interface PickListDocument {
  readonly head: Row<'pickLists'>;
  /** In the order of the way. */
  readonly lines: readonly Row<'pickLines'>[];
}

/** One pick list in full, whatever its state; null when it is not here. */
export const pickList = defineQuery({
  name: 'inventory.pickList',
  permission: 'inventory.see',
  args: z.strictObject({ id: idSchema }),
  reads: ['pickLists', 'pickLines'],
  async run(db, { id }): Promise<PickListDocument | null> {
    const head = await db
      .selectFrom('pickLists')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    const lines = await db
      .selectFrom('pickLines')
      .selectAll()
      .where('pickListId', '=', id)
      .where('deletedAt', 'is', null)
      .orderBy('position')
      .orderBy('id')
      .execute();
    return head ? { head, lines } : null;
  },
});
