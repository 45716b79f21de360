import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import { runQuery } from '../../../app/use-query.ts';
import type { NewLine } from './order-draft.ts';
import type { SentOrder } from './sent-order.ts';

/** A line that could not be taken over: its product is no longer sold, or no longer here. */
export interface LeftOut {
  readonly code: string;
  readonly name: string;
}

interface TakenOver {
  readonly lines: NewLine[];
  readonly leftOut: LeftOut[];
}

async function soldProducts(productIds: readonly string[], warehouseId: string | null) {
  const ids = [...new Set(productIds)];
  const products = await runQuery<readonly ProductListRow[]>('inventory.productsById', { ids, warehouseId });
  return new Map(products.filter((product) => product.discontinued === 0).map((each) => [each.id, each]));
}

/**
 * The lines of an order for a new one. `asAgreed` keeps typed prices and discounts (copying; R9 judges them again),
 * `atListPrice` takes today's prices (repeating).
 */
export async function linesFromOrder(
  { lines: source }: OrderDocument,
  warehouseId: string | null,
  prices: 'asAgreed' | 'atListPrice',
): Promise<TakenOver> {
  const sold = await soldProducts(
    source.map((line) => line.productId),
    warehouseId,
  );
  const lines: NewLine[] = [];
  const leftOut: LeftOut[] = [];
  for (const line of source) {
    // What came free comes again by itself, where it still does.
    if (line.lineKind === 'free' || line.lineKind === 'gift') continue;
    const product = sold.get(line.productId);
    if (!product) leftOut.push({ code: line.productCode, name: line.productName });
    else {
      const { quantity, soldUnit, unitRatio } = line;
      const asSold = { product, quantity, soldUnit, unitRatio, isSample: line.lineKind === 'sample' };
      if (prices === 'atListPrice') lines.push(asSold);
      else {
        const manualPrice = line.priceSource === 'manual' ? line.unitPrice : null;
        lines.push({ ...asSold, manualPrice, discount: line.discount, secondDiscount: line.secondDiscount });
      }
    }
  }
  return { lines, leftOut };
}

/**
 * The lines of an order as it was sent, at the prices that were agreed then, whatever is found now. A product that is
 * gone has left no name, so its place is told.
 */
export async function linesFromSent({ lines: source }: SentOrder, warehouseId: string | null): Promise<TakenOver> {
  const sold = await soldProducts(
    source.map((line) => line.productId),
    warehouseId,
  );
  const lines: NewLine[] = [];
  const leftOut: LeftOut[] = [];
  source.forEach((line, index) => {
    if (line.lineKind === 'free' || line.lineKind === 'gift') return;
    const product = sold.get(line.productId);
    const { quantity, soldUnit, unitRatio, unitPrice: manualPrice, discount, secondDiscount } = line;
    const isSample = line.lineKind === 'sample';
    if (product)
      lines.push({ product, quantity, soldUnit, unitRatio, manualPrice, discount, secondDiscount, isSample });
    else leftOut.push({ code: `#${index + 1}`, name: '' });
  });
  return { lines, leftOut };
}
