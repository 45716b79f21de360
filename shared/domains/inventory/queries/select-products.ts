/** Products with their stock in one warehouse, as every query of them reads it. */
import type { ExpressionBuilder } from 'kysely';
import { isCodeOf, orderHits, readHits } from '../../../kernel/hits.ts';
import type { QueryContext } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import { isOut } from '../rules/availability.ts';
import { type Asker, availableOf, figureOf, heldForOthersOf, unsaleableOf } from './select-available.ts';

/** One product with its stock in one warehouse: for the stock list, the product picker and the order lines. */
export interface ProductListRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly category: string | null;
  readonly unit: string;
  readonly packaging: string | null;
  readonly barcode: string | null;
  readonly pictureHash: string | null;
  readonly basePrice: number;
  readonly currency: string;
  readonly taxCode: string;
  readonly discontinued: 0 | 1;
  readonly reorderPoint: number;
  readonly onHand: number;
  readonly reserved: number;
  /** Of what is on hand: in quarantine, expired, blocked (R20). */
  readonly unsaleable: number;
  readonly heldForOthers: number;
  readonly incoming: number;
  /** Earliest day on which goods under way are due, null when none or not known. */
  readonly incomingDueOn: string | null;
}

/** `out`: nothing left to promise. Never what is discontinued. */
export const stockFilters = ['out'] as const;
export type StockFilter = (typeof stockFilters)[number];

/** Which products are asked for. */
export interface ProductQuestion {
  readonly search: string;
  readonly warehouseId: string | null;
  readonly withDiscontinued: boolean;
  readonly filter: StockFilter | null;
}

export type ProductRow = Omit<ProductListRow, 'incomingDueOn'>;

/** Joins the stock of one warehouse; without one, or where nothing ever moved, it is zero. */
export function joinStock(db: Reader, warehouseId: string | null) {
  return db
    .selectFrom('products')
    .leftJoin('stockBalances', (join) =>
      join.onRef('stockBalances.productId', '=', 'products.id').on('stockBalances.warehouseId', '=', warehouseId ?? ''),
    );
}

export function selectProducts(db: Reader, warehouseId: string | null, asker: Asker) {
  return joinStock(db, warehouseId)
    .select([
      'products.id',
      'products.code',
      'products.name',
      'products.category',
      'products.unit',
      'products.packaging',
      'products.barcode',
      'products.pictureHash',
      'products.basePrice',
      'products.currency',
      'products.taxCode',
      'products.discontinued',
      'products.reorderPoint',
    ])
    .select((eb) => [
      figureOf(eb, 'onHand').as('onHand'),
      figureOf(eb, 'reserved').as('reserved'),
      unsaleableOf(eb, asker).as('unsaleable'),
      heldForOthersOf(eb, asker).as('heldForOthers'),
      figureOf(eb, 'incoming').as('incoming'),
    ]);
}

// biome-ignore lint/suspicious/noExplicitAny: the builder's tables are checked where it is made
type StockBuilder = ExpressionBuilder<any, 'products' | 'stockBalances'>;

/** R20: nothing can be promised any more. The same as `fitsOut`. @param isOfAll whether `unsaleableLots` is joined */
export function isOutOf(eb: StockBuilder, asker: Asker, isOfAll = false) {
  return eb.and([eb('products.discontinued', '=', 0), eb(availableOf(eb, asker, isOfAll), '<=', 0)]);
}

type Figures = Pick<ProductListRow, 'onHand' | 'reserved' | 'unsaleable' | 'heldForOthers' | 'discontinued'>;

/** Whether nothing can be promised of a row that was read (R20). */
export function fitsOut(row: Figures): boolean {
  return row.discontinued === 0 && isOut(row);
}

/**
 * The products that fit what was typed, in the order in which they are offered. A discontinued one whose code was typed
 * in full is always among them: who types it must learn that it is gone, not get the next code that looks like it.
 */
export async function readProductHits(
  db: Reader,
  { search, warehouseId, withDiscontinued, filter }: ProductQuestion,
  context: Pick<QueryContext, 'search'>,
  enough: number,
  asker: Asker,
): Promise<ProductRow[]> {
  const hits = await readHits(context, { table: 'products', typed: search, enough }, async (ids) => {
    const rows: ProductRow[] = await selectProducts(db, warehouseId, asker)
      .where('products.deletedAt', 'is', null)
      .where('products.id', 'in', ids)
      .orderBy('products.id')
      .execute();
    return rows.filter(
      (row) =>
        (withDiscontinued || row.discontinued === 0 || isCodeOf(row, search)) && (filter === null || fitsOut(row)),
    );
  });
  return orderHits(hits, search, (row) => row.code);
}

export async function withDueDates(
  db: Reader,
  warehouseId: string | null,
  rows: readonly ProductRow[],
): Promise<ProductListRow[]> {
  const expecting = rows.filter((row) => row.incoming > 0).map((row) => row.id);
  if (expecting.length === 0 || warehouseId === null) return rows.map((row) => ({ ...row, incomingDueOn: null }));
  const due = await db
    .selectFrom('expectedReceipts')
    .select(({ fn }) => ['productId', fn.min('dueOn').as('dueOn')])
    .where('warehouseId', '=', warehouseId)
    .where('productId', 'in', expecting)
    .where('deletedAt', 'is', null)
    .groupBy('productId')
    .orderBy('productId')
    .execute();
  const dueOn = new Map(due.map((row) => [row.productId, row.dueOn]));
  return rows.map((row) => ({ ...row, incomingDueOn: dueOn.get(row.id) ?? null }));
}
