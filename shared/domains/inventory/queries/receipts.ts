import { z } from 'zod';
import { readHits } from '../../../kernel/hits.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

const SEE = 'inventory.see';

const columns = [
  'id',
  'number',
  'warehouseId',
  'purchaseOrderId',
  'purchaseOrderNumber',
  'supplierName',
  'deliveryNote',
  'receivedAt',
  'receivedByName',
  'lineCount',
  'reversesId',
  'sentBack',
] as const;

/** One receipt in a list. */
export type ReceiptListRow = Pick<Row<'receipts'>, (typeof columns)[number]>;

/** What came in, the newest first, or what fits what was typed (one page). */
export const receiptList = defineQuery({
  name: 'inventory.receiptList',
  permission: SEE,
  args: z.strictObject({ search: z.string().max(100), warehouseId: idSchema.nullable(), ...pageArgs }),
  reads: ['receipts'],
  async run(db, { search, warehouseId, cursor, limit }, context): Promise<Page<ReceiptListRow>> {
    let query = db.selectFrom('receipts').select(columns).where('deletedAt', 'is', null);
    if (warehouseId !== null) query = query.where('warehouseId', '=', warehouseId);
    if (search.trim() !== '') {
      const filtered = query;
      const wanted = { table: 'receipts', typed: search, enough: limit, isRanked: true } as const;
      const hits = await readHits(context, wanted, (ids) => filtered.where('id', 'in', ids).orderBy('id').execute());
      return { rows: hits.slice(0, limit), next: null };
    }
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([eb('receivedAt', '<', Number(key)), eb.and([eb('receivedAt', '=', Number(key)), eb('id', '<', id)])]),
      );
    }
    const rows = await query
      .orderBy('receivedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => row.receivedAt);
  },
});

/** A receipt with all that stands on it. */
export interface ReceiptDocument {
  readonly head: Row<'receipts'>;
  readonly lines: readonly Row<'receiptLines'>[];
  /** Of the receipt that takes this one back, or that this one takes back. */
  readonly otherNumber: string | null;
}

export const receipt = defineQuery({
  name: 'inventory.receipt',
  permission: SEE,
  args: z.strictObject({ id: idSchema }),
  reads: ['receipts', 'receiptLines'],
  async run(db, { id }): Promise<ReceiptDocument | null> {
    const head = await db
      .selectFrom('receipts')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    const lines = await db
      .selectFrom('receiptLines')
      .selectAll()
      .where('receiptId', '=', id)
      .where('deletedAt', 'is', null)
      .orderBy('position')
      .orderBy('id')
      .execute();
    if (!head) return null;
    const other =
      head.reversesId === null
        ? undefined
        : await db.selectFrom('receipts').select('number').where('id', '=', head.reversesId).executeTakeFirst();
    return { head, lines, otherNumber: other?.number ?? null };
  },
});
