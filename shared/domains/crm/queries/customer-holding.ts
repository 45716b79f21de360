import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instants.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

/** Who has a customer since when, and who had it before (R66). */
export interface CustomerHoldingDetail {
  readonly ownerId: string | null;
  readonly ownerTeamId: string | null;
  readonly ownerName: string | null;
  readonly heldSince: Instant | null;
  /** Whether it is the person's to give back: the own, or a team's of the person. */
  readonly isMine: boolean;
  /** The newest first, at most HISTORY_LIMIT_ROWS. */
  readonly history: readonly Row<'ownerChanges'>[];
}

const HISTORY_LIMIT_ROWS = 20;

/** Null when this device does not hold the customer. */
export const customerHolding = defineQuery({
  name: 'crm.customerHolding',
  permission: 'crm.see',
  args: z.strictObject({ customerId: idSchema }),
  reads: ['customers', 'users', 'teams', 'teamMembers', 'ownerChanges'],
  async run(db, { customerId }, { actor }): Promise<CustomerHoldingDetail | null> {
    const row = await db
      .selectFrom('customers')
      .leftJoin('users', 'users.id', 'customers.ownerId')
      .leftJoin('teams', 'teams.id', 'customers.ownerTeamId')
      .select(['customers.ownerId', 'customers.ownerTeamId', 'customers.heldSince'])
      .select(({ fn }) => fn.coalesce('users.name', 'teams.name').as('ownerName'))
      .where('customers.id', '=', customerId)
      .where('customers.deletedAt', 'is', null)
      .executeTakeFirst();
    if (!row) return null;
    const membership = await db
      .selectFrom('teamMembers')
      .select('id')
      .where('teamId', '=', row.ownerTeamId ?? '')
      .where('userId', '=', actor.userId)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    const history = await db
      .selectFrom('ownerChanges')
      .selectAll()
      .where('customerId', '=', customerId)
      .orderBy('changedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(HISTORY_LIMIT_ROWS)
      .execute();
    const isOfTeam = row.ownerId === null && membership !== undefined;
    return { ...row, isMine: row.ownerId === actor.userId || isOfTeam, history };
  },
});
