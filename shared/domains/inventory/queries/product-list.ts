import { z } from 'zod';
import { foldCode } from '../../../kernel/fold.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { type Page, type PageKey, pageArgs, toPage } from '../../../kernel/paging.ts';
import { type PreparedQuery, prepareQuery } from '../../../kernel/prepared.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import { barcodeForms } from '../rules/barcode.ts';
import { type Asker, askerOf, availabilityTables } from './select-available.ts';
import {
  isOutOf,
  type ProductListRow,
  type ProductQuestion,
  type ProductRow,
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
    const { search, warehouseId } = question;
    const asker = await askerOf(db, context);
    if (search.trim() !== '') {
      const hits = await readProductHits(db, question, context, limit, asker);
      return { rows: await withDueDates(db, warehouseId, hits.slice(0, limit)), next: null };
    }
    const rows = await readPage(db, { ...question, ...asker, cursor, limit });
    const page = toPage(rows, limit, (row) => row.code);
    return { ...page, rows: await withDueDates(db, warehouseId, page.rows) };
  },
});

type PageWanted = Omit<ProductQuestion, 'search'> & Asker & { readonly cursor: PageKey | null; readonly limit: number };

/** By what is asked, not by which values: building the statement takes longer than to run it. */
const pages = new Map<
  string,
  PreparedQuery<Readonly<Record<'warehouseId' | 'userId' | 'today' | 'key' | 'id', string>>, ProductRow>
>();

/** A page of the list by code, and one row more where there is one. */
function readPage(db: Reader, wanted: PageWanted): Promise<ProductRow[]> {
  const { warehouseId, withDiscontinued, filter, userId, today, cursor, limit } = wanted;
  const kind = [withDiscontinued, filter, cursor !== null, limit].join();
  let page = pages.get(kind);
  if (!page) {
    page = prepareQuery((tx, given) => {
      // The condition on the code says that the index gives the order: sorting would begin with reading all there are.
      let query = selectProducts(tx, given.warehouseId, given)
        .where('products.deletedAt', 'is', null)
        .where('products.code', '>=', given.key);
      if (!withDiscontinued) query = query.where('products.discontinued', '=', 0);
      if (filter !== null) query = query.where((eb) => isOutOf(eb, given));
      if (cursor)
        query = query.where((eb) =>
          eb.or([
            eb('products.code', '>', given.key),
            eb.and([eb('products.code', '=', given.key), eb('products.id', '>', given.id)]),
          ]),
        );
      return query
        .orderBy('products.code')
        .orderBy('products.id')
        .limit(limit + 1);
    });
    pages.set(kind, page);
  }
  const from = { key: String(cursor?.key ?? ''), id: cursor?.id ?? '' };
  return page(db, { warehouseId: warehouseId ?? '', userId, today, ...from });
}

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

/** A product that a code found; of codes beside its own, on a box mostly, with the base units in what bears them (R31). */
export interface ProductByCode extends ProductListRow {
  /** None where its own code or barcode was asked for. */
  readonly boxes: readonly { readonly code: string; readonly ratio: number }[];
}

/**
 * The products that have one of the codes or barcodes, also on a box, for pasted lines; discontinued ones too, unknown codes
 * are missing.
 */
export const productsByCodes = defineQuery({
  name: 'inventory.productsByCodes',
  permission: 'inventory.see',
  args: z.strictObject({ codes: z.array(z.string().max(100)).max(300), warehouseId: idSchema.nullable() }),
  reads: ['products', 'productBarcodes', 'productUnits', ...availabilityTables, 'expectedReceipts'],
  async run(db, { codes, warehouseId }, context): Promise<ProductByCode[]> {
    const boxes = await boxesOf(db, codes);
    const ids = [...new Set([...(await context.findByCodes('products', codes)), ...boxes.keys()])];
    if (ids.length === 0) return [];
    const rows = await selectProducts(db, warehouseId, await askerOf(db, context))
      .where('products.id', 'in', ids)
      .where('products.deletedAt', 'is', null)
      .orderBy('products.code')
      .orderBy('products.id')
      .execute();
    // The index leaves separators out; a pasted code must not take A-1-2 for A-12.
    const wanted = new Set(codes.map(foldCode).filter((code) => code !== ''));
    const found = rows.filter(
      (row) => boxes.has(row.id) || wanted.has(foldCode(row.code)) || wanted.has(foldCode(row.barcode ?? '')),
    );
    const rowsWithDays = await withDueDates(db, warehouseId, found);
    return rowsWithDays.map((row) => ({ ...row, boxes: boxes.get(row.id) ?? [] }));
  },
});

/** Of the codes that were asked for those that stand on boxes, or beside a product's own on a piece, by product. */
async function boxesOf(db: Reader, codes: readonly string[]): Promise<Map<string, { code: string; ratio: number }[]>> {
  const asked = new Map(codes.flatMap((code) => barcodeForms(code.trim()).map((form) => [form, code] as const)));
  asked.delete('');
  if (asked.size === 0) return new Map();
  const rows = await db
    .selectFrom('productBarcodes')
    .leftJoin('productUnits', 'productUnits.id', 'productBarcodes.unitId')
    .select(['productBarcodes.productId', 'productBarcodes.code', 'productBarcodes.unitId', 'productUnits.ratio'])
    .where('productBarcodes.code', 'in', [...asked.keys()])
    .where('productBarcodes.deletedAt', 'is', null)
    .orderBy('productBarcodes.code')
    .orderBy('productBarcodes.id')
    .execute();
  const found = new Map<string, { code: string; ratio: number }[]>();
  for (const { productId, code: form, unitId, ratio } of rows) {
    const code = asked.get(form);
    const units = unitId === null ? 1 : ratio;
    if (code === undefined || units === null) continue;
    found.set(productId, [...(found.get(productId) ?? []), { code, ratio: units }]);
  }
  return found;
}
