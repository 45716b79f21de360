import { z } from 'zod';
import { HITS_LIMIT_ROWS } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import { isOut } from '../rules/availability.ts';
import { needsReorder } from '../rules/reorder.ts';
import { productQuestion } from './product-list.ts';
import { fitsFilter, joinStock, readProductHits } from './select-products.ts';

/** How many products are behind each filter of the stock list. */
export interface StockCounts {
  readonly all: number;
  readonly toOrder: number;
  readonly out: number;
}

export const stockCounts = defineQuery({
  name: 'inventory.stockCounts',
  permission: 'inventory.see',
  args: z.strictObject(productQuestion),
  reads: ['products', 'stockBalances'],
  async run(db, question, context): Promise<StockCounts> {
    if (question.search.trim() !== '') {
      const hits = await readProductHits(db, { ...question, filter: null }, context, HITS_LIMIT_ROWS);
      return {
        all: hits.length,
        toOrder: hits.filter(needsReorder).length,
        out: hits.filter((row) => row.discontinued === 0 && isOut(row)).length,
      };
    }
    let query = joinStock(db, question.warehouseId).where('products.deletedAt', 'is', null);
    if (!question.withDiscontinued) query = query.where('products.discontinued', '=', 0);
    return query
      .select(({ fn }) => [
        fn.countAll<number>().as('all'),
        fn
          .countAll<number>()
          .filterWhere((eb) => fitsFilter(eb, 'toOrder'))
          .as('toOrder'),
        fn
          .countAll<number>()
          .filterWhere((eb) => fitsFilter(eb, 'out'))
          .as('out'),
      ])
      .executeTakeFirstOrThrow();
  },
});
