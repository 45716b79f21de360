import { availableQuantity, type StockFigures } from '#shared/domains/inventory/rules/availability.ts';
import type { Quantity } from '#shared/kernel/money.ts';
import type { LineFigures } from './draft-figures.ts';

/** Stock of one product in one warehouse. */
export interface WarehouseStock extends StockFigures {
  readonly productId: string;
  readonly warehouseId: string;
}

/** A way out for a line that asks for more than there is; the place in the list is its key (Alt+1 …). */
export type ShortLineWay =
  | { readonly kind: 'split'; readonly now: Quantity; readonly later: Quantity }
  | { readonly kind: 'warehouse'; readonly warehouseId: string; readonly available: Quantity }
  | { readonly kind: 'backOrder'; readonly later: Quantity };

/**
 * The ways out for a short line, cheapest first. An order ships from one warehouse, so another one is offered only
 * when it covers every line of the order.
 */
export function shortLineWays(
  short: LineFigures,
  lines: readonly LineFigures[],
  warehouseId: string,
  elsewhere: readonly WarehouseStock[],
): ShortLineWay[] {
  const ways: ShortLineWay[] = [];
  if (short.available > 0) ways.push({ kind: 'split', now: short.available, later: short.short });
  const asked = new Map<string, Quantity>();
  for (const { line } of lines) asked.set(line.productId, (asked.get(line.productId) ?? 0) + line.quantity);
  const candidates = [...new Set(elsewhere.map((stock) => stock.warehouseId))].filter((id) => id !== warehouseId);
  const covering = candidates.find((id) =>
    [...asked].every(([productId, quantity]) => {
      const stock = elsewhere.find((each) => each.warehouseId === id && each.productId === productId);
      return availableQuantity(stock) >= quantity;
    }),
  );
  if (covering !== undefined) {
    const stock = elsewhere.find((each) => each.warehouseId === covering && each.productId === short.line.productId);
    ways.push({ kind: 'warehouse', warehouseId: covering, available: availableQuantity(stock) });
  }
  ways.push({ kind: 'backOrder', later: short.short });
  return ways;
}
