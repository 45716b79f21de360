import type { ProductByCode, ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import { foldCode } from '#shared/kernel/fold.ts';
import type { Page } from '#shared/kernel/paging.ts';
import { runQuery } from '../../../app/use-query.ts';
import { productSearch, SEARCH_LIMIT_CHARACTERS } from '../../../ui/product-search.ts';
import { takeableHits } from './figure-search.ts';
import type { NewLine } from './order-draft.ts';
import type { BadPastedLine, Paste } from './paste-lines.ts';

/** As many as the query takes. */
const LOOK_UP_LIMIT_CODES = 300;

/**
 * What Enter takes: the first hit. A code or barcode typed in full is always the first, even of a product that is no
 * longer sold: the caller says so.
 */
export async function findProduct(typed: string, warehouseId: string | null): Promise<ProductListRow | null> {
  const page = await runQuery<Page<ProductListRow>>('inventory.productList', productSearch(typed, warehouseId));
  return takeableHits(page.rows, typed)[0] ?? null;
}

/** The products of pasted lines by exact code or barcode; what is not found or no longer sold is named. */
export async function findPasted(
  paste: Paste,
  warehouseId: string | null,
): Promise<{ lines: NewLine[]; bad: BadPastedLine[] }> {
  const codes = paste.lines.map(({ code }) => code);
  const products = await productsByCode(codes, warehouseId);
  const lines: NewLine[] = [];
  const bad = [...paste.bad];
  for (const pasted of paste.lines) {
    const found = products.get(foldCode(pasted.code));
    const product = found?.product;
    if (!found || !product) bad.push({ line: pasted.line, text: pasted.code, cause: 'notFound' });
    else if (product.discontinued === 1) bad.push({ line: pasted.line, text: pasted.code, cause: 'discontinued' });
    else lines.push({ product, quantity: pasted.quantity * found.ratio, manualPrice: pasted.price });
  }
  return { lines, bad: bad.sort((left, right) => left.line - right.line) };
}

/** A product by the code on its box, or by another beside its own; null: nothing bears it. */
export async function findBox(typed: string, warehouseId: string | null): Promise<ByCode | null> {
  const code = typed.trim().slice(0, SEARCH_LIMIT_CHARACTERS);
  const found = code === '' ? null : (await productsByCode([code], warehouseId)).get(foldCode(code));
  return found ?? null;
}

interface ByCode {
  readonly product: ProductListRow;
  /** Base units in what bears the code (R31). */
  readonly ratio: number;
}

/** Products by their folded codes and barcodes. A code comes before a barcode, what is sold before what is gone. */
async function productsByCode(wanted: readonly string[], warehouseId: string | null): Promise<Map<string, ByCode>> {
  const codes = [...new Set(wanted.map((code) => code.slice(0, SEARCH_LIMIT_CHARACTERS)))];
  const rows: ProductByCode[] = [];
  for (let from = 0; from < codes.length; from += LOOK_UP_LIMIT_CODES) {
    const args = { codes: codes.slice(from, from + LOOK_UP_LIMIT_CODES), warehouseId };
    rows.push(...(await runQuery<readonly ProductByCode[]>('inventory.productsByCodes', args)));
  }
  const found = new Map<string, ByCode>();
  const add = (code: string | null, product: ProductListRow, ratio: number) => {
    const key = foldCode(code ?? '');
    if (!found.has(key)) found.set(key, { product, ratio });
  };
  const soldFirst = [...rows].sort((left, right) => left.discontinued - right.discontinued);
  for (const row of soldFirst) add(row.code, row, 1);
  for (const row of soldFirst) add(row.barcode, row, 1);
  for (const row of soldFirst) for (const { code, ratio } of row.boxes) add(code, row, ratio);
  found.delete('');
  return found;
}
