import type { ExpressionBuilder } from 'kysely';
import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { type CalendarDate, calendarDateSchema } from '../../../kernel/instants.ts';
import { currencySchema, type Minor } from '../../../kernel/money.ts';
import { type PageKey, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader, Tables } from '../../../kernel/table.ts';
import type {} from '../../crm/tables.ts';
import { type AgeingClass, ageingSpans, daysOverdue } from '../rules/ageing.ts';

/** Open receivables by how long they are overdue (R58); minor units. */
export type AgeingAmounts = Readonly<Record<AgeingClass, Minor>> & {
  readonly totalMinor: Minor;
  /** All but what is not due. */
  readonly overdueMinor: Minor;
};

export interface AgeingRow extends AgeingAmounts {
  /** The customer. */
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly city: string | null;
  readonly oldestDueOn: CalendarDate | null;
}

export interface ReceivablesAgeing {
  /** Over all customers that were asked for, not only this page. */
  readonly totals: AgeingAmounts & { readonly customers: number };
  /** Who owes most overdue first. */
  readonly rows: readonly AgeingRow[];
  readonly next: PageKey | null;
}

/** The ageing of open receivables in one currency: of one customer, or of all with totals (one page). */
export const receivablesAgeing = defineQuery({
  name: 'billing.receivablesAgeing',
  permission: 'billing.see',
  args: z.strictObject({
    customerId: idSchema.nullable(),
    currency: currencySchema,
    today: calendarDateSchema,
    ...pageArgs,
  }),
  reads: ['exposureEntries', 'customers'],
  isSlow: true,
  async run(db, { cursor, limit, ...question }): Promise<ReceivablesAgeing> {
    // Of the customers that the rows are of: one that this device does not hold is in neither.
    const totals = await receivables(db, question)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('customers').select('customers.id').whereRef('customers.id', '=', 'exposureEntries.customerId'),
        ),
      )
      .select((eb) => [...amountsOf(eb, question.today), eb.fn.count<number>('customerId').distinct().as('customers')])
      .executeTakeFirstOrThrow();
    const byCustomer = receivables(db, question)
      .select((eb) => ['customerId', ...amountsOf(eb, question.today), eb.fn.min('dueOn').as('oldestDueOn')])
      .groupBy('customerId');
    let query = db
      .selectFrom(byCustomer.as('aged'))
      .innerJoin('customers', 'customers.id', 'aged.customerId')
      .select(['customers.id', 'customers.code', 'customers.name', 'customers.city', 'aged.oldestDueOn'])
      .select(['aged.notDue', 'aged.upTo30', 'aged.upTo60', 'aged.upTo90', 'aged.over90'])
      .select(['aged.totalMinor', 'aged.overdueMinor']);
    if (cursor) {
      query = query.where((eb) =>
        eb.or([
          eb('aged.overdueMinor', '<', Number(cursor.key)),
          eb.and([eb('aged.overdueMinor', '=', Number(cursor.key)), eb('customers.id', '>', cursor.id)]),
        ]),
      );
    }
    const rows = await query
      .orderBy('aged.overdueMinor', 'desc')
      .orderBy('customers.id')
      .limit(limit + 1)
      .execute();
    return { totals, ...toPage(rows, limit, (row) => row.overdueMinor) };
  },
});

/** An open receivable. */
export interface OpenReceivable {
  readonly id: string;
  readonly documentId: string;
  readonly documentNumber: string;
  readonly documentDate: CalendarDate | null;
  readonly dueOn: CalendarDate | null;
  readonly amountMinor: Minor;
  /** 0 while it is not due. */
  readonly daysOverdue: number;
}

/** What stands behind the ageing of one customer, oldest due first (R93). */
export const openReceivables = defineQuery({
  name: 'billing.openReceivables',
  permission: 'billing.see',
  args: z.strictObject({ customerId: idSchema, currency: currencySchema, today: calendarDateSchema }),
  reads: ['exposureEntries'],
  async run(db, question): Promise<OpenReceivable[]> {
    const rows = await receivables(db, question)
      .select(['id', 'documentId', 'documentNumber', 'documentDate', 'dueOn', 'amountMinor'])
      .orderBy('dueOn')
      .orderBy('id')
      .execute();
    return rows.map((row) => ({ ...row, daysOverdue: daysOverdue(row.dueOn, question.today) }));
  },
});

interface Question {
  readonly customerId: string | null;
  readonly currency: string;
}

function receivables(db: Reader, { customerId, currency }: Question) {
  const query = db
    .selectFrom('exposureEntries')
    .where('kind', '=', 'receivable')
    .where('currency', '=', currency)
    .where('deletedAt', 'is', null);
  return customerId === null ? query : query.where('customerId', '=', customerId);
}

function amountsOf(eb: ExpressionBuilder<Tables, 'exposureEntries'>, today: CalendarDate) {
  const spans = ageingSpans(today);
  const sum = () => eb.fn.sum<number | null>('amountMinor');
  const within = (name: AgeingClass) => {
    const { newest, oldest } = spans[name];
    const limits = [
      ...(newest === null ? [] : [eb('dueOn', '<=', newest)]),
      ...(oldest === null ? [] : [eb('dueOn', '>=', oldest)]),
    ];
    // Without a due day nothing is overdue.
    const fits = name === 'notDue' ? eb.or([...limits, eb('dueOn', 'is', null)]) : eb.and(limits);
    return orNothing(sum().filterWhere(fits)).as(name);
  };
  const orNothing = (value: ReturnType<typeof sum>) => eb.fn.coalesce(value, eb.val(0));
  return [
    within('notDue'),
    within('upTo30'),
    within('upTo60'),
    within('upTo90'),
    within('over90'),
    orNothing(sum()).as('totalMinor'),
    orNothing(sum().filterWhere('dueOn', '<', today)).as('overdueMinor'),
  ] as const;
}
