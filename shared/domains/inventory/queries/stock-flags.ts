import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';
import { documentTables, type MovementDocument, withDocuments } from './movement-documents.ts';

const SEE = 'inventory.see';

/** Something that books and shelf do not agree about. */
export interface StockFlagRow extends Row<'stockFlags'> {
  readonly unit: string;
  readonly tracking: 'none' | 'lot' | 'serial';
  /** Whose command brought it up. */
  readonly byName: string;
  /** Where the document stands; null: it is not on this device. */
  readonly documentTable: MovementDocument | null;
}

/** What does not fit (R33), the newest first (one page). */
export const stockFlagList = defineQuery({
  name: 'inventory.stockFlagList',
  permission: SEE,
  args: z.strictObject({
    state: z.enum(['open', 'explained']).nullable(),
    warehouseId: idSchema.nullable(),
    ...pageArgs,
  }),
  reads: ['stockFlags', 'products', 'users', ...documentTables],
  async run(db, { state, warehouseId, cursor, limit }): Promise<Page<StockFlagRow>> {
    let query = db
      .selectFrom('stockFlags')
      .leftJoin('products', 'products.id', 'stockFlags.productId')
      .leftJoin('users', 'users.id', 'stockFlags.createdBy')
      .selectAll('stockFlags')
      .select(({ fn, ref, val }) => [
        fn.coalesce(ref('products.unit'), val('')).as('unit'),
        fn.coalesce(ref('products.tracking'), val('none' as const)).as('tracking'),
        fn.coalesce(ref('users.name'), val('')).as('byName'),
      ])
      .where('stockFlags.deletedAt', 'is', null);
    if (state !== null) query = query.where('stockFlags.state', '=', state);
    if (warehouseId !== null) query = query.where('stockFlags.warehouseId', '=', warehouseId);
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([
          eb('stockFlags.occurredAt', '<', Number(key)),
          eb.and([eb('stockFlags.occurredAt', '=', Number(key)), eb('stockFlags.id', '<', id)]),
        ]),
      );
    }
    const rows = await query
      .orderBy('stockFlags.occurredAt', 'desc')
      .orderBy('stockFlags.id', 'desc')
      .limit(limit + 1)
      .execute();
    const page = toPage(rows, limit, (row) => row.occurredAt);
    return { ...page, rows: await withDocuments(db, page.rows) };
  },
});

/** How many wait to be explained. */
export const stockFlagCount = defineQuery({
  name: 'inventory.stockFlagCount',
  permission: SEE,
  args: z.strictObject({}),
  reads: ['stockFlags'],
  async run(db): Promise<number> {
    const { open } = await db
      .selectFrom('stockFlags')
      .select(({ fn }) => fn.countAll<number>().as('open'))
      .where('state', '=', 'open')
      .where('deletedAt', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(open);
  },
});

/** A quota with what it is of. */
export interface QuotaRow extends Row<'stockQuotas'> {
  readonly productCode: string;
  readonly productName: string;
  readonly unit: string;
}

/** Quotas of which something is left, by person and product. */
export const quotaList = defineQuery({
  name: 'inventory.quotaList',
  permission: SEE,
  args: z.strictObject({}),
  reads: ['stockQuotas', 'products'],
  async run(db): Promise<QuotaRow[]> {
    return db
      .selectFrom('stockQuotas')
      .innerJoin('products', 'products.id', 'stockQuotas.productId')
      .selectAll('stockQuotas')
      .select(['products.code as productCode', 'products.name as productName', 'products.unit'])
      .where('stockQuotas.left', '>', 0)
      .where('stockQuotas.deletedAt', 'is', null)
      .orderBy('stockQuotas.userName')
      .orderBy('products.code')
      .orderBy('stockQuotas.id')
      .limit(1_000)
      .execute();
  },
});
