/** What the books hold of a warehouse's shelves, for counting them (R28). */
import type { Instant } from '../../kernel/instants.ts';
import type { Quantity } from '../../kernel/money.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { type BookShelf, shelvesOf, type WarehouseBooks } from './rules/book-shelves.ts';
import { bookAt } from './rules/count-difference.ts';

/** The shelves of a warehouse now, by product. @param productIds null: everything that there is */
export async function shelvesNow(
  tx: Tx,
  warehouseId: string,
  productIds: readonly string[] | null,
): Promise<BookShelf[]> {
  return shelvesOf(await booksNow(tx, warehouseId, productIds));
}

/** Figures of a balance: all that is there, and what of it is set apart. */
interface Figures {
  readonly onHand: Quantity;
  readonly quarantined: Quantity;
}

type BooksNow = { readonly [Part in keyof WarehouseBooks]: readonly (WarehouseBooks[Part][number] & Figures)[] };

async function booksNow(tx: Tx, warehouseId: string, productIds: readonly string[] | null): Promise<BooksNow> {
  if (productIds?.length === 0) return { products: [], lots: [], places: [], lotsAtPlaces: [] };
  const ids = productIds === null ? null : [...new Set(productIds)];
  const products = await tx
    .selectFrom('stockBalances')
    .select(['productId', 'onHand', 'quarantined'])
    .where('warehouseId', '=', warehouseId)
    .$if(ids !== null, (query) => query.where('productId', 'in', ids ?? []))
    .orderBy('productId')
    .orderBy('id')
    .execute();
  const lots = await tx
    .selectFrom('lotBalances')
    .select(['productId', 'lotId', 'onHand', 'quarantined'])
    .where('warehouseId', '=', warehouseId)
    .$if(ids !== null, (query) => query.where('productId', 'in', ids ?? []))
    .orderBy('productId')
    .orderBy('id')
    .execute();
  const places = await tx
    .selectFrom('locationBalances')
    .select(['productId', 'locationId', 'onHand', 'quarantined'])
    .where('warehouseId', '=', warehouseId)
    .$if(ids !== null, (query) => query.where('productId', 'in', ids ?? []))
    .orderBy('productId')
    .orderBy('id')
    .execute();
  const lotsAtPlaces = await tx
    .selectFrom('locationLotBalances')
    .select(['productId', 'lotId', 'locationId', 'onHand', 'quarantined'])
    .where('warehouseId', '=', warehouseId)
    .$if(ids !== null, (query) => query.where('productId', 'in', ids ?? []))
    .orderBy('productId')
    .orderBy('id')
    .execute();
  return { products, lots, places, lotsAtPlaces };
}

type Counted = Pick<Row<'countLines'>, 'productId' | 'lotId' | 'locationId' | 'warehouseId'> & {
  readonly countedAt: Instant;
};

/** Goods of one product that lie together. */
const keyOf = (shelf: { productId: string; lotId: string | null; locationId: string | null }) =>
  `${shelf.productId}:${shelf.lotId ?? ''}:${shelf.locationId ?? ''}`;

/** A shelf at the instant of its count. */
export interface CountedBook {
  readonly book: Quantity;
  /** What of it was set apart. */
  readonly quarantined: Quantity;
  /** It lies in a zone for nothing else. */
  readonly isSetApart: boolean;
}

/**
 * R28, R20: what the books held of each counted shelf at the instant of its count. Of the ledger it reads what moved since
 * the first of these counts, and nothing before: the rest is in the balances.
 * @returns in the order of the lines
 */
export async function booksAtCount(tx: Tx, lines: readonly Counted[]): Promise<CountedBook[]> {
  const [first] = lines;
  if (!first) return [];
  const productIds = [...new Set(lines.map(({ productId }) => productId))];
  const books = await booksNow(tx, first.warehouseId, productIds);
  const since = await tx
    .selectFrom('stockMovements')
    .select(['productId', 'lotId', 'locationId', 'quantity', 'occurredAt', 'condition'])
    .where('warehouseId', '=', first.warehouseId)
    .where('productId', 'in', productIds)
    .where('occurredAt', '>', Math.min(...lines.map(({ countedAt }) => countedAt)))
    .where('deletedAt', 'is', null)
    .orderBy('occurredAt')
    .orderBy('id')
    .execute();
  const apart = await quarantinePlaces(tx, first.warehouseId);
  const onHand = new Map(shelvesOf(books).map((shelf) => [keyOf(shelf), shelf.onHand]));
  const quarantined = new Map(shelvesOf(onlyQuarantined(books)).map((shelf) => [keyOf(shelf), shelf.onHand]));
  return lines.map((line) => {
    const key = keyOf(line);
    const moved = since.filter((movement) => keyOf(movement) === key);
    const ofQuarantine = moved.filter(({ condition }) => condition === 'quarantine');
    return {
      book: bookAt(onHand.get(key) ?? 0, moved, line.countedAt),
      quarantined: bookAt(quarantined.get(key) ?? 0, ofQuarantine, line.countedAt),
      isSetApart: line.locationId !== null && apart.has(line.locationId),
    };
  });
}

function onlyQuarantined({ products, lots, places, lotsAtPlaces }: BooksNow): WarehouseBooks {
  const only = <Part extends Figures>(rows: readonly Part[]) =>
    rows.map((row) => ({ ...row, onHand: row.quarantined }));
  return { products: only(products), lots: only(lots), places: only(places), lotsAtPlaces: only(lotsAtPlaces) };
}

/** Places in zones for goods that are set apart. */
async function quarantinePlaces(tx: Tx, warehouseId: string): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('locations')
    .innerJoin('zones', 'zones.id', 'locations.zoneId')
    .select('locations.id')
    .where('locations.warehouseId', '=', warehouseId)
    .where('zones.kind', '=', 'quarantine')
    .orderBy('locations.id')
    .execute();
  return new Set(rows.map(({ id }) => id));
}
