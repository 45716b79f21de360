import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { type CalendarDate, calendarDateSchema } from '../../../kernel/instants.ts';
import type { Minor } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';

/** What the credit panel shows of a payer (R54, R55); amounts in minor units of `currency`. */
export interface CreditStatus {
  readonly currency: string;
  readonly limitMinor: Minor | null;
  readonly limitValidUntil: CalendarDate | null;
  readonly openOrdersMinor: Minor;
  readonly unbilledMinor: Minor;
  readonly receivablesMinor: Minor;
  readonly prepaymentsMinor: Minor;
  readonly overdueMinor: Minor;
  readonly oldestDueOn: CalendarDate | null;
}

export const creditStatus = defineQuery({
  name: 'billing.creditStatus',
  permission: 'billing.see',
  args: z.strictObject({ customerId: idSchema, currency: z.string(), today: calendarDateSchema }),
  reads: ['creditAccounts', 'exposures', 'exposureEntries'],
  async run(db, { customerId, currency, today }): Promise<CreditStatus> {
    const account = await db
      .selectFrom('creditAccounts')
      .select(['limitMinor', 'validUntil'])
      .where('id', '=', customerId)
      .where('currency', '=', currency)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    const exposure = await db
      .selectFrom('exposures')
      .selectAll()
      .where('id', '=', `${customerId}:${currency}`)
      .executeTakeFirst();
    const overdue = await db
      .selectFrom('exposureEntries')
      .select(['amountMinor', 'dueOn'])
      .where('customerId', '=', customerId)
      .where('kind', '=', 'receivable')
      .where('currency', '=', currency)
      .where('deletedAt', 'is', null)
      .where('dueOn', '<', today)
      .orderBy('dueOn')
      .orderBy('id')
      .execute();
    return {
      currency,
      limitMinor: account?.limitMinor ?? null,
      limitValidUntil: account?.validUntil ?? null,
      openOrdersMinor: exposure?.openOrdersMinor ?? 0,
      unbilledMinor: exposure?.unbilledMinor ?? 0,
      receivablesMinor: exposure?.receivablesMinor ?? 0,
      prepaymentsMinor: exposure?.prepaymentsMinor ?? 0,
      overdueMinor: overdue.reduce((sum, entry) => sum + entry.amountMinor, 0),
      oldestDueOn: overdue[0]?.dueOn ?? null,
    };
  },
});
