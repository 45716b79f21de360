import { z } from 'zod';
import { readHits } from '../../../kernel/hits.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';

export const columns = [
  'id',
  'number',
  'state',
  'creditHold',
  'approvalHold',
  'manualHold',
  'customerId',
  'customerName',
  'warehouseId',
  'currency',
  'orderedOn',
  'requestedOn',
  'totalMinor',
  'lineCount',
  'backOrderedLines',
  'confirmedAt',
  'confirmedByName',
] as const;

/** One order in a list. */
export interface OrderListRow {
  readonly id: string;
  readonly number: string;
  readonly state: 'open' | 'closed' | 'cancelled' | 'rejected';
  readonly creditHold: 0 | 1;
  readonly approvalHold: 0 | 1;
  readonly manualHold: 0 | 1;
  readonly customerId: string;
  readonly customerName: string;
  readonly warehouseId: string;
  readonly currency: string;
  readonly orderedOn: string;
  readonly requestedOn: string | null;
  readonly totalMinor: number;
  readonly lineCount: number;
  readonly backOrderedLines: number;
  readonly confirmedAt: number;
  readonly confirmedByName: string;
}

/** Orders, newest first, or those that fit what was typed, the number first (one page). */
export const orderList = defineQuery({
  name: 'sales.orderList',
  permission: 'sales.see',
  args: z.strictObject({
    search: z.string().max(100),
    /** Null: every state. `held`: open with any hold. `backOrdered`: open with a back-order. */
    filter: z.enum(['open', 'held', 'backOrdered', 'closed', 'cancelled', 'rejected']).nullable(),
    warehouseId: idSchema.nullable(),
    customerId: idSchema.nullable(),
    /** Only what the customer asked for on this day or earlier. */
    dueBy: calendarDateSchema.nullable().default(null),
    ...pageArgs,
  }),
  reads: ['orders'],
  async run(
    db,
    { search, filter, warehouseId, customerId, dueBy, cursor, limit },
    context,
  ): Promise<Page<OrderListRow>> {
    let query = db.selectFrom('orders').select(columns).where('deletedAt', 'is', null);
    if (warehouseId !== null) query = query.where('warehouseId', '=', warehouseId);
    if (customerId !== null) query = query.where('customerId', '=', customerId);
    if (dueBy !== null) query = query.where('requestedOn', '<=', dueBy);
    if (filter === 'held') {
      query = query
        .where('state', '=', 'open')
        .where((eb) => eb.or([eb('creditHold', '=', 1), eb('approvalHold', '=', 1), eb('manualHold', '=', 1)]));
    } else if (filter === 'backOrdered') {
      query = query.where('state', '=', 'open').where('backOrderedLines', '>', 0);
    } else if (filter !== null) {
      query = query.where('state', '=', filter);
    }
    if (search.trim() !== '') {
      // The search ranks orders by time: a number typed in full first, then the newest.
      const filtered = query;
      const wanted = { table: 'orders', typed: search, enough: limit, isRanked: true } as const;
      const hits = await readHits(context, wanted, (ids) => filtered.where('id', 'in', ids).orderBy('id').execute());
      return { rows: hits.slice(0, limit), next: null };
    }
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([eb('confirmedAt', '<', Number(key)), eb.and([eb('confirmedAt', '=', Number(key)), eb('id', '<', id)])]),
      );
    }
    const rows = await query
      .orderBy('confirmedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => row.confirmedAt);
  },
});
