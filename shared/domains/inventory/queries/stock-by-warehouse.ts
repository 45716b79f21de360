import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { defineQuery } from '../../../kernel/query.ts';
import { askerOf, availabilityTables, heldForOthersOf, unsaleableOf } from './select-available.ts';

/** Stock of some products in every warehouse that has any: what "take it from another warehouse" needs. */
export const stockByWarehouse = defineQuery({
  name: 'inventory.stockByWarehouse',
  permission: 'inventory.see',
  args: z.strictObject({ productIds: z.array(idSchema).max(500) }),
  reads: [...availabilityTables],
  async run(db, { productIds }, context) {
    if (productIds.length === 0) return [];
    const asker = await askerOf(db, context);
    return db
      .selectFrom('stockBalances')
      .select(['productId', 'warehouseId', 'onHand', 'reserved', 'incoming'])
      .select((eb) => [unsaleableOf(eb, asker).as('unsaleable'), heldForOthersOf(eb, asker).as('heldForOthers')])
      .where('productId', 'in', productIds)
      .orderBy('productId')
      .orderBy('warehouseId')
      .orderBy('id')
      .execute();
  },
});
