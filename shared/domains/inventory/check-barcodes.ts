/**
 * Codes of goods, before they are written. Guards:
 * - a scan means one thing: no two products share a barcode in any spelling, and none has another's SKU as its barcode;
 * - what is new can be read by a scanner: an article number has the right check digit. What was there before stays.
 */
import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/table.ts';
import { barcodeForms, barcodeKind } from './rules/barcode.ts';

/** Spellings asked for in one statement. */
const STEP_CODES = 200;

/** One product's codes as they are to be. */
export interface CodesOfGoods {
  readonly productId: string;
  readonly codes: readonly string[];
}

/**
 * @param known codes that were there before, which are not looked at for their form
 * @throws Refusal `inventory.barcodeWrong`, `inventory.barcodeTwice`, `inventory.barcodeTaken` naming who has it
 */
export async function checkBarcodes(
  tx: Tx,
  wanted: readonly CodesOfGoods[],
  known: ReadonlySet<string>,
): Promise<void> {
  const owners = new Map<string, string>();
  for (const { productId, codes } of wanted) {
    for (const code of codes) {
      if (!known.has(code) && barcodeKind(code) === null) throw new Refusal('inventory.barcodeWrong', { code });
      for (const form of barcodeForms(code)) {
        if (owners.has(form)) throw new Refusal('inventory.barcodeTwice', { code });
      }
      for (const form of barcodeForms(code)) owners.set(form, productId);
    }
  }
  const forms = [...owners.keys()];
  for (let from = 0; from < forms.length; from += STEP_CODES) {
    for (const holder of await holdersOf(tx, forms.slice(from, from + STEP_CODES))) {
      if (owners.get(holder.code) === holder.productId) continue;
      throw new Refusal('inventory.barcodeTaken', {
        code: holder.code,
        productCode: holder.productCode,
        product: holder.name,
      });
    }
  }
}

interface Holder {
  readonly productId: string;
  readonly productCode: string;
  readonly name: string;
  readonly code: string;
}

async function holdersOf(tx: Tx, forms: readonly string[]): Promise<Holder[]> {
  // Each by its own index: asked for both at once the databases read every product.
  const found = new Map<string, Omit<Holder, 'code'> & { readonly barcode: string | null }>();
  for (const column of ['barcode', 'code'] as const) {
    const rows = await tx
      .selectFrom('products')
      .select(['id as productId', 'code as productCode', 'name', 'barcode'])
      .where(column, 'in', [...forms])
      .where('deletedAt', 'is', null)
      .orderBy(column)
      .orderBy('id')
      .execute();
    for (const row of rows) found.set(row.productId, row);
  }
  const own = [...found.values()].sort((one, other) => (one.productId < other.productId ? -1 : 1));
  const beside = await tx
    .selectFrom('productBarcodes')
    .innerJoin('products', 'products.id', 'productBarcodes.productId')
    .select(['products.id as productId', 'products.code as productCode', 'products.name', 'productBarcodes.code'])
    .where('productBarcodes.code', 'in', [...forms])
    .where('productBarcodes.deletedAt', 'is', null)
    .where('products.deletedAt', 'is', null)
    .orderBy('productBarcodes.id')
    .execute();
  const asked = new Set(forms);
  const spelled = own.flatMap(({ barcode, ...row }) =>
    [barcode, row.productCode].flatMap((code) => (code !== null && asked.has(code) ? [{ ...row, code }] : [])),
  );
  return [...spelled, ...beside];
}
