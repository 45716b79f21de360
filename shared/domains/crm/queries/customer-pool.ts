import { z } from 'zod';
import type { Instant } from '../../../kernel/instants.ts';
import type { Minor } from '../../../kernel/money.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';

/** A customer that nobody has (R66), and what it was worth to whoever had it. */
export interface PoolCustomer {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly contactName: string | null;
  readonly phone: string | null;
  readonly city: string | null;
  readonly territoryId: string;
  readonly currency: string;
  /** Since when it lies there; null: it always did. */
  readonly pooledAt: Instant | null;
  /** Who had it last; null: nobody. */
  readonly lastOwnerName: string | null;
  readonly lastOrderAt: Instant | null;
  /** Net of its orders of the last twelve months, in its currency. */
  readonly yearNetMinor: Minor;
}

const YEAR_MS = 365 * 86_400_000;

/** The public pool that the device sees, by name (one page). */
export const customerPool = defineQuery({
  name: 'crm.customerPool',
  permission: 'crm.see',
  args: z.strictObject({ ...pageArgs }),
  reads: ['customers', 'territories', 'orders', 'ownerChanges'],
  async run(db, { cursor, limit }, { now }): Promise<Page<PoolCustomer>> {
    let query = db
      .selectFrom('customers')
      .select(['id', 'code', 'name', 'contactName', 'phone', 'city', 'territoryId', 'currency'])
      .select('heldSince as pooledAt')
      .where('holderId', 'in', (eb) => eb.selectFrom('territories').select('territories.id'))
      .where('deletedAt', 'is', null);
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([eb('name', '>', String(key)), eb.and([eb('name', '=', String(key)), eb('id', '>', id)])]),
      );
    }
    const found = await query
      .orderBy('name')
      .orderBy('id')
      .limit(limit + 1)
      .execute();
    const { rows, next } = toPage(found, limit, (row) => row.name);
    const ids = rows.map(({ id }) => id);
    const bought = await readBought(db, ids, now - YEAR_MS);
    const owners = await readLastOwners(db, ids);
    return {
      rows: rows.map((row) => ({
        ...row,
        lastOwnerName: owners.get(row.id) ?? null,
        lastOrderAt: bought.get(row.id)?.lastOrderAt ?? null,
        yearNetMinor: bought.get(row.id)?.yearNetMinor ?? 0,
      })),
      next,
    };
  },
});

async function readBought(db: Reader, ids: readonly string[], since: Instant) {
  if (ids.length === 0) return new Map<string, never>();
  const rows = await db
    .selectFrom('orders')
    .select(({ fn, eb }) => [
      'customerId',
      fn.max<number>('confirmedAt').as('lastOrderAt'),
      fn
        .sum<number>(eb.case().when('confirmedAt', '>=', since).then(eb.ref('netMinor')).else(0).end())
        .as('yearNetMinor'),
    ])
    .where('customerId', 'in', [...ids])
    .where('state', 'in', ['open', 'closed'])
    .where('deletedAt', 'is', null)
    .groupBy('customerId')
    .orderBy('customerId')
    .execute();
  return new Map(rows.map((row) => [row.customerId, row]));
}

/** Who had each of the customers before it came into the pool. */
async function readLastOwners(db: Reader, ids: readonly string[]): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('ownerChanges')
    .select(['customerId', 'fromOwnerName'])
    .where('customerId', 'in', [...ids])
    .where('fromOwnerName', 'is not', null)
    .orderBy('changedAt')
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.customerId, row.fromOwnerName]));
}
