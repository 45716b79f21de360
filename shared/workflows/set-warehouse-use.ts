import { z } from 'zod';
import * as inventory from '../domains/inventory/api.ts';
import { countOpenOrdersOf } from '../domains/sales/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';

/**
 * Puts a warehouse that holds nothing any more out of use, or in use again: it stands in no choice from then on, and on
 * every document that names it.
 */
export const setWarehouseUse = defineCommand({
  name: 'inventory.setWarehouseUse',
  version: 1,
  kind: 'request',
  permission: 'admin.manageCompany',
  args: z.strictObject({ id: idSchema, inUse: z.literal([0, 1]) }),
  reads: ['warehouses', 'stockBalances', 'orders'],
  writes: ['warehouses'],
  refusals: {
    'inventory.warehouseGone': 'reject',
    'inventory.lastWarehouse': 'reject',
    'inventory.warehouseHasOrders': 'reject',
    'inventory.warehouseHasStock': 'reject',
  },
  async run(tx, { id, inUse }, context): Promise<{ name: string }> {
    const name = await inventory.setWarehouseUse(tx, id, inUse === 1, context);
    if (inUse === 1) return { name };
    const orders = await countOpenOrdersOf(tx, id);
    if (orders > 0) throw context.refusal('inventory.warehouseHasOrders', { name, count: orders });
    const products = await inventory.stockLeftIn(tx, id);
    if (products > 0) throw context.refusal('inventory.warehouseHasStock', { name, count: products });
    return { name };
  },
  subject: (_args, { name: party }) => ({ party }),
  withdraw: ({ id, inUse }) => ({ name: 'inventory.setWarehouseUse', args: { id, inUse: inUse === 1 ? 0 : 1 } }),
});
