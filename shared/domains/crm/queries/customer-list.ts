import type { ExpressionBuilder } from 'kysely';
import { z } from 'zod';
import { orderHits, readHits, readInOrder } from '../../../kernel/hits.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader, Tables } from '../../../kernel/table.ts';

/** One customer in a list or a picker. */
export interface CustomerListRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly contactName: string | null;
  readonly phone: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly territoryId: string;
  /** R66: who has it; both null: it lies in the pool. */
  readonly ownerId: string | null;
  readonly ownerTeamId: string | null;
  /** The person's, else the team's. */
  readonly ownerName: string | null;
  readonly currency: string;
  readonly paymentTermsDays: number;
}

const columns = [
  'customers.id',
  'customers.code',
  'customers.name',
  'customers.contactName',
  'customers.phone',
  'customers.city',
  'customers.country',
  'customers.territoryId',
  'customers.ownerId',
  'customers.ownerTeamId',
  'customers.currency',
  'customers.paymentTermsDays',
] as const;

/** Whose customers, of all that are here: the own, the teams', those that nobody has. */
export const customerHoldings = ['all', 'mine', 'team', 'pool'] as const;
export type CustomerHolding = (typeof customerHoldings)[number];

/** Customers by name, or those that fit what was typed, best first (one page). */
export const customerList = defineQuery({
  name: 'crm.customerList',
  permission: 'crm.see',
  args: z.strictObject({
    search: z.string().max(100),
    held: z.enum(customerHoldings).default('all'),
    ...pageArgs,
  }),
  reads: ['customers', 'users', 'teams'],
  async run(db, { search, held, cursor, limit }, context): Promise<Page<CustomerListRow>> {
    const { userId } = context.actor;
    if (search.trim() !== '') {
      const wanted = { table: 'customers', typed: search, enough: limit } as const;
      const hits = await readHits(context, wanted, (ids) =>
        db
          .selectFrom('customers')
          .select(['customers.id', 'customers.code', 'customers.name'])
          .where('customers.id', 'in', ids)
          .where('customers.deletedAt', 'is', null)
          .where((eb) => heldIs(eb, held, userId))
          .orderBy('customers.id')
          .execute(),
      );
      const ids = orderHits(hits, search, (row) => row.name).map((hit) => hit.id);
      const rows = await readInOrder(ids.slice(0, limit), (page) =>
        withOwner(db).select(columns).where('customers.id', 'in', page).orderBy('customers.id').execute(),
      );
      return { rows, next: null };
    }
    let query = withOwner(db)
      .select(columns)
      .where((eb) => heldIs(eb, held, userId));
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([
          eb('customers.name', '>', String(key)),
          eb.and([eb('customers.name', '=', String(key)), eb('customers.id', '>', id)]),
        ]),
      );
    }
    const rows = await query
      .orderBy('customers.name')
      .orderBy('customers.id')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => row.name);
  },
});

const withOwner = (db: Reader) =>
  db
    .selectFrom('customers')
    .leftJoin('users', 'users.id', 'customers.ownerId')
    .leftJoin('teams', 'teams.id', 'customers.ownerTeamId')
    .select(({ fn }) => fn.coalesce('users.name', 'teams.name').as('ownerName'))
    .where('customers.deletedAt', 'is', null);

/** The own and the teams' by the holder, which is indexed with the name. */
function heldIs(eb: ExpressionBuilder<Tables, 'customers'>, held: CustomerHolding, userId: string) {
  if (held === 'mine') return eb('customers.holderId', '=', userId);
  if (held === 'team') return eb('customers.holderId', 'in', eb.selectFrom('teams').select('teams.id'));
  if (held === 'all') return eb.lit(true);
  return eb.and([eb('customers.ownerId', 'is', null), eb('customers.ownerTeamId', 'is', null)]);
}
