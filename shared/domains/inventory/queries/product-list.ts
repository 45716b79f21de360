import { z } from 'zod';
import { orderHits } from '../../../kernel/hits.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';

/** One product with its stock in one warehouse: for the stock list, the product picker and the order lines. */
export interface ProductListRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly category: string | null;
  readonly unit: string;
  readonly packaging: string | null;
  readonly barcode: string | null;
  readonly basePrice: number;
  readonly currency: string;
  readonly taxCode: string;
  readonly discontinued: 0 | 1;
  readonly reorderPoint: number;
  readonly onHand: number;
  readonly reserved: number;
  readonly incoming: number;
  /** Earliest day on which goods under way are due, null when none or not known. */
  readonly incomingDueOn: string | null;
}

/** Products by code, or those that fit what was typed, best first (one page). */
export const productList = defineQuery({
  name: 'inventory.productList',
  permission: 'inventory.see',
  args: z.strictObject({
    search: z.string().max(100),
    warehouseId: idSchema.nullable(),
    /** Discontinued products are hidden from people who sell. */
    withDiscontinued: z.boolean(),
    ...pageArgs,
  }),
  reads: ['products', 'stockBalances', 'expectedReceipts'],
  async run(db, { search, warehouseId, withDiscontinued, cursor, limit }, context): Promise<Page<ProductListRow>> {
    let query = selectProducts(db, warehouseId).where('products.deletedAt', 'is', null);
    if (!withDiscontinued) query = query.where('products.discontinued', '=', 0);
    if (search.trim() !== '') {
      const ids = await context.search('products', search, limit);
      if (ids.length === 0) return { rows: [], next: null };
      const rows = await query
        .where('products.id', 'in', [...ids])
        .orderBy('products.id')
        .execute();
      const hits = orderHits(rows, search, (row) => row.code);
      return { rows: await withDueDates(db, warehouseId, hits), next: null };
    }
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([
          eb('products.code', '>', String(key)),
          eb.and([eb('products.code', '=', String(key)), eb('products.id', '>', id)]),
        ]),
      );
    }
    const rows = await query
      .orderBy('products.code')
      .orderBy('products.id')
      .limit(limit + 1)
      .execute();
    const page = toPage(rows, limit, (row) => row.code);
    return { ...page, rows: await withDueDates(db, warehouseId, page.rows) };
  },
});

/** The products with the given ids and their stock, for order lines; unknown ids are missing. */
export const productsById = defineQuery({
  name: 'inventory.productsById',
  permission: 'inventory.see',
  args: z.strictObject({ ids: z.array(idSchema).max(500), warehouseId: idSchema.nullable() }),
  reads: ['products', 'stockBalances', 'expectedReceipts'],
  async run(db, { ids, warehouseId }): Promise<ProductListRow[]> {
    if (ids.length === 0) return [];
    const rows = await selectProducts(db, warehouseId).where('products.id', 'in', ids).orderBy('products.id').execute();
    return withDueDates(db, warehouseId, rows);
  },
});

function selectProducts(db: Reader, warehouseId: string | null) {
  return db
    .selectFrom('products')
    .leftJoin('stockBalances', (join) =>
      join.onRef('stockBalances.productId', '=', 'products.id').on('stockBalances.warehouseId', '=', warehouseId ?? ''),
    )
    .select([
      'products.id',
      'products.code',
      'products.name',
      'products.category',
      'products.unit',
      'products.packaging',
      'products.barcode',
      'products.basePrice',
      'products.currency',
      'products.taxCode',
      'products.discontinued',
      'products.reorderPoint',
    ])
    .select(({ fn, val }) => [
      fn.coalesce('stockBalances.onHand', val(0)).as('onHand'),
      fn.coalesce('stockBalances.reserved', val(0)).as('reserved'),
      fn.coalesce('stockBalances.incoming', val(0)).as('incoming'),
    ]);
}

async function withDueDates(
  db: Reader,
  warehouseId: string | null,
  rows: readonly Omit<ProductListRow, 'incomingDueOn'>[],
): Promise<ProductListRow[]> {
  const expecting = rows.filter((row) => row.incoming > 0).map((row) => row.id);
  if (expecting.length === 0 || warehouseId === null) return rows.map((row) => ({ ...row, incomingDueOn: null }));
  const due = await db
    .selectFrom('expectedReceipts')
    .select(({ fn }) => ['productId', fn.min('dueOn').as('dueOn')])
    .where('warehouseId', '=', warehouseId)
    .where('productId', 'in', expecting)
    .where('deletedAt', 'is', null)
    .groupBy('productId')
    .orderBy('productId')
    .execute();
  const dueOn = new Map(due.map((row) => [row.productId, row.dueOn]));
  return rows.map((row) => ({ ...row, incomingDueOn: dueOn.get(row.id) ?? null }));
}
