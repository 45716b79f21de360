import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import { askerOf, availabilityTables, unsaleableLots } from './select-available.ts';
import { isOutOf } from './select-products.ts';
import { isToOrder, projectionTables } from './select-projection.ts';
import { expiringShelves, fitsRow, isNegative, joinStock, readStockPage, stockListFilters } from './select-stock.ts';
import { withFlow } from './stock-flow.ts';
import { readAllStockHits, readStockHits } from './stock-hits.ts';

/** One product in one warehouse; a product that no warehouse ever had stands once, without one. */
export interface StockListRow {
  /** productId:warehouseId, or the product's id where there is no warehouse. */
  readonly id: string;
  readonly productId: string;
  readonly warehouseId: string | null;
  readonly code: string;
  readonly name: string;
  readonly category: string | null;
  readonly unit: string;
  readonly tracking: 'none' | 'lot' | 'serial';
  readonly packaging: string | null;
  readonly barcode: string | null;
  readonly pictureHash: string | null;
  readonly discontinued: 0 | 1;
  /** R34: of the warehouse's rule, else the product's own. */
  readonly reorderPoint: Quantity;
  /** Up to which the warehouse's rule fills it; 0: nobody said. */
  readonly maximum: Quantity;
  readonly onHand: Quantity;
  readonly reserved: Quantity;
  /** Of what is on hand: in quarantine, expired, blocked (R20). */
  readonly unsaleable: Quantity;
  readonly heldForOthers: Quantity;
  /** What open orders wait for. */
  readonly backOrdered: Quantity;
  readonly incoming: Quantity;
  /** Earliest day on which goods under way are due, null when none or not known. */
  readonly incomingDueOn: string | null;
  /** What left within COVER_LOOK_BACK_DAYS; 0 also where the device does not hold the warehouse's ledger. */
  readonly shipped: Quantity;
  /** The first last day of the lots in stock. */
  readonly nextExpiryOn: string | null;
  /** R34: how much fills it up to its maximum, as the suggestions say; 0: nothing is to be ordered, or nobody said up to what. */
  readonly suggested: Quantity;
  /** Codes of its lots that fit what was typed, where it was found by them; else left out. */
  readonly foundLots?: readonly string[];
}

const questionArgs = {
  search: z.string().max(100),
  /** Null: all. */
  warehouseId: idSchema.nullable(),
  category: z.string().nullable(),
  withDiscontinued: z.boolean(),
  expiringBy: calendarDateSchema,
} as const;
/** Stock by SKU, or that of the products that fit what was typed, best first (one page). */
export const stockList = defineQuery({
  name: 'inventory.stockList',
  permission: 'inventory.see',
  args: z.strictObject({ ...questionArgs, filter: z.enum(stockListFilters).nullable(), ...pageArgs }),
  reads: ['products', ...availabilityTables, ...projectionTables, 'expectedReceipts', 'stockMovements'],
  async run(db, { cursor, limit, filter, ...asked }, context): Promise<Page<StockListRow>> {
    const question = { ...asked, ...(await askerOf(db, context)) };
    if (question.search.trim() !== '') {
      const hits = await readStockHits(db, question, filter, context, limit);
      return { rows: await withFlow(db, hits, context.now), next: null };
    }
    const found = await readStockPage(db, { ...question, filter, cursor, limit });
    const page = toPage(found, limit, (row) => row.code);
    return { ...page, rows: await withFlow(db, page.rows, context.now) };
  },
});

/** How many rows are behind each filter of the stock list. */
export interface StockCounts {
  readonly all: number;
  readonly toOrder: number;
  readonly out: number;
  readonly expiring: number;
  readonly negative: number;
}

export const stockCounts = defineQuery({
  name: 'inventory.stockCounts',
  permission: 'inventory.see',
  args: z.strictObject(questionArgs),
  reads: ['products', ...availabilityTables, ...projectionTables],
  isSlow: true,
  async run(db, asked, context): Promise<StockCounts> {
    const question = { ...asked, ...(await askerOf(db, context)) };
    if (question.search.trim() !== '') {
      const hits = await readAllStockHits(db, question, context);
      const shelves = await expiringShelves(db, question).orderBy('lotBalances.productId').execute();
      const expiring = new Set(shelves.map(({ productId, warehouseId }) => `${productId}:${warehouseId}`));
      return {
        all: hits.length,
        toOrder: hits.filter((row) => fitsRow(row, 'toOrder')).length,
        out: hits.filter((row) => fitsRow(row, 'out')).length,
        expiring: hits.filter((row) => expiring.has(row.id)).length,
        negative: hits.filter((row) => fitsRow(row, 'negative')).length,
      };
    }
    // All counts but one are one walk over products and balances; that one begins at the lots in stock.
    const counted = await joinStock(db, question)
      .leftJoin(unsaleableLots(db, question).as('unsaleableLots'), (join) =>
        join
          .onRef('unsaleableLots.productId', '=', 'stockBalances.productId')
          .onRef('unsaleableLots.warehouseId', '=', 'stockBalances.warehouseId'),
      )
      .select((eb) => [
        eb.fn.countAll<number>().as('all'),
        eb.fn.countAll<number>().filterWhere(isToOrder(eb)).as('toOrder'),
        eb.fn
          .countAll<number>()
          .filterWhere(isOutOf(eb, question, true))
          .as('out'),
        eb.fn.countAll<number>().filterWhere(isNegative(eb)).as('negative'),
      ])
      .executeTakeFirstOrThrow();
    const { expiring } = await joinStock(db, question)
      .innerJoin(expiringShelves(db, question).as('expiring'), (join) =>
        join
          .onRef('expiring.productId', '=', 'products.id')
          .onRef('expiring.warehouseId', '=', 'stockBalances.warehouseId'),
      )
      .select(({ fn }) => fn.countAll<number>().as('expiring'))
      .executeTakeFirstOrThrow();
    return { ...counted, expiring };
  },
});

/** The categories that products have, by name. */
export const productCategories = defineQuery({
  name: 'inventory.productCategories',
  permission: 'inventory.see',
  args: z.strictObject({}),
  reads: ['products'],
  async run(db): Promise<string[]> {
    const rows = await db
      .selectFrom('products')
      .select('category')
      .where('deletedAt', 'is', null)
      .where('category', 'is not', null)
      .groupBy('category')
      .orderBy('category')
      .execute();
    return rows.flatMap((row) => row.category ?? []);
  },
});
