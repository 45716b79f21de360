import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import { runQuery } from '../../../app/use-query.ts';
import type { NewLine } from './order-draft.ts';

/** A line that could not be taken over: its product is no longer sold, or no longer here. */
export interface LeftOut {
  readonly code: string;
  readonly name: string;
}

/**
 * The lines of an order for a new one. `asAgreed` keeps typed prices and discounts (copying; R9 judges them again),
 * `atListPrice` takes today's prices (repeating).
 */
export async function linesFromOrder(
  source: OrderDocument,
  warehouseId: string | null,
  prices: 'asAgreed' | 'atListPrice',
): Promise<{ lines: NewLine[]; leftOut: LeftOut[] }> {
  const ids = [...new Set(source.lines.map((line) => line.productId))];
  const products = await runQuery<readonly ProductListRow[]>('inventory.productsById', { ids, warehouseId });
  const sold = new Map(products.filter((product) => product.discontinued === 0).map((each) => [each.id, each]));
  const lines: NewLine[] = [];
  const leftOut: LeftOut[] = [];
  for (const line of source.lines) {
    const product = sold.get(line.productId);
    if (!product) leftOut.push({ code: line.productCode, name: line.productName });
    else if (prices === 'atListPrice') lines.push({ product, quantity: line.quantity });
    else {
      const manualPrice = line.priceSource === 'manual' ? line.unitPrice : null;
      lines.push({ product, quantity: line.quantity, manualPrice, discount: line.discount });
    }
  }
  return { lines, leftOut };
}
