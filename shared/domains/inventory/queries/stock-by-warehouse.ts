import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { defineQuery } from '../../../kernel/query.ts';

/** Stock of some products in every warehouse that has any: what "take it from another warehouse" needs. */
export const stockByWarehouse = defineQuery({
  name: 'inventory.stockByWarehouse',
  permission: 'inventory.see',
  args: z.strictObject({ productIds: z.array(idSchema).max(500) }),
  reads: ['stockBalances'],
  async run(db, { productIds }) {
    if (productIds.length === 0) return [];
    return db
      .selectFrom('stockBalances')
      .select(['productId', 'warehouseId', 'onHand', 'reserved', 'incoming'])
      .where('productId', 'in', productIds)
      .orderBy('productId')
      .orderBy('warehouseId')
      .orderBy('id')
      .orderBy('id')
      .execute();
  },
});
