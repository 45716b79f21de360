import type { SqlBool } from 'kysely';
import { z } from 'zod';
import { readHits } from '../../../kernel/hits.ts';
import { idSchema } from '../../../kernel/ids.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

const SEE = 'inventory.see';

/** One transfer in a list. */
export interface TransferListRow extends Row<'transfers'> {
  /** Something of it has not left yet; 0 or 1 on a device. */
  readonly hasToSend: SqlBool;
}

/** Transfers, the newest first, or those whose number fits what was typed (one page). */
export const transferList = defineQuery({
  name: 'inventory.transferList',
  permission: SEE,
  args: z.strictObject({
    search: z.string().max(100),
    /** Null: every state. `live`: it has not ended. */
    filter: z.enum(['open', 'underWay', 'closed', 'cancelled', 'live']).nullable(),
    ...pageArgs,
  }),
  reads: ['transfers', 'transferLines'],
  async run(db, { search, filter, cursor, limit }, context): Promise<Page<TransferListRow>> {
    let query = db
      .selectFrom('transfers')
      .selectAll('transfers')
      .select(({ exists, selectFrom }) =>
        exists(
          selectFrom('transferLines')
            .select('transferLines.id')
            .whereRef('transferLines.transferId', '=', 'transfers.id')
            .where('transferLines.deletedAt', 'is', null)
            .whereRef('transferLines.sent', '<', 'transferLines.quantity'),
        ).as('hasToSend'),
      )
      .where('deletedAt', 'is', null);
    if (filter === 'live') query = query.where('state', 'in', ['open', 'underWay']);
    else if (filter !== null) query = query.where('state', '=', filter);
    if (search.trim() !== '') {
      const filtered = query;
      const wanted = { table: 'transfers', typed: search, enough: limit, isRanked: true } as const;
      const hits = await readHits(context, wanted, (ids) => filtered.where('id', 'in', ids).orderBy('id').execute());
      return { rows: hits.slice(0, limit), next: null };
    }
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([eb('createdAt', '<', Number(key)), eb.and([eb('createdAt', '=', Number(key)), eb('id', '<', id)])]),
      );
    }
    const rows = await query
      .orderBy('createdAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => row.createdAt);
  },
});

export interface TransferLineRow extends Row<'transferLines'> {
  /** Left the source, and is neither at the destination nor written off (R27). */
  readonly underWay: Quantity;
  readonly barcode: string | null;
  readonly tracking: 'none' | 'lot' | 'serial';
}

export interface Transfer {
  readonly head: Row<'transfers'>;
  readonly lines: readonly TransferLineRow[];
}

/** One transfer in full; null when it is gone. */
export const transfer = defineQuery({
  name: 'inventory.transfer',
  permission: SEE,
  args: z.strictObject({ id: idSchema }),
  reads: ['transfers', 'transferLines', 'products'],
  async run(db, { id }): Promise<Transfer | null> {
    const head = await db
      .selectFrom('transfers')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    const lines = await db
      .selectFrom('transferLines')
      .leftJoin('products', 'products.id', 'transferLines.productId')
      .selectAll('transferLines')
      .select(['products.barcode', 'products.tracking'])
      .where('transferLines.transferId', '=', id)
      .where('transferLines.deletedAt', 'is', null)
      .orderBy('transferLines.position')
      .orderBy('transferLines.id')
      .execute();
    if (!head) return null;
    const rows = lines.map((line) => ({
      ...line,
      underWay: line.sent - line.received - line.lost,
      tracking: line.tracking ?? ('none' as const),
    }));
    return { head, lines: rows };
  },
});
