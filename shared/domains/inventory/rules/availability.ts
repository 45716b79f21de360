import type { Quantity } from '../../../kernel/money.ts';

/** Stock figures of one product in one warehouse. */
export interface StockFigures {
  readonly onHand: Quantity;
  readonly reserved: Quantity;
}

/** R20: what can still be promised now. Below zero when more went out than the books held. */
export function availableQuantity(stock: StockFigures | undefined): Quantity {
  return stock ? stock.onHand - stock.reserved : 0;
}

/** R22: takes min(asked, available), never below zero; the rest is a back-order of exactly the difference. */
export function splitByAvailability(
  asked: Quantity,
  available: Quantity,
): { reserved: Quantity; backOrdered: Quantity } {
  const reserved = Math.max(0, Math.min(asked, available));
  return { reserved, backOrdered: asked - reserved };
}

/** R20: nothing can be promised any more. */
export function isOut(stock: StockFigures): boolean {
  return availableQuantity(stock) <= 0;
}
