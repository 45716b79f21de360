import { z } from 'zod';
import { orderHits, readHits, readInOrder } from '../../../kernel/hits.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';

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
  readonly currency: string;
  readonly paymentTermsDays: number;
}

const columns = [
  'id',
  'code',
  'name',
  'contactName',
  'phone',
  'city',
  'country',
  'territoryId',
  'currency',
  'paymentTermsDays',
] as const;

/** Customers by name, or those that fit what was typed, best first (one page). */
export const customerList = defineQuery({
  name: 'crm.customerList',
  permission: 'crm.see',
  args: z.strictObject({ search: z.string().max(100), ...pageArgs }),
  reads: ['customers'],
  async run(db, { search, cursor, limit }, context): Promise<Page<CustomerListRow>> {
    if (search.trim() !== '') {
      const wanted = { table: 'customers', typed: search, enough: limit } as const;
      const hits = await readHits(context, wanted, (ids) =>
        selectByIds(db, ids).select(['id', 'code', 'name']).execute(),
      );
      const ids = orderHits(hits, search, (row) => row.name).map((hit) => hit.id);
      const rows = await readInOrder(ids.slice(0, limit), (page) => selectByIds(db, page).select(columns).execute());
      return { rows, next: null };
    }
    let query = db.selectFrom('customers').select(columns).where('deletedAt', 'is', null);
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([eb('name', '>', String(key)), eb.and([eb('name', '=', String(key)), eb('id', '>', id)])]),
      );
    }
    const rows = await query
      .orderBy('name')
      .orderBy('id')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => row.name);
  },
});

const selectByIds = (db: Reader, ids: string[]) =>
  db.selectFrom('customers').where('id', 'in', ids).where('deletedAt', 'is', null).orderBy('id');
