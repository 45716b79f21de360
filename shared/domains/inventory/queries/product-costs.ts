import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import type { CurrencyCode, UnitPrice } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';

/** Products of one order or quote, gifts among them. */
const LIMIT_PRODUCTS = 600;

/** What one base unit cost on average so far, in the company's currency. */
export interface ProductCost {
  readonly productId: string;
  readonly averageCost: UnitPrice;
  readonly currency: CurrencyCode;
}

/** R47: for those who may see cost; what was never bought is not among them. */
export const productCosts = defineQuery({
  name: 'inventory.productCosts',
  permission: 'inventory.seeCost',
  args: z.strictObject({ productIds: z.array(idSchema).max(LIMIT_PRODUCTS) }),
  reads: ['productCosts'],
  async run(db, { productIds }): Promise<ProductCost[]> {
    if (productIds.length === 0) return [];
    return db
      .selectFrom('productCosts')
      .select(['productId', 'averageCost', 'currency'])
      .where('id', 'in', productIds)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .execute();
  },
});
