import type { ExpressionBuilder } from 'kysely';
import { z } from 'zod';
import { isCodeOf, orderHits, readHits } from '../../../kernel/hits.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { HITS_LIMIT_ROWS, type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery, type QueryContext } from '../../../kernel/query.ts';
import type { Reader, Tables } from '../../../kernel/table.ts';
import {
  type Asker,
  askerOf,
  availabilityTables,
  figureOf,
  heldForOthersOf,
  unsaleableOf,
} from './select-available.ts';
import { fitsFilter } from './select-products.ts';
import { type StockRow, withFlow } from './stock-flow.ts';

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
  readonly packaging: string | null;
  readonly barcode: string | null;
  readonly pictureHash: string | null;
  readonly discontinued: 0 | 1;
  readonly reorderPoint: Quantity;
  readonly onHand: Quantity;
  readonly reserved: Quantity;
  /** Of what is on hand: in quarantine, expired, blocked (R20). */
  readonly unsaleable: Quantity;
  readonly heldForOthers: Quantity;
  readonly incoming: Quantity;
  /** Earliest day on which goods under way are due, null when none or not known. */
  readonly incomingDueOn: string | null;
  /** What left within COVER_LOOK_BACK_DAYS; 0 also where the device does not hold the warehouse's ledger. */
  readonly shipped: Quantity;
  /** The first last day of the lots in stock. */
  readonly nextExpiryOn: string | null;
}

/** `toOrder`: R34. `out`: nothing left to promise (R20). `expiring`: has a lot whose last day comes by `expiringBy`. */
const filters = ['toOrder', 'out', 'expiring'] as const;
type Filter = (typeof filters)[number];

const questionArgs = {
  search: z.string().max(100),
  /** Null: all. */
  warehouseId: idSchema.nullable(),
  category: z.string().nullable(),
  withDiscontinued: z.boolean(),
  expiringBy: calendarDateSchema,
} as const;
interface Question {
  readonly search: string;
  readonly warehouseId: string | null;
  readonly category: string | null;
  readonly withDiscontinued: boolean;
  readonly expiringBy: string;
}
/** With who asks, and on which day: what can be promised depends on both. */
type AskedBy = Question & Asker;

/** Stock by SKU, or that of the products that fit what was typed, best first (one page). */
export const stockList = defineQuery({
  name: 'inventory.stockList',
  permission: 'inventory.see',
  args: z.strictObject({ ...questionArgs, filter: z.enum(filters).nullable(), ...pageArgs }),
  reads: ['products', ...availabilityTables, 'expectedReceipts', 'stockMovements'],
  async run(db, { cursor, limit, filter, ...asked }, context): Promise<Page<StockListRow>> {
    const question = { ...asked, ...(await askerOf(db, context)) };
    if (question.search.trim() !== '') {
      const hits = await readStockHits(db, question, filter, context, limit);
      return { rows: await withFlow(db, hits.slice(0, limit), context.now), next: null };
    }
    let query = selectStock(db, question, filter);
    if (cursor) {
      const { key, id } = cursor;
      // The first condition says where the index begins; the others alone would walk all of it.
      query = query
        .where('products.code', '>=', String(key))
        .where((eb) =>
          eb.or([
            eb('products.code', '>', String(key)),
            eb.and([eb('products.code', '=', String(key)), eb(rowId(eb), '>', id)]),
          ]),
        );
    }
    const found = await query
      .orderBy('products.code')
      .orderBy('id')
      .limit(limit + 1)
      .execute();
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
}

export const stockCounts = defineQuery({
  name: 'inventory.stockCounts',
  permission: 'inventory.see',
  args: z.strictObject(questionArgs),
  reads: ['products', ...availabilityTables],
  isSlow: true,
  async run(db, asked, context): Promise<StockCounts> {
    const question = { ...asked, ...(await askerOf(db, context)) };
    if (question.search.trim() !== '') {
      const count = async (filter: Filter | null) =>
        (await readStockHits(db, question, filter, context, HITS_LIMIT_ROWS)).length;
      return {
        all: await count(null),
        toOrder: await count('toOrder'),
        out: await count('out'),
        expiring: await count('expiring'),
      };
    }
    // Three of the counts are one walk over products and balances; the fourth begins at the lots in stock.
    const counted = await joinStock(db, question)
      .select((eb) => [
        eb.fn.countAll<number>().as('all'),
        eb.fn
          .countAll<number>()
          .filterWhere(fitsFilter(eb, 'toOrder', question))
          .as('toOrder'),
        eb.fn
          .countAll<number>()
          .filterWhere(fitsFilter(eb, 'out', question))
          .as('out'),
      ])
      .executeTakeFirstOrThrow();
    const { expiring } = await joinStock(db, question, 'expiring')
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

function joinStock(db: Reader, question: AskedBy, filter: Filter | null = null) {
  const { warehouseId, category, withDiscontinued } = question;
  let query = db
    .selectFrom('products')
    .leftJoin('stockBalances', (join) => {
      const onProduct = join.onRef('stockBalances.productId', '=', 'products.id');
      return warehouseId === null ? onProduct : onProduct.on('stockBalances.warehouseId', '=', warehouseId);
    })
    .where('products.deletedAt', 'is', null);
  if (category !== null) query = query.where('products.category', '=', category);
  if (!withDiscontinued) query = query.where('products.discontinued', '=', 0);
  if (filter === null) return query;
  if (filter !== 'expiring') return query.where((eb) => fitsFilter(eb, filter, question));
  return query.innerJoin(expiringShelves(db, question).as('expiring'), (join) =>
    join
      .onRef('expiring.productId', '=', 'products.id')
      .onRef('expiring.warehouseId', '=', 'stockBalances.warehouseId'),
  );
}

function selectStock(db: Reader, question: AskedBy, filter: Filter | null = null) {
  return joinStock(db, question, filter).select((eb) => [
    rowId(eb).as('id'),
    'products.id as productId',
    'stockBalances.warehouseId',
    'products.code',
    'products.name',
    'products.category',
    'products.unit',
    'products.packaging',
    'products.barcode',
    'products.pictureHash',
    'products.discontinued',
    'products.reorderPoint',
    figureOf(eb, 'onHand').as('onHand'),
    figureOf(eb, 'reserved').as('reserved'),
    unsaleableOf(eb, question).as('unsaleable'),
    heldForOthersOf(eb, question).as('heldForOthers'),
    figureOf(eb, 'incoming').as('incoming'),
  ]);
}

// biome-ignore lint/suspicious/noExplicitAny: the builder's tables are checked where it is made
type StockBuilder = ExpressionBuilder<any, 'products' | 'stockBalances'>;

/** A balance's id begins with its product's, so that the rows of a product stay together. */
function rowId(eb: StockBuilder) {
  return eb.fn.coalesce(eb.ref('stockBalances.id').$castTo<string | null>(), eb.ref('products.id').$castTo<string>());
}

function fits(eb: ExpressionBuilder<Tables, 'products' | 'stockBalances'>, filter: Filter, question: AskedBy) {
  if (filter !== 'expiring') return fitsFilter(eb, filter, question);
  return eb.exists(
    eb
      .selectFrom('lotBalances')
      .innerJoin('lots', 'lots.id', 'lotBalances.lotId')
      .select('lotBalances.id')
      .whereRef('lotBalances.productId', '=', 'products.id')
      .whereRef('lotBalances.warehouseId', '=', 'stockBalances.warehouseId')
      .where('lotBalances.onHand', '>', 0)
      .where('lots.expiresOn', '<=', question.expiringBy),
  );
}

/** SQLite keeps the order of a cross join: what is in stock first. Most lots that are past their day are long empty. */
function expiringShelves(db: Reader, { expiringBy, warehouseId }: AskedBy) {
  const inStock = db
    .selectFrom('lotBalances')
    .crossJoin('lots')
    .whereRef('lots.id', '=', 'lotBalances.lotId')
    .where('lotBalances.onHand', '>', 0)
    .where('lots.expiresOn', '<=', expiringBy);
  return (warehouseId === null ? inStock : inStock.where('lotBalances.warehouseId', '=', warehouseId))
    .select(['lotBalances.productId', 'lotBalances.warehouseId'])
    .groupBy(['lotBalances.productId', 'lotBalances.warehouseId']);
}

/** As the product picker finds them: a discontinued one too when its code was typed in full. */
async function readStockHits(
  db: Reader,
  question: AskedBy,
  filter: Filter | null,
  context: Pick<QueryContext, 'search'>,
  enough: number,
): Promise<StockRow[]> {
  const { search, withDiscontinued } = question;
  const hits = await readHits(context, { table: 'products', typed: search, enough }, async (ids) => {
    const query = selectStock(db, { ...question, withDiscontinued: true }).where('products.id', 'in', ids);
    const rows: StockRow[] = await (filter === null ? query : query.where((eb) => fits(eb, filter, question)))
      .orderBy('products.id')
      .orderBy('id')
      .execute();
    const byProduct = new Map<string, StockRow & { shelves: StockRow[] }>();
    for (const row of rows) {
      if (!withDiscontinued && row.discontinued === 1 && !isCodeOf(row, search)) continue;
      const known = byProduct.get(row.productId);
      if (known) known.shelves.push(row);
      else byProduct.set(row.productId, { ...row, id: row.productId, shelves: [row] });
    }
    return [...byProduct.values()];
  });
  return orderHits(hits, search, (row) => row.code).flatMap((hit) => hit.shelves);
}
