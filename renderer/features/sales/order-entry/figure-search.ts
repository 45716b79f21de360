import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import { foldCode } from '#shared/kernel/fold.ts';

/** Whether what was typed holds no letter: a figure, a sign. It may be a SKU or a barcode, never a name. */
export function isFigure(typed: string): boolean {
  const wanted = foldCode(typed);
  return wanted !== '' && !/\p{L}/u.test(wanted);
}

/**
 * The hits that Enter may take. A figure in a name (`2.5` in "1.2.5 L", `-5`) is chance: who types one and Enter would
 * get a product that nobody asked for. So a figure fits only the SKU or barcode that it is, or begins.
 */
export function takeableHits(rows: readonly ProductListRow[], typed: string): readonly ProductListRow[] {
  if (!isFigure(typed)) return rows;
  const wanted = withoutBlanks(typed);
  return rows.filter(({ code, barcode }) =>
    [code, barcode ?? ''].some((each) => withoutBlanks(each).startsWith(wanted)),
  );
}

/** A barcode is printed in groups. */
function withoutBlanks(code: string): string {
  return foldCode(code).replace(/\s+/g, '');
}
