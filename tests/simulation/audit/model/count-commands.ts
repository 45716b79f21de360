// Long because a count is begun, recorded, posted and ended by the same few words.
/** Counts (R28): blind, again by another person where they are far off, and posted at the instant of each shelf. */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, applied, type Ended, type ModelledRun, readSetting, rejected } from './command-run.ts';
import { piecesOff, settleTwice } from './count-pieces.ts';
import { bookedAt, freeNumberIn, isLive, isOwnNumber, Told, worksAt } from './document-words.ts';
import { tellPlaceElsewhere } from './keep-commands.ts';
import { userNameOf } from './order-commands.ts';
import { bookMovements, type Movement, meantBy } from './stock-ledger.ts';

interface Shelf {
  readonly productId: Cell;
  readonly lotId: Cell;
  readonly locationId: Cell;
}

interface BookShelf extends Shelf {
  readonly onHand: number;
}

const keyOf = ({ productId, lotId, locationId }: Shelf): string => `${productId}:${lotId ?? ''}:${locationId ?? ''}`;
const shelfOf = (row: ModelRow): Shelf => ({
  productId: row.productId ?? null,
  lotId: row.lotId ?? null,
  locationId: row.locationId ?? null,
});

/** What lies where: by lot and place, and what is left of each sum beside it. Nothing is no shelf. */
function shelvesIn(rows: BusinessRows, warehouseId: Cell, products: ReadonlySet<Cell> | null): BookShelf[] {
  const isHere = (row: ModelRow): boolean =>
    row.warehouseId === warehouseId && (products === null || products.has(row.productId ?? null));
  const byProduct = (table: string): ModelRow[] =>
    rows
      .find(table, isHere)
      .sort((a, b) => (String(a.productId) < String(b.productId) ? -1 : a.productId === b.productId ? 0 : 1));
  const onHand = (row: ModelRow): number => Number(row.onHand);
  const both = byProduct('locationLotBalances').map((row) => ({ ...shelfOf(row), onHand: onHand(row) }));
  const places = byProduct('locationBalances').map((row) => {
    const shelf = { ...shelfOf(row), lotId: null };
    const ofLots = both.filter((each) => each.productId === shelf.productId && each.locationId === shelf.locationId);
    return { ...shelf, onHand: onHand(row) - sumOf(ofLots) };
  });
  const lots = byProduct('lotBalances').map((row) => {
    const shelf = { ...shelfOf(row), locationId: null };
    const atPlaces = both.filter((each) => each.productId === shelf.productId && each.lotId === shelf.lotId);
    return { ...shelf, onHand: onHand(row) - sumOf(atPlaces) };
  });
  const known = [...both, ...places, ...lots];
  const rest = byProduct('stockBalances').map((row) => {
    const productId = row.productId ?? null;
    const elsewhere = known.filter((each) => each.productId === productId);
    return { productId, lotId: null, locationId: null, onHand: onHand(row) - sumOf(elsewhere) };
  });
  return [...known, ...rest].filter((shelf) => shelf.onHand !== 0);
}

const sumOf = (shelves: readonly BookShelf[]): number => shelves.reduce((sum, { onHand }) => sum + onHand, 0);

const linesOf = (rows: BusinessRows, countId: Cell | undefined): ModelRow[] =>
  rows
    .find('countLines', (row) => isLive(row) && row.countId === countId)
    .sort((a, b) => Number(a.position) - Number(b.position));

interface Start {
  readonly countId: string;
  readonly number: string;
  readonly warehouseId: string;
  readonly basis: string;
  readonly zoneId: string | null;
  readonly productIds: readonly string[] | null;
  readonly note: string | null;
}

const MOST_SHELVES = 2_000;

export const startCount: ModelledRun = (rows, given, act) => {
  const { countId, number: wanted, warehouseId, basis, zoneId, productIds, note } = given as Start;
  if (isLive(rows.get('stockCounts', countId))) return rejected('inventory.countExists', { number: wanted });
  if (!isOwnNumber(wanted, act)) return rejected('inventory.numberNotOwn', { number: wanted });
  if (!isLive(rows.get('warehouses', warehouseId))) return rejected('inventory.warehouseGone', {});
  if (!worksAt(act, warehouseId)) return rejected('inventory.foreignWarehouse', {});
  const placeOf = ({ locationId }: Shelf): ModelRow | undefined => rows.get('locations', locationId ?? '');
  const shelves = shelvesIn(rows, warehouseId, productIds === null ? null : new Set(productIds)).filter(
    (shelf) => zoneId === null || placeOf(shelf)?.zoneId === zoneId,
  );
  if (shelves.length === 0) return rejected('inventory.nothingToCount', {});
  if (shelves.length > MOST_SHELVES)
    return rejected('inventory.countTooLarge', { shelves: shelves.length, most: MOST_SHELVES });
  const told = new Told();
  const number = freeNumberIn(rows, 'stockCounts', wanted, told);
  const started = { startedAt: act.now, startedByName: userNameOf(rows, act.userId), postedAt: null };
  const head = { warehouseId, basis, note, state: 'open', lineCount: shelves.length, postedByName: null };
  rows.insert('stockCounts', { id: countId, number, ...head, ...started }, act);
  const turn = (shelf: Shelf): number => Number(placeOf(shelf)?.walkOrder ?? 0);
  const code = ({ productId }: Shelf): string => String(rows.get('products', productId)?.code ?? '');
  shelves.sort((a, b) => turn(a) - turn(b) || (code(a) < code(b) ? -1 : code(a) > code(b) ? 1 : 0));
  for (const [at, shelf] of shelves.entries()) insertLine(rows, { countId, warehouseId }, shelf, at + 1, act);
  return told.ended;
};

function insertLine(
  rows: BusinessRows,
  of: { readonly countId: Cell; readonly warehouseId: Cell },
  shelf: Shelf,
  position: number,
  act: Act,
): void {
  const { productId, lotId, locationId } = shelf;
  const { code = null, name = null, unit = null } = rows.get('products', productId) ?? {};
  const goods = { productId, productCode: code, productName: name, unit, lotId, locationId };
  const lotCode = meantBy(rows, 'lots', lotId)?.code ?? null;
  const locationCode = rows.get('locations', locationId)?.code ?? null;
  const open = {
    ...{ state: 'open', counted: null, countedAt: null, countedBy: null, countedByName: null },
    ...{ book: null, firstCounted: null, firstCountedByName: null, reason: null, pieces: null },
  };
  const row = { id: `${of.countId}:${keyOf(shelf)}`, ...of, position, ...goods, lotCode, locationCode };
  rows.insert('countLines', { ...row, ...open }, act);
}

/** More than so much of the book off, or anything where the book says nothing. */
function isFarOff(rows: BusinessRows, counted: number, book: number): boolean {
  const threshold = BigInt(readSetting(rows, 'inventory.countThreshold', '500'));
  return BigInt(Math.abs(counted - book)) * 10_000n > BigInt(Math.abs(book)) * threshold;
}

/** R28: what the books held of a shelf at the instant of its count: what they hold now, less what moved since. */
function heldAt(
  rows: BusinessRows,
  shelves: readonly BookShelf[],
  { warehouseId, countedAt, ...shelf }: Shelf & { readonly warehouseId: Cell; readonly countedAt: number },
): number {
  const now = shelves.find((each) => keyOf(each) === keyOf(shelf))?.onHand ?? 0;
  const isLater = (row: ModelRow): boolean =>
    isLive(row) &&
    row.warehouseId === warehouseId &&
    keyOf(shelfOf(row)) === keyOf(shelf) &&
    Number(row.occurredAt) > countedAt;
  return rows.find('stockMovements', isLater).reduce((sum, row) => sum - Number(row.quantity), now);
}

interface Counted {
  readonly productId: string;
  readonly lotId: string | null;
  readonly locationId: string | null;
  readonly counted: number;
  readonly countedAt: number;
  readonly pieces?: readonly string[];
  readonly isMore?: boolean;
}

type Shown = Omit<Counted, 'lotId'>;

/** Each piece is one, and those that the same person told of before are there still. */
function byNumbers(line: ModelRow, shelf: Shown, userId: string): Shown & { readonly numbers: string | null } {
  if (!shelf.pieces) return { ...shelf, numbers: null };
  const before: string[] =
    shelf.isMore && line.countedBy === userId && line.pieces !== null ? JSON.parse(String(line.pieces)) : [];
  const all = [...new Set([...before, ...shelf.pieces])].sort();
  return { ...shelf, counted: all.length * 10_000, numbers: JSON.stringify(all) };
}

export const recordCount: ModelledRun = (rows, given, act) => {
  const { countId, lines } = given as { countId: string; lines: readonly Counted[] };
  const told = new Told();
  const count = rows.get('stockCounts', countId);
  if (!isLive(count)) {
    told.flag('inventory.countGone');
    return told.ended;
  }
  const { warehouseId = null, number = null, state = null } = count;
  if (!worksAt(act, warehouseId)) told.flag('inventory.foreignWarehouse');
  if (state !== 'open') {
    told.flag('inventory.countEnded', { number, state });
    return told.ended;
  }
  const known = lines.flatMap((line, at) => {
    const product = rows.get('products', line.productId);
    const lot = meantBy(rows, 'lots', line.lotId);
    if (!product) told.flag('inventory.unknownProduct', { line: at + 1 });
    if (line.lotId !== null && !lot) told.flag('inventory.unknownLot', { product: product?.name ?? '' });
    tellPlaceElsewhere(rows, line.locationId, warehouseId, told);
    return product ? [{ ...line, lotId: lot?.id ?? null }] : [];
  });
  const before = linesOf(rows, countId);
  let position = Math.max(0, ...before.map((line) => Number(line.position)));
  let added = 0;
  const lineOf = (shelf: Shelf): ModelRow | undefined => rows.get('countLines', `${countId}:${keyOf(shelf)}`);
  for (const shelf of known) {
    if (lineOf(shelf)) continue;
    position += 1;
    added += 1;
    insertLine(rows, { countId, warehouseId }, shelf, position, act);
  }
  if (added > 0) rows.update('stockCounts', count, { lineCount: before.length + added }, act);
  const books = shelvesIn(rows, warehouseId, new Set(known.map(({ productId }) => productId)));
  for (const shelf of known) {
    const line = lineOf(shelf);
    const book = heldAt(rows, books, { ...shelf, warehouseId, countedAt: Math.min(shelf.countedAt, act.now) });
    if (line) countShelf(rows, line, { ...byNumbers(line, shelf, act.userId), book }, act, told);
  }
  return told.ended;
};

/** Far off: another person counts again; who counted first does not count. */
function countShelf(
  rows: BusinessRows,
  line: ModelRow,
  { counted, book, numbers, ...at }: Shown & { readonly numbers: string | null; readonly book: number },
  act: Act,
  told: Told,
): void {
  const { productName: product = null, state } = line;
  if (state === 'posted') {
    told.flag('inventory.shelfPosted', { product });
    return;
  }
  const countedAt = Math.min(at.countedAt, act.now);
  const name = userNameOf(rows, act.userId);
  const isOwn = line.countedBy === act.userId;
  const isFar = isFarOff(rows, counted, book);
  if (line.countedAt !== null && Number(line.countedAt) > countedAt) {
    told.flag('inventory.countedSince', { product, by: line.countedByName ?? null });
    const settled = { firstCounted: counted, firstCountedByName: name, state: 'counted' };
    if (state === 'recount' && isFar && !isOwn) rows.update('countLines', line, settled, act);
    return;
  }
  const hasTwo = line.firstCounted !== null;
  const isAnswer = state === 'recount' && !isOwn;
  if (state === 'recount' && isOwn) told.flag('inventory.recountByAnother', { product });
  // A figure far off waits until somebody else has counted after it; whoever did that may put the own figure right.
  const waits = state === 'recount' ? isOwn : isFar && !(hasTwo && isOwn);
  const isAfterAnother = isAnswer || (hasTwo && !isOwn);
  const first = isAfterAnother
    ? { firstCounted: line.counted ?? null, firstCountedByName: line.countedByName ?? null }
    : {};
  const figures = { counted, countedAt, countedBy: act.userId, countedByName: name, book, pieces: numbers };
  rows.update('countLines', line, { ...figures, ...first, state: waits ? 'recount' : 'counted' }, act);
}

/** One that can be worked on, or why not. */
function openCount(rows: BusinessRows, countId: string, act: Act): ModelRow | Ended {
  const count = rows.get('stockCounts', countId);
  if (!isLive(count)) return rejected('inventory.countGone', {});
  const { number = null, state = null, warehouseId } = count;
  if (state !== 'open') return rejected('inventory.countEnded', { number, state });
  return worksAt(act, warehouseId) ? count : rejected('inventory.foreignWarehouse', {});
}

const isRefused = (found: ModelRow | Ended): found is Ended => 'reasons' in found;

/** What of a counted shelf was set apart at that instant, and whether its zone is for nothing else. */
function apartAt(rows: BusinessRows, line: ModelRow): { readonly there: number; readonly isZone: boolean } {
  const zone = rows.get('zones', rows.get('locations', line.locationId ?? '')?.zoneId ?? '');
  const isApart = (row: ModelRow): boolean =>
    isLive(row) &&
    row.condition === 'quarantine' &&
    row.warehouseId === line.warehouseId &&
    keyOf(shelfOf(row)) === keyOf(shelfOf(line)) &&
    Number(row.occurredAt) <= Number(line.countedAt);
  const there = rows.find('stockMovements', isApart).reduce((sum, row) => sum + Number(row.quantity), 0);
  return { there, isZone: zone?.kind === 'quarantine' };
}

function isAllApart(rows: BusinessRows, line: ModelRow, book: number): boolean {
  const { there, isZone } = apartAt(rows, line);
  return isZone || (book > 0 && there >= book);
}

/** R20, R28: how much of a difference is of goods that are set apart: those last, but where nothing else lies. */
function quarantineOf(
  rows: BusinessRows,
  line: ModelRow,
  { book, quantity }: { readonly book: number; readonly quantity: number },
): number {
  const { there, isZone } = apartAt(rows, line);
  if (isZone) return quantity;
  const apart = Math.max(0, there);
  const sound = Math.max(0, book - apart);
  if (quantity > 0) return apart > 0 && sound === 0 ? quantity : 0;
  return -Math.min(apart, Math.max(0, -quantity - sound)) || 0;
}

export const postCount: ModelledRun = (rows, given, act) => {
  const args = given as { countId: string; skipsOpen: boolean; reasons: readonly { lineId: string; reason: string }[] };
  const count = openCount(rows, args.countId, act);
  if (isRefused(count)) return count;
  const { id: countId = null, number = null, warehouseId = null } = count;
  const lines = linesOf(rows, countId);
  const isIn = (state: string) => lines.filter((line) => line.state === state);
  const [open, waiting] = [isIn('open').length, isIn('recount').length];
  if (waiting > 0 || (open > 0 && !args.skipsOpen))
    return rejected('inventory.countUnfinished', { number, open, recounts: waiting });
  const counted = isIn('counted').filter((line) => line.countedAt !== null && line.counted !== null);
  const shelves = shelvesIn(rows, warehouseId, new Set(counted.map((line) => line.productId ?? null)));
  // As it was before any of them is posted.
  const books = counted.map((line) =>
    heldAt(rows, shelves, { ...shelfOf(line), warehouseId, countedAt: Number(line.countedAt) }),
  );
  const pieces = counted.map((line) => piecesOff(rows, line, rows.get('products', line.productId)));
  const told = new Told();
  const closed = new Map<string, string>();
  let recounts = 0;
  const waits = counted.map(
    (line, at) => line.firstCounted === null && isFarOff(rows, Number(line.counted), books[at] ?? 0),
  );
  // What one of the posted shelves misses and another one has was carried there; the first that has it, has it.
  const isGone = new Set(pieces.flatMap(({ missing }, at) => (waits[at] ? [] : missing.map(({ id }) => id))));
  const cameTo = new Map<Cell | undefined, number>();
  pieces.forEach(({ found }, at) => {
    for (const { id } of waits[at] ? [] : found) if (isGone.has(id) && !cameTo.has(id)) cameTo.set(id, at);
  });
  const cleared = new Map<Cell, readonly ModelRow[]>();
  counted.forEach((line, at) => {
    const book = books[at] ?? 0;
    const reason = args.reasons.find(({ lineId }) => lineId === line.id)?.reason ?? line.reason ?? null;
    const isFar = waits[at] === true;
    rows.update('countLines', line, { state: isFar ? 'recount' : 'posted', book, reason }, act);
    if (isFar) recounts += 1;
    const quantity = Number(line.counted) - book;
    const product = rows.get('products', line.productId);
    const { missing, found, twice } = pieces[at] ?? { missing: [], found: [], twice: [] };
    for (const { id = null } of isFar ? [] : [...twice, ...missing.filter((row) => cameTo.has(row.id))])
      cleared.set(id, [...(cleared.get(id) ?? []), line]);
    if (isFar || (quantity === 0 && missing.length + found.length === 0) || !product) return;
    const { realOn, openOn, bookedOn } = bookedAt(rows, Number(line.countedAt), act);
    if (bookedOn !== null) closed.set(realOn, openOn);
    const { lotId, locationId } = shelfOf(line);
    const occurredAt = Number(line.countedAt);
    const short = quantity - (found.length - missing.length) * 10_000;
    const leaving = short < 0 ? twice.slice(0, Math.floor(-short / 10_000)) : [];
    const rest = short + leaving.length * 10_000;
    const missingApart = quarantineOf(rows, line, { book, quantity: rest });
    const goods = { product, warehouseId, lotId, locationId, serialId: null, cause: 'count', reason };
    const ofPiece = isAllApart(rows, line, book) ? 'quarantine' : 'saleable';
    const piece = ({ id: serialId = null }: ModelRow, by: number, isRelocated: boolean) => ({
      ...{ id: `${line.id}:post:${serialId}`, ...goods, serialId, quantity: by, condition: ofPiece, isRelocated },
    });
    const movements: Movement[] = [
      ...missing.map((row) => piece(row, -10_000, cameTo.has(row.id))),
      ...leaving.map((row) => piece(row, -10_000, true)),
      ...found.map((row) => piece(row, 10_000, cameTo.get(row.id) === at)),
      { id: `${line.id}:post`, ...goods, quantity: rest - missingApart, condition: 'saleable' },
      { id: `${line.id}:post:apart`, ...goods, quantity: missingApart, condition: 'quarantine' },
    ].filter((movement) => movement.quantity !== 0);
    bookMovements(rows, movements, { documentId: countId, documentNumber: number, occurredAt, bookedOn }, act, told);
  });
  settleTwice(rows, cleared, { explanation: number, explainedByName: userNameOf(rows, act.userId) }, act);
  for (const [day, openDay] of closed) told.adjust('admin.periodClosed', { day, openDay });
  if (recounts > 0) told.adjust('inventory.recountNeeded', { number, count: recounts });
  else {
    for (const line of isIn('open')) rows.update('countLines', line, { state: 'skipped' }, act);
    const posted = { state: 'posted', postedAt: act.now, postedByName: userNameOf(rows, act.userId) };
    rows.update('stockCounts', count, posted, act);
  }
  return told.ended;
};

export const cancelCount: ModelledRun = (rows, given, act) => {
  const count = openCount(rows, (given as { countId: string }).countId, act);
  if (isRefused(count)) return count;
  if (linesOf(rows, count.id).some(({ state }) => state === 'posted'))
    return rejected('inventory.countPosted', { number: count.number ?? null });
  rows.update('stockCounts', count, { state: 'cancelled' }, act);
  return applied;
};
