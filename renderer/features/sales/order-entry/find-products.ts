import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { Page } from '#shared/kernel/paging.ts';
import { runQuery } from '../../../app/use-query.ts';
import type { NewLine } from './order-draft.ts';
import type { BadPastedLine, Paste, PastedLine } from './paste-lines.ts';

export const HITS_SHOWN = 8;
const EXACT_LOOK_UP_ROWS = 20;
const SEARCH_LIMIT_CHARACTERS = 100;

/** Arguments of the search behind the field for the next line. */
export function productSearch(search: string, warehouseId: string | null, limit = HITS_SHOWN) {
  return {
    search: search.slice(0, SEARCH_LIMIT_CHARACTERS),
    warehouseId,
    withDiscontinued: false,
    cursor: null,
    limit,
  };
}

/** Whether a code or barcode was typed in full, or scanned. */
export function isExactly(product: ProductListRow, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  return product.code.toLowerCase() === wanted || product.barcode?.toLowerCase() === wanted;
}

/** What Enter takes: the product whose code it is, or else the first hit. */
export async function findProduct(typed: string, warehouseId: string | null): Promise<ProductListRow | null> {
  const page = await runQuery<Page<ProductListRow>>('inventory.productList', productSearch(typed, warehouseId));
  return page.rows.find((product) => isExactly(product, typed)) ?? page.rows[0] ?? null;
}

/** The products of pasted lines by exact code or barcode; what is not found or no longer sold is named. */
export async function findPasted(
  paste: Paste,
  warehouseId: string | null,
): Promise<{ lines: NewLine[]; bad: BadPastedLine[] }> {
  const lines: NewLine[] = [];
  const bad = [...paste.bad];
  for (const pasted of paste.lines) {
    const product = await findByCode(pasted, warehouseId);
    if (!product) bad.push({ line: pasted.line, text: pasted.code, cause: 'notFound' });
    else if (product.discontinued === 1) bad.push({ line: pasted.line, text: pasted.code, cause: 'discontinued' });
    else lines.push({ product, quantity: pasted.quantity, manualPrice: pasted.price });
  }
  return { lines, bad: bad.sort((left, right) => left.line - right.line) };
}

async function findByCode({ code }: PastedLine, warehouseId: string | null): Promise<ProductListRow | null> {
  const args = { ...productSearch(code, warehouseId, EXACT_LOOK_UP_ROWS), withDiscontinued: true };
  const page = await runQuery<Page<ProductListRow>>('inventory.productList', args);
  return page.rows.find((product) => isExactly(product, code)) ?? null;
}
