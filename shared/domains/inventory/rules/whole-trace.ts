import type { Quantity } from '../../../kernel/money.ts';

interface AtWarehouse {
  readonly warehouseId: string;
  readonly quantity: Quantity;
}

/**
 * R82, R93: whether a device holds every movement of a lot, so that whoever got it is among those that it shows. Balances
 * are known everywhere: of each warehouse that ever had the lot there must be movements here, and they must come to it.
 */
export function isWholeTrace(
  balances: readonly { readonly warehouseId: string; readonly onHand: Quantity }[],
  moved: readonly AtWarehouse[],
): boolean {
  if (moved.length === 0) return balances.length === 0;
  return balances.every(({ warehouseId, onHand }) => {
    const here = moved.filter((row) => row.warehouseId === warehouseId);
    return here.length > 0 && here.reduce((sum, { quantity }) => sum + quantity, 0) === onHand;
  });
}
