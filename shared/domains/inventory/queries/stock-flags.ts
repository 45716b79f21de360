import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

const SEE = 'inventory.see';

/** Something that books and shelf do not agree about. */
export type StockFlagRow = Row<'stockFlags'>;

/** What does not fit (R33), the newest first (one page). */
export const stockFlagList = defineQuery({
  name: 'inventory.stockFlagList',
  permission: SEE,
  args: z.strictObject({
    state: z.enum(['open', 'explained']).nullable(),
    warehouseId: idSchema.nullable(),
    ...pageArgs,
  }),
  reads: ['stockFlags'],
  async run(db, { state, warehouseId, cursor, limit }): Promise<Page<StockFlagRow>> {
    let query = db.selectFrom('stockFlags').selectAll().where('deletedAt', 'is', null);
    if (state !== null) query = query.where('state', '=', state);
    if (warehouseId !== null) query = query.where('warehouseId', '=', warehouseId);
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([eb('occurredAt', '<', Number(key)), eb.and([eb('occurredAt', '=', Number(key)), eb('id', '<', id)])]),
      );
    }
    const rows = await query
      .orderBy('occurredAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => row.occurredAt);
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
