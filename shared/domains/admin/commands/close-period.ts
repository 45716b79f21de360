import { z } from 'zod';
import { type CommandContext, defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { calendarDateAt } from '../../../kernel/instants.ts';
import type { Tx } from '../../../kernel/table.ts';
import { companySettings, userName } from '../api.ts';
import { monthSchema, permissions } from '../model.ts';
import { lastClosedMonth, whyNotClosed, whyNotReopened } from '../rules/period.ts';

const REASON_LIMIT_CHARS = 500;

const args = z.strictObject({
  legalEntityId: idSchema,
  month: monthSchema,
  /** Id of the month's row, if it has none yet. */
  periodId: idSchema,
});

/** R12: closes a month of a legal entity's books: nothing is dated into it, or before it, from then on. */
export const closePeriod = defineCommand({
  name: 'admin.closePeriod',
  version: 1,
  kind: 'request',
  permission: permissions.managePeriods,
  args,
  reads: ['settings', 'users', 'legalEntities', 'periods'],
  writes: ['periods'],
  refusals: {
    'admin.entityGone': 'reject',
    'admin.periodIsClosed': 'reject',
    'admin.earlierMonthOpen': 'reject',
    'admin.monthNotOver': 'reject',
  },
  async run(tx, { legalEntityId, month, periodId }, context) {
    if (!(await entityIsThere(tx, legalEntityId))) throw context.refusal('admin.entityGone');
    const settings = await companySettings(tx);
    const today = calendarDateAt(context.now, settings['company.utcOffsetMinutes']);
    const periods = await periodsOf(tx, legalEntityId);
    const why = whyNotClosed(month, lastClosedMonth(periods), today);
    if (why) throw context.refusal(why.code, { month: why.month });
    await setPeriod(tx, { legalEntityId, month, periodId, state: 'closed' }, context);
  },
  subject: ({ month }) => ({ document: month }),
  withdraw: ({ legalEntityId, month, periodId }) => ({
    name: 'admin.reopenPeriod',
    args: { legalEntityId, month, periodId },
  }),
});

const reopenRefusals = {
  'admin.entityGone': 'reject',
  'admin.periodIsOpen': 'reject',
  'admin.laterMonthClosed': 'reject',
} as const;

/** As it was while nobody was asked why. */
export const reopenPeriodFirst = defineCommand({
  name: 'admin.reopenPeriod',
  version: 1,
  kind: 'request',
  permission: permissions.managePeriods,
  args,
  reads: ['users', 'legalEntities', 'periods'],
  writes: ['periods'],
  refusals: reopenRefusals,
  run: reopen,
  subject: ({ month }) => ({ document: month }),
  withdraw: closeAgain,
});

/** R12: opens the last closed month again; who did it stays with the month, and why with the deed. */
export const reopenPeriod = defineCommand({
  name: 'admin.reopenPeriod',
  version: 2,
  kind: 'request',
  permission: permissions.managePeriods,
  args: args.extend({ reason: z.string().trim().min(1).max(REASON_LIMIT_CHARS).optional() }),
  reads: ['users', 'legalEntities', 'periods'],
  writes: ['periods'],
  refusals: reopenRefusals,
  run: reopen,
  subject: ({ month, reason }) => ({ document: month, ...(reason === undefined ? {} : { note: reason }) }),
  withdraw: closeAgain,
});

function closeAgain({ legalEntityId, month, periodId }: z.infer<typeof args>) {
  return { name: 'admin.closePeriod', args: { legalEntityId, month, periodId } };
}

async function reopen(
  tx: Tx,
  { legalEntityId, month, periodId }: z.infer<typeof args>,
  context: CommandContext<typeof reopenRefusals>,
): Promise<void> {
  if (!(await entityIsThere(tx, legalEntityId))) throw context.refusal('admin.entityGone');
  const lastClosed = lastClosedMonth(await periodsOf(tx, legalEntityId));
  const why = whyNotReopened(month, lastClosed);
  if (why) throw context.refusal(why.code, { month: why.month });
  await setPeriod(tx, { legalEntityId, month, periodId, state: 'open' }, context);
}

async function entityIsThere(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.selectFrom('legalEntities').select('id').where('id', '=', id).orderBy('id').execute();
  return rows.length > 0;
}

function periodsOf(tx: Tx, legalEntityId: string) {
  return tx
    .selectFrom('periods')
    .select(['id', 'month', 'state'])
    .where('legalEntityId', '=', legalEntityId)
    .orderBy('month')
    .orderBy('id')
    .execute();
}

interface PeriodChange {
  readonly legalEntityId: string;
  readonly month: string;
  readonly periodId: string;
  readonly state: 'open' | 'closed';
}

async function setPeriod(
  tx: Tx,
  { legalEntityId, month, periodId, state }: PeriodChange,
  context: Pick<CommandContext, 'now' | 'actor' | 'created' | 'updated'>,
): Promise<void> {
  const changed = {
    state,
    changedAt: context.now,
    changedBy: context.actor.userId,
    changedByName: (await userName(tx, context.actor.userId)) ?? '',
  };
  const [known] = await tx
    .selectFrom('periods')
    .select('id')
    .where('legalEntityId', '=', legalEntityId)
    .where('month', '=', month)
    .orderBy('id')
    .execute();
  if (known) {
    await tx
      .updateTable('periods')
      .set({ ...changed, ...context.updated() })
      .where('id', '=', known.id)
      .execute();
    return;
  }
  await tx
    .insertInto('periods')
    .values({ id: periodId, legalEntityId, month, ...changed, ...context.created() })
    .execute();
}
