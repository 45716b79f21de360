/** What the books hold of a warehouse's shelves, for counting them (R28). */
import type { Instant } from '../../kernel/instants.ts';
import type { Quantity } from '../../kernel/money.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { type BookShelf, shelvesOf } from './rules/book-shelves.ts';
import { bookAt } from './rules/count-difference.ts';

/** The shelves of a warehouse now, by product. @param productIds null: everything that there is */
export async function shelvesNow(
  tx: Tx,
  warehouseId: string,
  productIds: readonly string[] | null,
): Promise<BookShelf[]> {
  if (productIds?.length === 0) return [];
  const ids = productIds === null ? null : [...new Set(productIds)];
  const products = await tx
    .selectFrom('stockBalances')
    .select(['productId', 'onHand'])
    .where('warehouseId', '=', warehouseId)
    .$if(ids !== null, (query) => query.where('productId', 'in', ids ?? []))
    .orderBy('productId')
    .orderBy('id')
    .execute();
  const lots = await tx
    .selectFrom('lotBalances')
    .select(['productId', 'lotId', 'onHand'])
    .where('warehouseId', '=', warehouseId)
    .$if(ids !== null, (query) => query.where('productId', 'in', ids ?? []))
    .orderBy('productId')
    .orderBy('id')
    .execute();
  const places = await tx
    .selectFrom('locationBalances')
    .select(['productId', 'locationId', 'onHand'])
    .where('warehouseId', '=', warehouseId)
    .$if(ids !== null, (query) => query.where('productId', 'in', ids ?? []))
    .orderBy('productId')
    .orderBy('id')
    .execute();
  const lotsAtPlaces = await tx
    .selectFrom('locationLotBalances')
    .select(['productId', 'lotId', 'locationId', 'onHand'])
    .where('warehouseId', '=', warehouseId)
    .$if(ids !== null, (query) => query.where('productId', 'in', ids ?? []))
    .orderBy('productId')
    .orderBy('id')
    .execute();
  return shelvesOf({ products, lots, places, lotsAtPlaces });
}

type Counted = Pick<Row<'countLines'>, 'productId' | 'lotId' | 'locationId' | 'warehouseId'> & {
  readonly countedAt: Instant;
};

/**
 * R28: what the books held of each counted shelf at the instant of its count. Of the ledger it reads what moved since the
 * first of these counts, and nothing before.
 * @returns in the order of the lines
 */
export async function booksAtCount(tx: Tx, lines: readonly Counted[]): Promise<Quantity[]> {
  const [first] = lines;
  if (!first) return [];
  const productIds = [...new Set(lines.map(({ productId }) => productId))];
  const shelves = await shelvesNow(tx, first.warehouseId, productIds);
  const since = await tx
    .selectFrom('stockMovements')
    .select(['productId', 'lotId', 'locationId', 'quantity', 'occurredAt'])
    .where('warehouseId', '=', first.warehouseId)
    .where('productId', 'in', productIds)
    .where('occurredAt', '>', Math.min(...lines.map(({ countedAt }) => countedAt)))
    .where('deletedAt', 'is', null)
    .orderBy('occurredAt')
    .orderBy('id')
    .execute();
  const keyOf = (shelf: { productId: string; lotId: string | null; locationId: string | null }) =>
    `${shelf.productId}:${shelf.lotId ?? ''}:${shelf.locationId ?? ''}`;
  const now = new Map(shelves.map((shelf) => [keyOf(shelf), shelf.onHand]));
  return lines.map((line) => {
    const key = keyOf(line);
    const moved = since.filter((movement) => keyOf(movement) === key);
    return bookAt(now.get(key) ?? 0, moved, line.countedAt);
  });
}

/** What of a counted shelf was set apart at the instant of its count. */
export interface SetApart {
  readonly quarantined: Quantity;
  /** It lies in a zone for nothing else. */
  readonly isSetApart: boolean;
}

/** R20: what of each counted shelf was in quarantine at the instant of its count, in the order of the lines. */
export async function setApartAtCount(tx: Tx, lines: readonly Counted[]): Promise<SetApart[]> {
  const [first] = lines;
  if (!first) return [];
  const moved = await tx
    .selectFrom('stockMovements')
    .select(['productId', 'lotId', 'locationId', 'quantity', 'occurredAt'])
    .where('warehouseId', '=', first.warehouseId)
    .where('productId', 'in', [...new Set(lines.map(({ productId }) => productId))])
    .where('condition', '=', 'quarantine')
    .where('deletedAt', 'is', null)
    .orderBy('occurredAt')
    .orderBy('id')
    .execute();
  const apart = await tx
    .selectFrom('locations')
    .innerJoin('zones', 'zones.id', 'locations.zoneId')
    .select('locations.id')
    .where('locations.warehouseId', '=', first.warehouseId)
    .where('zones.kind', '=', 'quarantine')
    .orderBy('locations.id')
    .execute();
  return lines.map(({ productId, lotId, locationId, countedAt }) => {
    const here = moved.filter(
      (row) =>
        row.productId === productId &&
        row.lotId === lotId &&
        row.locationId === locationId &&
        row.occurredAt <= countedAt,
    );
    return {
      quarantined: here.reduce((sum, { quantity }) => sum + quantity, 0),
      isSetApart: apart.some(({ id }) => id === locationId),
    };
  });
}
