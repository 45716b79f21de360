import { z } from 'zod';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

const DAYS_TOLD = 14;
const LIMIT_ROWS = 8;
const DAY_MS = 86_400_000;

/** Customers that others, or the rule, took from the person in the last days (R66), the newest first. */
export const lostCustomers = defineQuery({
  name: 'crm.lostCustomers',
  permission: 'crm.see',
  args: z.strictObject({}),
  reads: ['ownerChanges'],
  async run(db, _, { actor, now }): Promise<readonly Row<'ownerChanges'>[]> {
    return db
      .selectFrom('ownerChanges')
      .selectAll()
      .where('fromOwnerId', '=', actor.userId)
      .where('changedAt', '>=', now - DAYS_TOLD * DAY_MS)
      .where('changedBy', '<>', actor.userId)
      .where((eb) => eb.or([eb('toOwnerId', 'is', null), eb('toOwnerId', '<>', actor.userId)]))
      .orderBy('changedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(LIMIT_ROWS)
      .execute();
  },
});
