/**
 * Counts of a warehouse (R28), from the blind start to what was found; `post-count.ts` books it. Guards:
 * - a shelf's line has its place in the count by what it is (product, lot, place), so that whoever counts without a
 *   network names the same line as the office, and a shelf that nobody expected gets one;
 * - above the threshold another person counts again before anything is posted, also where late movements made it so, and
 *   also where somebody counts once more what another one settled;
 * - of two counts of a shelf the later one stands, in whatever order they arrive.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/instants.ts';
import { type BasisPoints, ONE_UNIT, type Quantity } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { booksAtCount, shelvesNow } from './count-books.ts';
import { piecesOf } from './count-pieces.ts';
import { livingLots, locationsById, productsAsTheyWere } from './find-goods.ts';
import type { BookShelf } from './rules/book-shelves.ts';
import { needsRecount } from './rules/count-difference.ts';
import type { StockTold } from './write-receipt.ts';

type Count = Row<'stockCounts'>;
type Line = Row<'countLines'>;
type Shelf = Omit<BookShelf, 'onHand'>;

/** So many shelves a count may have: more is counted in parts. */
export const COUNT_LIMIT_SHELVES = 2_000;

/** The line of a shelf in a count. */
export function countLineId(countId: string, { productId, lotId, locationId }: Shelf): string {
  return [countId, productId, lotId ?? '', locationId ?? ''].join(':');
}

/** A count by its id; undefined where there is none. */
export function countById(tx: Tx, id: string): Promise<Count | undefined> {
  return tx
    .selectFrom('stockCounts')
    .selectAll()
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
}

/** @throws Refusal `inventory.countGone`, `inventory.countEnded` with its state */
export async function openCount(tx: Tx, id: string): Promise<Count> {
  const count = await countById(tx, id);
  if (!count) throw new Refusal('inventory.countGone', {});
  const { number, state } = count;
  if (state !== 'open') throw new Refusal('inventory.countEnded', { number, state });
  return count;
}

/** Its lines by position. */
export function linesOfCount(tx: Tx, countId: string): Promise<Line[]> {
  return tx
    .selectFrom('countLines')
    .selectAll()
    .where('countId', '=', countId)
    .where('deletedAt', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

export interface NewCount {
  readonly id: string;
  readonly number: string;
  readonly warehouseId: string;
  readonly basis: Count['basis'];
  readonly zoneId: string | null;
  readonly productIds: readonly string[] | null;
  readonly startedByName: string;
  readonly note: string | null;
}

/**
 * Starts a count of the shelves that the books know in its part of the warehouse, along the way through it.
 * @returns how many
 * @throws Refusal `inventory.nothingToCount`, `inventory.countTooLarge`
 */
export async function startCountRows(tx: Tx, given: NewCount, context: WriteContext): Promise<number> {
  const { zoneId, productIds, ...head } = given;
  const shelves = await shelvesNow(tx, given.warehouseId, productIds);
  const places = await locationsById(
    tx,
    shelves.map(({ locationId }) => locationId),
  );
  const wanted = shelves.filter(
    ({ locationId }) => zoneId === null || (locationId !== null && places.get(locationId)?.zoneId === zoneId),
  );
  if (wanted.length === 0) throw new Refusal('inventory.nothingToCount', {});
  if (wanted.length > COUNT_LIMIT_SHELVES) {
    throw new Refusal('inventory.countTooLarge', { shelves: wanted.length, most: COUNT_LIMIT_SHELVES });
  }
  const ended = { postedAt: null, postedByName: null };
  await insertRows(tx, 'stockCounts', [
    { ...head, state: 'open', lineCount: wanted.length, startedAt: context.now, ...ended, ...context.created() },
  ]);
  const products = await productsAsTheyWere(
    tx,
    wanted.map(({ productId }) => productId),
  );
  const turn = ({ productId, locationId }: Shelf): string => {
    const walkOrder = locationId === null ? 0 : (places.get(locationId)?.walkOrder ?? 0);
    return `${String(walkOrder).padStart(12, '0')} ${products.get(productId)?.code ?? ''}`;
  };
  const inOrder = [...wanted].sort((a, b) => (turn(a) < turn(b) ? -1 : turn(a) > turn(b) ? 1 : 0));
  await insertShelves(tx, given, inOrder, 0, context);
  return wanted.length;
}

async function insertShelves(
  tx: Tx,
  { id: countId, warehouseId }: Pick<Count, 'id' | 'warehouseId'>,
  shelves: readonly Shelf[],
  after: number,
  context: WriteContext,
): Promise<Line[]> {
  const products = await productsAsTheyWere(
    tx,
    shelves.map(({ productId }) => productId),
  );
  const lots = await livingLots(
    tx,
    shelves.map(({ lotId }) => lotId),
  );
  const places = await locationsById(
    tx,
    shelves.map(({ locationId }) => locationId),
  );
  const rows = shelves.flatMap((shelf, index): Line[] => {
    const { productId, lotId, locationId } = shelf;
    const product = products.get(productId);
    if (!product) return [];
    return [
      {
        id: countLineId(countId, shelf),
        ...{ countId, warehouseId, position: after + index + 1, productId, lotId, locationId },
        ...{ productCode: product.code, productName: product.name, unit: product.unit },
        lotCode: lots.get(lotId ?? '')?.code ?? null,
        locationCode: places.get(locationId ?? '')?.code ?? null,
        ...{ state: 'open', counted: null, countedAt: null, countedBy: null, countedByName: null },
        ...{ book: null, firstCounted: null, firstCountedByName: null, reason: null, pieces: null },
        ...context.created(),
      },
    ];
  });
  // PostgreSQL takes 65,535 values in a statement.
  for (let from = 0; from < rows.length; from += 500) {
    await insertRows(tx, 'countLines', rows.slice(from, from + 500));
  }
  return rows;
}

/** What somebody counted on one shelf. */
export interface CountedShelf extends Shelf {
  readonly counted: Quantity;
  readonly countedAt: Instant;
  /** The numbered pieces that were found; left out: it was not counted by numbers. */
  readonly pieces?: readonly string[] | undefined;
  /** Beside those that the same person told of this shelf before. */
  readonly isMore?: boolean | undefined;
}

export type CountTold = StockTold<
  | 'inventory.countEnded'
  | 'inventory.shelfPosted'
  | 'inventory.recountByAnother'
  | 'inventory.countedSince'
  | 'inventory.unknownProduct'
  | 'inventory.unknownLot'
  | 'inventory.placeElsewhere'
>;

export interface Counter {
  readonly name: string;
  readonly threshold: BasisPoints;
}

/**
 * Writes down what was counted. Whether another person has to count again is judged by what the books held at the instant
 * of the count (R28): what moved since says nothing of it. The post looks again: something from before may have come late.
 */
export async function writeCounted(
  tx: Tx,
  count: Count,
  counted: readonly CountedShelf[],
  { name, threshold }: Counter,
  context: WriteContext,
): Promise<CountTold[]> {
  const told: CountTold[] = [];
  if (count.state !== 'open') {
    return [{ code: 'inventory.countEnded', params: { number: count.number, state: count.state } }];
  }
  const lots = await livingLots(
    tx,
    counted.map(({ lotId }) => lotId),
  );
  const products = await productsAsTheyWere(
    tx,
    counted.map(({ productId }) => productId),
  );
  const places = await locationsById(
    tx,
    counted.map(({ locationId }) => locationId),
  );
  const known = counted.flatMap((shelf, index) => {
    const product = products.get(shelf.productId);
    const place = shelf.locationId === null ? undefined : places.get(shelf.locationId);
    if (!product) told.push({ code: 'inventory.unknownProduct', params: { line: index + 1 } });
    if (shelf.lotId !== null && !lots.has(shelf.lotId)) {
      told.push({ code: 'inventory.unknownLot', params: { product: product?.name ?? '' } });
    }
    if (place && place.warehouseId !== count.warehouseId) {
      told.push({ code: 'inventory.placeElsewhere', params: { location: place.code } });
    }
    return product ? [{ ...shelf, lotId: lots.get(shelf.lotId ?? '')?.id ?? null }] : [];
  });
  const lines = new Map((await linesOfCount(tx, count.id)).map((line) => [line.id, line]));
  const found = new Map(known.map((shelf) => [countLineId(count.id, shelf), shelf]));
  const unexpected = [...found].flatMap(([id, shelf]) => (lines.has(id) ? [] : [shelf]));
  const last = Math.max(0, ...[...lines.values()].map(({ position }) => position));
  for (const row of await insertShelves(tx, count, unexpected, last, context)) lines.set(row.id, row);
  if (unexpected.length > 0) {
    await tx
      .updateTable('stockCounts')
      .set({ lineCount: lines.size, ...context.updated() })
      .where('id', '=', count.id)
      .execute();
  }
  const books = await booksAtCount(
    tx,
    known.map((shelf) => ({ ...shelf, warehouseId: count.warehouseId })),
  );
  for (const [index, shelf] of known.entries()) {
    const line = lines.get(countLineId(count.id, shelf));
    if (!line) continue;
    const whole = withPieces(line, shelf, context.actor.userId);
    const next = afterCount(line, whole, { book: books[index]?.book ?? 0, threshold, counter: name, told }, context);
    if (!next) continue;
    lines.set(line.id, { ...line, ...next });
    await tx
      .updateTable('countLines')
      .set({ ...next, ...context.updated() })
      .where('id', '=', line.id)
      .execute();
  }
  return told;
}

/** Each piece is one: what is counted by numbers is as many as there are numbers. */
function withPieces(line: Line, shelf: CountedShelf, userId: string): CountedShelf {
  if (shelf.pieces === undefined) return shelf;
  const before = shelf.isMore && line.countedBy === userId ? (piecesOf(line) ?? []) : [];
  const pieces = [...new Set([...before, ...shelf.pieces])].sort();
  return { ...shelf, pieces, counted: pieces.length * ONE_UNIT };
}

interface Judging {
  readonly book: Quantity;
  readonly threshold: BasisPoints;
  readonly counter: string;
  readonly told: CountTold[];
}

/** What becomes of a line; null: it stays as it is. */
function afterCount(
  line: Line,
  { counted, countedAt, pieces }: CountedShelf,
  { book, threshold, counter, told }: Judging,
  { actor }: WriteContext,
) {
  const { productName: product } = line;
  if (line.state === 'posted') {
    told.push({ code: 'inventory.shelfPosted', params: { product } });
    return null;
  }
  const found = pieces === undefined ? null : JSON.stringify(pieces);
  const figures = { counted, countedAt, countedBy: actor.userId, countedByName: counter, book, pieces: found };
  const isSamePerson = line.countedBy === actor.userId;
  const isFar = needsRecount(counted, book, threshold);
  if (line.countedAt !== null && countedAt < line.countedAt) {
    told.push({ code: 'inventory.countedSince', params: { product, by: line.countedByName } });
    // What is on the line was the counting again that this one asked for.
    const isSettled = line.state === 'recount' && !isSamePerson && isFar;
    return isSettled ? { firstCounted: counted, firstCountedByName: counter, state: 'counted' as const } : null;
  }
  const before = { firstCounted: line.counted, firstCountedByName: line.countedByName };
  if (line.state === 'recount') {
    if (!isSamePerson) return { ...figures, ...before, state: 'counted' as const };
    told.push({ code: 'inventory.recountByAnother', params: { product } });
    return figures;
  }
  // Whoever settled it may put the figure right; anybody else who is far off has nobody yet who counted after him.
  const wasRecounted = line.firstCounted !== null;
  const state = isFar && !(wasRecounted && isSamePerson) ? ('recount' as const) : ('counted' as const);
  return { ...figures, ...(wasRecounted && !isSamePerson ? before : {}), state };
}
