import { z } from 'zod';
import { foldCode } from '../../../kernel/fold.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import { askerOf, availabilityTables } from './select-available.ts';
import {
  fitsFilter,
  type ProductListRow,
  readProductHits,
  selectProducts,
  stockFilters,
  withDueDates,
} from './select-products.ts';

export type { ProductListRow } from './select-products.ts';

/** Which products: arguments of the list and of its counts. */
export const productQuestion = {
  search: z.string().max(100),
  warehouseId: idSchema.nullable(),
  /** Discontinued products are hidden from people who sell, but for one whose code is typed in full. */
  withDiscontinued: z.boolean(),
} as const;

/** Products by code, or those that fit what was typed, best first (one page). */
export const productList = defineQuery({
  name: 'inventory.productList',
  permission: 'inventory.see',
  args: z.strictObject({ ...productQuestion, filter: z.enum(stockFilters).nullable(), ...pageArgs }),
  reads: ['products', ...availabilityTables, 'expectedReceipts'],
  async run(db, { cursor, limit, ...question }, context): Promise<Page<ProductListRow>> {
    const { search, warehouseId, withDiscontinued, filter } = question;
    const asker = await askerOf(db, context);
    if (search.trim() !== '') {
      const hits = await readProductHits(db, question, context, limit, asker);
      return { rows: await withDueDates(db, warehouseId, hits.slice(0, limit)), next: null };
    }
    let query = selectProducts(db, warehouseId, asker).where('products.deletedAt', 'is', null);
    if (!withDiscontinued) query = query.where('products.discontinued', '=', 0);
    if (filter !== null) query = query.where((eb) => fitsFilter(eb, filter, asker));
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
  reads: ['products', ...availabilityTables, 'expectedReceipts'],
  async run(db, { ids, warehouseId }, context): Promise<ProductListRow[]> {
    if (ids.length === 0) return [];
    const rows = await selectProducts(db, warehouseId, await askerOf(db, context))
      .where('products.id', 'in', ids)
      .orderBy('products.id')
      .execute();
    return withDueDates(db, warehouseId, rows);
  },
});

/** The products that have one of the codes or barcodes, for pasted lines; discontinued ones too, unknown codes are missing. */
export const productsByCodes = defineQuery({
  name: 'inventory.productsByCodes',
  permission: 'inventory.see',
  args: z.strictObject({ codes: z.array(z.string().max(100)).max(300), warehouseId: idSchema.nullable() }),
  reads: ['products', ...availabilityTables, 'expectedReceipts'],
  async run(db, { codes, warehouseId }, context): Promise<ProductListRow[]> {
    const ids = await context.findByCodes('products', codes);
    if (ids.length === 0) return [];
    const rows = await selectProducts(db, warehouseId, await askerOf(db, context))
      .where('products.id', 'in', [...ids])
      .where('products.deletedAt', 'is', null)
      .orderBy('products.code')
      .orderBy('products.id')
      .execute();
    // The index leaves separators out; a pasted code must not take A-1-2 for A-12.
    const wanted = new Set(codes.map(foldCode).filter((code) => code !== ''));
    const found = rows.filter((row) => wanted.has(foldCode(row.code)) || wanted.has(foldCode(row.barcode ?? '')));
    return withDueDates(db, warehouseId, found);
  },
});
