/** When a warehouse or a territory may go out of use (R66), and that it may always come back. */
import type { BusinessRows, ModelRow } from './business-rows.ts';
import { type Act, applied, type Ended, rejected } from './command-run.ts';

const isLive = (row: ModelRow): boolean => row.deletedAt === null;

interface Use {
  readonly id: string;
  readonly inUse: 0 | 1;
}

/** @param why what still hangs on it, asked only where it goes out of use */
function setUse(
  rows: BusinessRows,
  table: 'warehouses' | 'territories',
  { id, inUse }: Use,
  words: { readonly gone: string; readonly last: string },
  why: (name: string) => Ended | null,
  act: Act,
): Ended {
  const known = rows.get(table, id);
  if (!known) return rejected(words.gone, {});
  const name = String(known.name);
  const isChange = isLive(known) !== (inUse === 1);
  if (isChange && inUse === 0 && rows.find(table, (row) => isLive(row) && row.id !== id).length === 0) {
    return rejected(words.last, { name });
  }
  const hanging = inUse === 0 ? why(name) : null;
  if (hanging) return hanging;
  if (isChange) rows.update(table, known, { deletedAt: inUse === 1 ? null : act.now }, act);
  return applied;
}

export function runSetWarehouseUse(rows: BusinessRows, given: unknown, act: Act): Ended {
  const use = given as Use;
  const isHere = (row: ModelRow): boolean => row.warehouseId === use.id;
  const hanging = (name: string): Ended | null => {
    const orders = rows.find('orders', (row) => isHere(row) && row.state === 'open' && isLive(row)).length;
    if (orders > 0) return rejected('inventory.warehouseHasOrders', { name, count: orders });
    const isLeft = (row: ModelRow): boolean =>
      isHere(row) && ['onHand', 'reserved', 'incoming'].some((column) => Number(row[column]) !== 0);
    const products = rows.find('stockBalances', isLeft).length;
    return products > 0 ? rejected('inventory.warehouseHasStock', { name, count: products }) : null;
  };
  const words = { gone: 'inventory.warehouseGone', last: 'inventory.lastWarehouse' };
  return setUse(rows, 'warehouses', use, words, hanging, act);
}

export function runSetTerritoryUse(rows: BusinessRows, given: unknown, act: Act): Ended {
  const use = given as Use;
  const hanging = (name: string): Ended | null => {
    const count = rows.find('customers', (row) => row.territoryId === use.id && isLive(row)).length;
    return count > 0 ? rejected('admin.territoryHasCustomers', { name, count }) : null;
  };
  const words = { gone: 'admin.territoryGone', last: 'admin.lastTerritory' };
  return setUse(rows, 'territories', use, words, hanging, act);
}
