import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';

/** Somebody who can have customers (R66). */
export interface Receiver {
  readonly kind: 'person' | 'team';
  readonly id: string;
  /** Login or code. */
  readonly code: string;
  readonly name: string;
  /** Customers that they have now, as far as this device sees. */
  readonly customers: number;
}

/** People who work here and see customers, then teams, each by name. */
export const receivers = defineQuery({
  name: 'crm.receivers',
  permission: 'crm.see',
  args: z.strictObject({}),
  reads: ['users', 'rolePermissions', 'teams', 'customers'],
  async run(db): Promise<readonly Receiver[]> {
    const people = await db
      .selectFrom('users')
      .select(['users.id', 'users.login as code', 'users.name'])
      .where('users.active', '=', 1)
      .where('users.deletedAt', 'is', null)
      .where('users.roleId', 'in', (eb) =>
        eb
          .selectFrom('rolePermissions')
          .select('rolePermissions.roleId')
          .where('rolePermissions.permission', '=', 'crm.see')
          .where('rolePermissions.deletedAt', 'is', null),
      )
      .orderBy('users.name')
      .orderBy('users.id')
      .execute();
    const teams = await db
      .selectFrom('teams')
      .select(['id', 'code', 'name'])
      .where('deletedAt', 'is', null)
      .orderBy('name')
      .orderBy('id')
      .execute();
    const counts = await db
      .selectFrom('customers')
      .select(({ fn }) => ['holderId', fn.countAll<number>().as('count')])
      .where('deletedAt', 'is', null)
      .groupBy('holderId')
      .orderBy('holderId')
      .execute();
    const of = new Map(counts.map(({ holderId, count }) => [holderId, Number(count)]));
    const receiver =
      (kind: Receiver['kind']) =>
      (row: { id: string; code: string; name: string }): Receiver => ({ kind, ...row, customers: of.get(row.id) ?? 0 });
    return [...people.map(receiver('person')), ...teams.map(receiver('team'))];
  },
});

/** A customer of somebody, for handing over. */
export interface OwnedCustomer {
  readonly id: string;
  readonly territoryId: string;
}

/** What a person has, by id (one page). */
export const ownedCustomers = defineQuery({
  name: 'crm.ownedCustomers',
  permission: 'crm.see',
  args: z.strictObject({ ownerId: idSchema, ...pageArgs }),
  reads: ['customers'],
  async run(db, { ownerId, cursor, limit }): Promise<Page<OwnedCustomer>> {
    const query = db
      .selectFrom('customers')
      .select(['id', 'territoryId'])
      .where('ownerId', '=', ownerId)
      .where('deletedAt', 'is', null)
      .$if(cursor !== null, (from) => from.where('id', '>', cursor?.id ?? ''));
    const rows = await query
      .orderBy('id')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => row.id);
  },
});

/** What a person is called, also one who left; null for somebody whom this device does not know. */
export const personName = defineQuery({
  name: 'crm.personName',
  permission: 'crm.see',
  args: z.strictObject({ id: idSchema }),
  reads: ['users'],
  async run(db, { id }): Promise<{ readonly name: string } | null> {
    const row = await db.selectFrom('users').select('name').where('id', '=', id).executeTakeFirst();
    return row ?? null;
  },
});
