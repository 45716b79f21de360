import type { CalendarDate } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { lifeDaysLeft } from './lot-life.ts';

/** Stock figures of one product in one warehouse. */
export interface StockFigures {
  readonly onHand: Quantity;
  /** Held back for orders; what pick lists are to take lies within it, so nothing is subtracted twice. */
  readonly reserved: Quantity;
  /** Of what is on hand: in quarantine, or of lots that are expired or blocked. */
  readonly unsaleable: Quantity;
  /** What quotas hold back for other people. */
  readonly heldForOthers: Quantity;
}

/** R20: what can still be promised now. Below zero when more went out than the books held. */
export function availableQuantity(stock: StockFigures | undefined): Quantity {
  return stock ? stock.onHand - stock.unsaleable - stock.reserved - stock.heldForOthers : 0;
}

/** One lot as it lies in a warehouse. */
export interface LotInStock {
  readonly expiresOn: CalendarDate | null;
  readonly blocked: 0 | 1;
  readonly onHand: Quantity;
  readonly quarantined: Quantity;
}

/** R20, R30: a lot may be sold on its last day, the day after it may not; a blocked one never. */
export function isSaleableLot({ expiresOn, blocked }: Pick<LotInStock, 'expiresOn' | 'blocked'>, today: CalendarDate) {
  return blocked === 0 && (lifeDaysLeft(expiresOn, today) ?? 0) >= 0;
}

/** R20: how much of what is on hand cannot be sold: what is in quarantine, and what else expired or blocked lots hold. */
export function unsaleableQuantity(quarantined: Quantity, lots: readonly LotInStock[], today: CalendarDate): Quantity {
  return lots
    .filter((lot) => !isSaleableLot(lot, today))
    .reduce((sum, lot) => sum + Math.max(0, lot.onHand - lot.quarantined), quarantined);
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
