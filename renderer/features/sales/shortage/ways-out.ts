/** What can be done with pieces of an order that are on back-order, and what it makes of the order: pure figures. */
import { availableQuantity, type StockFigures } from '#shared/domains/inventory/rules/availability.ts';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import { plainPrice } from '#shared/domains/sales/rules/plain-order.ts';
import { recountOrder } from '#shared/domains/sales/rules/recount-order.ts';
import type { CalendarDate } from '#shared/kernel/instants.ts';
import type { BasisPoints, Minor, Quantity, UnitPrice } from '#shared/kernel/money.ts';

export type OrderLine = OrderDocument['lines'][number];

/** Stock of the line's product in one warehouse. */
export interface WarehouseStock extends StockFigures {
  readonly warehouseId: string;
}

/** What takes the place of the missing pieces, priced as a new line is. */
export interface Substitute {
  readonly productId: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly unitPrice: UnitPrice;
  readonly taxRate: BasisPoints;
  readonly available: Quantity;
}

export type WayOut =
  | { readonly choice: 'keepBackOrder' }
  | {
      readonly choice: 'otherWarehouse';
      readonly warehouseId: string;
      readonly name: string;
      readonly available: Quantity;
    }
  | { readonly choice: 'cutLine' }
  | { readonly choice: 'substitute'; readonly substitute: Substitute };

/** The other warehouse that has most of the product; null where none has any. */
export function mostElsewhere(
  stock: readonly WarehouseStock[],
  ownWarehouseId: string,
): { readonly warehouseId: string; readonly available: Quantity } | null {
  let most: { warehouseId: string; available: Quantity } | null = null;
  for (const each of stock) {
    const available = availableQuantity(each);
    if (each.warehouseId === ownWarehouseId || available <= (most?.available ?? 0)) continue;
    most = { warehouseId: each.warehouseId, available };
  }
  return most;
}

/** What is left of a line without its missing pieces. */
export function leftOf(line: OrderLine): Quantity {
  return line.quantity - line.backOrdered;
}

/** Of the missing pieces, what another warehouse sends now, and what stays on back-order even so. */
export function sentFrom(way: WayOut, line: OrderLine): { readonly sent: Quantity; readonly rest: Quantity } {
  const sent = way.choice === 'otherWarehouse' ? Math.min(way.available, line.backOrdered) : 0;
  return { sent, rest: line.backOrdered - sent };
}

/** Whether what is due in by then can still be with the customer on the day that was asked for: nobody has to wait. */
export function comesInTime(dueOn: CalendarDate | null, requestedOn: CalendarDate | null): boolean {
  return dueOn !== null && requestedOn !== null && dueOn <= requestedOn;
}

/**
 * By how much the order's total changes when the line is cut, and a substitute takes the place of the pieces.
 * @returns null when nothing would be left of the order
 */
export function totalChange(
  { order, lines }: OrderDocument,
  line: OrderLine,
  substitute: Substitute | null,
): Minor | null {
  const quantity = leftOf(line);
  const kept = lines.flatMap((each) => {
    if (each.id !== line.id) return each;
    return quantity > 0 ? { ...each, quantity, backOrdered: 0 } : [];
  });
  const added = substitute
    ? [{ ...line, ...plainPrice, ...substitute, id: '', quantity: line.backOrdered, discount: 0 }]
    : [];
  const all = [...kept, ...added];
  return all.length === 0 ? null : recountOrder(all, order).head.totalMinor - order.totalMinor;
}
