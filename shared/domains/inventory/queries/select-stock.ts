/** Stock by SKU, as the stock list and its counts read it. */
import type { ExpressionBuilder } from 'kysely';
import type { PageKey } from '../../../kernel/paging.ts';
import { type PreparedQuery, prepareQuery } from '../../../kernel/prepared.ts';
import type { Reader } from '../../../kernel/table.ts';
import { needsReorder } from '../rules/reorder.ts';
import { type Asker, figureOf, heldForOthersOf, unsaleableOf } from './select-available.ts';
import { fitsOut, isOutOf } from './select-products.ts';
import { backOrderedOf, backOrders, isToOrder, maximumAt, reorderPointAt } from './select-projection.ts';
import type { StockRow } from './stock-flow.ts';

/**
 * `toOrder`: R34. `out`: nothing left to promise (R20). `expiring`: has a lot whose last day comes by `expiringBy`.
 * `negative`: more left than the books held (R33).
 */
export const stockListFilters = ['toOrder', 'out', 'expiring', 'negative'] as const;
export type Filter = (typeof stockListFilters)[number];

interface Question {
  readonly search: string;
  readonly warehouseId: string | null;
  readonly category: string | null;
  readonly withDiscontinued: boolean;
  readonly expiringBy: string;
}
/** With who asks, and on which day: what can be promised depends on both. */
export type AskedBy = Question & Asker;

/** @param isBare whether the caller itself adds what orders wait for: read once, for a search that reads in steps */
export function joinStock(db: Reader, question: AskedBy, filter: Filter | null = null, isBare = false) {
  const waiting = isBare ? backOrders(db).where('orders.id', '=', '') : backOrders(db);
  const { warehouseId, category, withDiscontinued } = question;
  let query = db
    .selectFrom('products')
    .leftJoin('stockBalances', (join) => {
      const onProduct = join.onRef('stockBalances.productId', '=', 'products.id');
      return warehouseId === null ? onProduct : onProduct.on('stockBalances.warehouseId', '=', warehouseId);
    })
    .leftJoin(waiting.as('backOrders'), (join) =>
      join
        .onRef('backOrders.productId', '=', 'stockBalances.productId')
        .onRef('backOrders.warehouseId', '=', 'stockBalances.warehouseId'),
    )
    .where('products.deletedAt', 'is', null);
  if (category !== null) query = query.where('products.category', '=', category);
  if (!withDiscontinued) query = query.where('products.discontinued', '=', 0);
  if (filter === null) return query;
  return query.where((eb) => fits(eb, filter, question));
}

/**
 * @param without the lots and quotas of a shelf, which are looked up one by one: 0 stands for what cannot be promised, for a
 * search that passes over most of what it reads
 */
export function selectStock(
  db: Reader,
  question: AskedBy,
  filter: Filter | null = null,
  { isBare = false, without = false }: { readonly isBare?: boolean; readonly without?: boolean } = {},
) {
  return joinStock(db, question, filter, isBare).select((eb) => [
    rowId(eb).as('id'),
    'products.id as productId',
    'stockBalances.warehouseId',
    'products.code',
    'products.name',
    'products.category',
    'products.unit',
    'products.tracking',
    'products.packaging',
    'products.barcode',
    'products.pictureHash',
    'products.discontinued',
    reorderPointAt(eb).as('reorderPoint'),
    maximumAt(eb).as('maximum'),
    backOrderedOf(eb).as('backOrdered'),
    figureOf(eb, 'onHand').as('onHand'),
    figureOf(eb, 'reserved').as('reserved'),
    (without ? eb.val(0) : unsaleableOf(eb, question)).as('unsaleable'),
    (without ? eb.val(0) : heldForOthersOf(eb, question)).as('heldForOthers'),
    figureOf(eb, 'incoming').as('incoming'),
  ]);
}

// biome-ignore lint/suspicious/noExplicitAny: the builder's tables are checked where it is made
type StockBuilder = ExpressionBuilder<any, 'products' | 'stockBalances'>;

/** Also of what is sold no more: it stays wrong until somebody counts. */
export function isNegative(eb: StockBuilder) {
  return eb(figureOf(eb, 'onHand'), '<', 0);
}

/** A balance's id begins with its product's, so that the rows of a product stay together. */
function rowId(eb: StockBuilder) {
  return eb.fn.coalesce(eb.ref('stockBalances.id').$castTo<string | null>(), eb.ref('products.id').$castTo<string>());
}

// biome-ignore lint/suspicious/noExplicitAny: the builder's tables are checked where it is made
type FilteredBuilder = ExpressionBuilder<any, 'products' | 'stockBalances' | 'backOrders'>;

function fits(eb: FilteredBuilder, filter: Filter, question: AskedBy) {
  if (filter === 'negative') return isNegative(eb);
  if (filter === 'toOrder') return isToOrder(eb);
  return filter === 'expiring' ? hasExpiringLots(eb, question) : isOutOf(eb, question);
}

export function fitsRow(row: StockRow, filter: Exclude<Filter, 'expiring'>): boolean {
  if (filter === 'negative') return row.onHand < 0;
  return filter === 'toOrder' ? needsReorder(row) : fitsOut(row);
}

// biome-ignore lint/suspicious/noExplicitAny: the builder's tables are checked where it is made
export function hasExpiringLots(eb: ExpressionBuilder<any, 'products' | 'stockBalances'>, { expiringBy }: AskedBy) {
  return eb.exists(
    eb
      .selectFrom('lotBalances')
      .innerJoin('lots', 'lots.id', 'lotBalances.lotId')
      .select('lotBalances.id')
      .whereRef('lotBalances.productId', '=', 'products.id')
      .whereRef('lotBalances.warehouseId', '=', 'stockBalances.warehouseId')
      .where('lotBalances.onHand', '>', 0)
      .where('lots.expiresOn', '<=', expiringBy),
  );
}

/** SQLite keeps the order of a cross join: what is in stock first. Most lots that are past their day are long empty. */
export function expiringShelves(db: Reader, { expiringBy, warehouseId }: AskedBy) {
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

interface PageWanted extends AskedBy {
  readonly filter: Filter | null;
  readonly cursor: PageKey | null;
  readonly limit: number;
}

/** What a statement of the page may be given; what it has no place for is left. */
type PageValues = Readonly<
  Record<'warehouseId' | 'category' | 'expiringBy' | 'userId' | 'today' | 'key' | 'id', string>
> & { readonly deviceCodes: readonly string[] };

/** By what is asked, not by which values: building the statement takes longer than to run it. */
const pages = new Map<string, PreparedQuery<PageValues, StockRow>>();

/** A page of the list by code, and one row more where there is one. */
export function readStockPage(db: Reader, wanted: PageWanted): Promise<StockRow[]> {
  const { cursor, filter, limit, withDiscontinued, warehouseId, category, expiringBy, userId, today } = wanted;
  const { deviceCodes } = wanted;
  const isOnDevice = deviceCodes !== undefined;
  const asked = [filter, limit, withDiscontinued, warehouseId !== null, category !== null, cursor !== null];
  const kind = [...asked, isOnDevice].join();
  let page = pages.get(kind);
  if (!page) {
    page = prepareQuery((tx, given) => {
      const question = {
        ...{ expiringBy: given.expiringBy, userId: given.userId, today: given.today },
        ...(isOnDevice ? { deviceCodes: given.deviceCodes } : {}),
        ...{ search: '', withDiscontinued },
        warehouseId: warehouseId === null ? null : given.warehouseId,
        category: category === null ? null : given.category,
      };
      // It says where the index begins, on the first page too: without it a database reads and sorts all there are.
      const from = selectStock(tx, question, filter).where('products.code', '>=', given.key);
      const after = from.where((eb) =>
        eb.or([
          eb('products.code', '>', given.key),
          eb.and([eb('products.code', '=', given.key), eb(rowId(eb), '>', given.id)]),
        ]),
      );
      return (cursor === null ? from : after)
        .orderBy('products.code')
        .orderBy('id')
        .limit(limit + 1);
    });
    pages.set(kind, page);
  }
  return page(db, {
    ...{ warehouseId: warehouseId ?? '', category: category ?? '', expiringBy, userId, today },
    ...{ key: String(cursor?.key ?? ''), id: cursor?.id ?? '', deviceCodes: deviceCodes ?? [] },
  });
}
