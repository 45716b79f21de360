import { z } from 'zod';
import type { Instant } from '../../../kernel/instants.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';

/** A customer who has not ordered for longer than is usual for them. */
export interface SilentCustomer {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly contactName: string | null;
  readonly phone: string | null;
  readonly city: string | null;
  readonly lastOrderAt: Instant;
  /** Whole days between two orders, on average. */
  readonly rhythmDays: number;
  readonly orders: number;
}

/** Fewer orders show no rhythm. */
const ORDERS_FOR_RHYTHM = 4;
/** Silent: the last order is further back than this many times the usual distance, as a fraction. */
const PATIENCE = { times: 3, of: 2 } as const;
const MS_PER_DAY = 86_400_000;

/** Orders of each customer with a rhythm that was broken: last − first is as many distances as orders less one. */
function brokenRhythms(db: Reader, now: Instant) {
  return db
    .selectFrom('orders')
    .where('state', 'in', ['open', 'closed'])
    .where('deletedAt', 'is', null)
    .groupBy('customerId')
    .having((eb) => eb(eb.fn.countAll(), '>=', ORDERS_FOR_RHYTHM))
    .having((eb) => {
      const silence = eb.parens(eb(eb.val(now), '-', eb.fn.max<number>('confirmedAt')));
      const distances = eb.parens(eb(eb.fn.countAll<number>(), '-', eb.lit(1)));
      const span = eb.parens(eb(eb.fn.max<number>('confirmedAt'), '-', eb.fn.min<number>('confirmedAt')));
      return eb(eb(eb(silence, '*', distances), '*', eb.lit(PATIENCE.of)), '>', eb(span, '*', eb.lit(PATIENCE.times)));
    });
}

/** Who fell silent, the one who did so last first: there a call helps most (one page). */
export const silentCustomers = defineQuery({
  name: 'crm.silentCustomers',
  permission: 'crm.see',
  args: z.strictObject({ ...pageArgs }),
  reads: ['customers', 'orders'],
  isSlow: true,
  async run(db, { cursor, limit }, { now }): Promise<Page<SilentCustomer>> {
    const rhythms = brokenRhythms(db, now).select(({ fn }) => [
      'customerId',
      fn.max<number>('confirmedAt').as('lastOrderAt'),
      fn.min<number>('confirmedAt').as('firstOrderAt'),
      fn.countAll<number>().as('orders'),
    ]);
    let query = db
      .selectFrom(rhythms.as('rhythms'))
      .innerJoin('customers', 'customers.id', 'rhythms.customerId')
      .select(['customers.id', 'customers.code', 'customers.name', 'customers.contactName', 'customers.phone'])
      .select(['customers.city', 'rhythms.lastOrderAt', 'rhythms.firstOrderAt', 'rhythms.orders'])
      .where('customers.deletedAt', 'is', null);
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([
          eb('rhythms.lastOrderAt', '<', Number(key)),
          eb.and([eb('rhythms.lastOrderAt', '=', Number(key)), eb('customers.id', '<', id)]),
        ]),
      );
    }
    const found = await query
      .orderBy('rhythms.lastOrderAt', 'desc')
      .orderBy('customers.id', 'desc')
      .limit(limit + 1)
      .execute();
    const page = toPage(found, limit, (row) => row.lastOrderAt);
    const rows = page.rows.map(({ firstOrderAt, ...row }) => ({
      ...row,
      rhythmDays: Math.max(1, Math.round((row.lastOrderAt - firstOrderAt) / (row.orders - 1) / MS_PER_DAY)),
    }));
    return { rows, next: page.next };
  },
});

/** How many customers within reach fell silent. */
export const silentCount = defineQuery({
  name: 'crm.silentCount',
  permission: 'crm.see',
  args: z.strictObject({}),
  reads: ['customers', 'orders'],
  isSlow: true,
  async run(db, _args, { now }): Promise<{ readonly silent: number }> {
    return db
      .selectFrom(brokenRhythms(db, now).select('customerId').as('silentOnes'))
      .innerJoin('customers', 'customers.id', 'silentOnes.customerId')
      .where('customers.deletedAt', 'is', null)
      .select(({ fn }) => fn.countAll<number>().as('silent'))
      .executeTakeFirstOrThrow();
  },
});
