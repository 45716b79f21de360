// Long because what a posting makes of the books is one act, whose parts are judged by one another.
/**
 * What movements make of the books, by the rules and the auditor's own figures: where each piece is (R29), what goods are
 * worth (R32), counts that stand (R28), and what stays open until somebody explains it (R33).
 */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import type { Act } from './command-run.ts';
import { Broken, isLive, type Told } from './document-words.ts';
import { dayAt, offsetOf } from './posting.ts';

/** Of two that were made for one code the first stays; whoever names the other means it. */
export function meantBy(rows: BusinessRows, table: 'lots' | 'serials', id: Cell | undefined): ModelRow | undefined {
  if (id === null || id === undefined) return undefined;
  const row = rows.get(table, id);
  if (!row) return undefined;
  return row.deletedAt === null ? row : ofCode(rows, table, row.productId, row.code);
}

export const ofCode = (
  rows: BusinessRows,
  table: 'lots' | 'serials',
  productId: Cell | undefined,
  code: Cell | undefined,
): ModelRow | undefined =>
  rows.find(table, (row) => isLive(row) && row.productId === productId && row.code === code)[0];

export interface Movement {
  readonly id: string;
  readonly product: ModelRow;
  readonly warehouseId: Cell;
  readonly quantity: number;
  readonly cause: string;
  readonly lotId: Cell;
  readonly serialId: Cell;
  readonly locationId: Cell;
  readonly condition: string;
  /** Of goods that were bought. */
  readonly unitCost?: number | null;
  readonly reversesId?: Cell;
  readonly reason?: Cell;
  /** A piece whose other place was counted without it: nobody has to say where it is. */
  readonly isRelocated?: boolean;
}

export interface Paper {
  readonly documentId: Cell;
  readonly documentNumber: Cell;
  readonly occurredAt: number;
  readonly bookedOn: Cell;
}

/** What is in the ledger is not booked twice: a device that was put back behind its own fact hears of it first. */
export const isBooked = (rows: BusinessRows, movementIds: readonly string[]): boolean =>
  movementIds.some((id) => rows.get('stockMovements', id));

/** Books movements of one document; what does not fit is flagged and told. */
export function bookMovements(
  rows: BusinessRows,
  movements: readonly Movement[],
  paper: Paper,
  act: Act,
  told: Told,
): void {
  if (movements.length === 0) return;
  if (movements.some(({ id }) => rows.get('stockMovements', id))) throw new Broken('a movement is booked once');
  if (act.leavesStub) valueMovements(rows, movements, paper, act);
  for (const movement of movements) insertMovement(rows, movement, paper, act);
  const kept = movements.flatMap((movement) => keepCount(rows, movement, paper, act));
  const corrections = kept.map(({ movement }) => movement);
  for (const occurredAt of act.leavesStub ? new Set(kept.map(({ countedAt }) => countedAt)) : []) {
    const ofInstant = kept.filter(({ countedAt }) => countedAt === occurredAt).map(({ movement }) => movement);
    valueMovements(rows, ofInstant, { ...paper, occurredAt, bookedOn: lateDay(rows, occurredAt, paper) }, act);
  }
  for (const movement of movements) followPiece(rows, movement, paper, act, told);
  tellBelowZero(rows, [...movements, ...corrections], paper, act, told);
}

function insertMovement(rows: BusinessRows, movement: Movement, paper: Paper, act: Act): void {
  const { product, unitCost: _, isRelocated: _moved, ...rest } = movement;
  const row = { reversesId: null, reason: null, ...rest, ...paper, productId: product.id ?? null };
  rows.insert('stockMovements', row, act);
}

/** R32, at the office: what a product is worth is one figure over all warehouses. */
function valueMovements(rows: BusinessRows, movements: readonly Movement[], paper: Paper, act: Act): void {
  // R12: what a closed month did not have changes no value of it.
  const opens = paper.bookedOn === null ? 0 : Date.parse(`${paper.bookedOn}T00:00:00Z`) - offsetOf(rows) * 60_000;
  const begins = Math.max(paper.occurredAt, opens);
  const there = new Map<Cell, number>();
  const averages = new Map<Cell, number>();
  /** What is told late changes no average that held before it was told. */
  const since = new Map<Cell, number>();
  for (const { product } of movements) {
    const id = product.id ?? null;
    const last = rows
      .find('movementCosts', (row) => row.productId === id)
      .reduce((latest, row) => Math.max(latest, Number(row.occurredAt)), Number.NEGATIVE_INFINITY);
    since.set(id, last < begins ? begins : last + 1);
    const known = rows.get('productCosts', id);
    if (known) averages.set(id, Number(known.averageCost));
    const lying = rows.find('stockBalances', (row) => row.productId === id);
    const onTheWay = rows
      .find('transferLines', (row) => isLive(row) && row.productId === id)
      .reduce((sum, { sent, received, lost }) => sum + Number(sent) - Number(received) - Number(lost), 0);
    there.set(
      id,
      lying.reduce((sum, row) => sum + Number(row.onHand), onTheWay),
    );
  }
  for (const { id, product, warehouseId, quantity, cause, unitCost = null, reversesId = null } of movements) {
    const productId = product.id ?? null;
    const onHand = there.get(productId) ?? 0;
    // R27: goods between warehouses are the company's all the way.
    if (cause !== 'transfer') there.set(productId, onHand + quantity);
    const before = averages.get(productId);
    const cost = unitCost ?? before;
    if (cost === undefined) continue;
    const isBought = quantity > 0 && unitCost !== null && cause !== 'move';
    const isTakenBack = quantity < 0 && unitCost !== null && cause === 'receipt' && reversesId !== null;
    const after = isBought
      ? mixed(onHand, before ?? cost, quantity, cost)
      : isTakenBack
        ? unmixed(onHand, before ?? cost, -quantity, cost)
        : (before ?? cost);
    averages.set(productId, after);
    const worth = { unitCost: cost, currency: product.currency ?? null, averageAfter: after };
    const occurredAt = since.get(productId) ?? begins;
    rows.insert('movementCosts', { id, productId, warehouseId, quantity, ...worth, occurredAt }, act);
  }
  for (const [id, averageCost] of averages) {
    const known = rows.get('productCosts', id);
    const currency = movements.find(({ product }) => product.id === id)?.product.currency ?? null;
    if (!known) rows.insert('productCosts', { id, productId: id, averageCost, currency }, act);
    else if (known.averageCost !== averageCost) rows.update('productCosts', known, { averageCost }, act);
  }
}

/** R12: a count is on its own day, unless that is in the month which was closed to the movement as well. */
const lateDay = (rows: BusinessRows, countedAt: number, { bookedOn }: Paper): Cell =>
  bookedOn !== null && String(bookedOn) > dayAt(countedAt, offsetOf(rows)) ? bookedOn : null;

/** (Q·C + q·c) / (Q + q), half up; of nothing, or less, the cost of what came. */
function mixed(onHand: number, average: number, received: number, cost: number): number {
  if (onHand <= 0) return cost;
  const value = BigInt(onHand) * BigInt(average) + BigInt(received) * BigInt(cost);
  const all = BigInt(onHand + received);
  return Number((2n * value + all) / (2n * all));
}

/** (Q·C − q·c) / (Q − q), half up; as it was where nothing is left, or less than what is taken was worth. */
function unmixed(onHand: number, average: number, taken: number, cost: number): number {
  const left = BigInt(onHand - taken);
  const value = BigInt(onHand) * BigInt(average) - BigInt(taken) * BigInt(cost);
  return left <= 0n || value < 0n ? average : Number((2n * value + left) / (2n * left));
}

/** R28: whoever counted a shelf saw what had happened on it; the first count after it held it already. */
function keepCount(
  rows: BusinessRows,
  movement: Movement,
  paper: Paper,
  act: Act,
): { readonly movement: Movement; readonly countedAt: number }[] {
  const { product, warehouseId, lotId, locationId, quantity } = movement;
  if (quantity === 0) return [];
  const [line] = rows
    .find(
      'countLines',
      (row) =>
        isLive(row) &&
        row.state === 'posted' &&
        row.countedAt !== null &&
        Number(row.countedAt) >= paper.occurredAt &&
        // What a count itself books is its word on its shelf; other counts hear of it late.
        row.countId !== paper.documentId &&
        row.productId === product.id &&
        row.warehouseId === warehouseId &&
        row.lotId === lotId &&
        row.locationId === locationId,
    )
    .sort((a, b) => Number(a.countedAt) - Number(b.countedAt));
  if (!line) return [];
  const correction = { ...movement, id: `${movement.id}:count`, quantity: -quantity, cause: 'count' };
  const { reversesId: _back, reason: _why, ...plain } = correction;
  const countedAt = Number(line.countedAt);
  const booked = { occurredAt: countedAt, bookedOn: lateDay(rows, countedAt, paper) };
  const countPaper = { ...paper, ...booked, documentId: line.countId ?? null };
  const kept = { ...plain, unitCost: null };
  insertMovement(rows, kept, countPaper, act);
  rows.update('countLines', line, { book: Number(line.book) + quantity }, act);
  return [{ movement: kept, countedAt }];
}

/** R29: a piece is in one place. */
function followPiece(rows: BusinessRows, movement: Movement, paper: Paper, act: Act, told: Told): void {
  const { product, warehouseId, locationId, quantity, cause, serialId, isRelocated } = movement;
  const row = serialId === null ? undefined : rows.get('serials', serialId);
  if (!row) return;
  const isIn = quantity > 0;
  // It was found elsewhere: only the books had it here.
  if (isRelocated && !isIn) return;
  const isStored = row.state === 'inStock' && row.warehouseId !== null;
  // Of what happened before the last that is known of it only this is sure: it did not go twice the same way.
  const isLate = paper.occurredAt < Number(row.movedAt);
  const goneTwice = isIn ? isStored : row.state !== 'inStock';
  const misfits = isIn ? isStored : !(isStored && row.warehouseId === warehouseId);
  const isElsewhere = isIn || isLate ? cause !== 'move' && (isLate ? goneTwice : misfits) : misfits;
  if (isElsewhere && !isRelocated) {
    const about = { warehouseId, quantity, lotId: row.lotId ?? null, serialId };
    flagStock(rows, 'serialElsewhere', product, about, paper, act);
    told.flag('inventory.serialElsewhere', { product: product.name ?? '', serial: row.code ?? '' });
  }
  if (isLate) return;
  const gone = cause === 'scrap' ? 'scrapped' : cause === 'count' ? 'missing' : 'shipped';
  const place = isIn
    ? { warehouseId, locationId, state: 'inStock' }
    : { warehouseId: null, locationId: null, state: gone };
  rows.update('serials', row, { ...place, documentId: paper.documentId, movedAt: paper.occurredAt }, act);
}

function tellBelowZero(rows: BusinessRows, movements: readonly Movement[], paper: Paper, act: Act, told: Told): void {
  const out = movements.filter(({ quantity }) => quantity < 0);
  const idOf = ({ product, warehouseId }: Movement): string => `${product.id}:${warehouseId}`;
  for (const id of [...new Set(out.map(idOf))].sort()) {
    const onHand = Number(rows.get('stockBalances', id)?.onHand ?? 0);
    const movement = out.find((each) => idOf(each) === id);
    if (onHand >= 0 || !movement) continue;
    const { product, warehouseId, lotId } = movement;
    flagStock(rows, 'belowZero', product, { warehouseId, quantity: onHand, lotId, serialId: null }, paper, act);
    told.flag('inventory.belowZero', { product: product.name ?? '', missing: -onHand });
  }
  tellLotsBelowZero(rows, out, paper, act, told);
}

/** R33 by lot, where the product as a whole is not below zero. */
function tellLotsBelowZero(rows: BusinessRows, out: readonly Movement[], paper: Paper, act: Act, told: Told): void {
  const first = new Map<string, Movement>();
  for (const movement of out) {
    const { product, warehouseId, lotId } = movement;
    const isShort = Number(rows.get('stockBalances', `${product.id}:${warehouseId}`)?.onHand ?? 0) < 0;
    const id = `${product.id}:${warehouseId}:${lotId}`;
    if (lotId !== null && !isShort && !first.has(id)) first.set(id, movement);
  }
  for (const id of [...first.keys()].sort()) {
    const movement = first.get(id);
    const onHand = Number(rows.get('lotBalances', id)?.onHand ?? 0);
    const lot = movement && rows.get('lots', movement.lotId);
    if (!movement || !lot || onHand >= 0) continue;
    const { product, warehouseId, lotId } = movement;
    const about = { warehouseId, quantity: onHand, lotId, serialId: null };
    flagStock(rows, 'belowZero', product, about, paper, act, lotId);
    const params = { product: product.name ?? '', lot: lot.code ?? '', missing: -onHand, context: 'ofLot' };
    told.flag('inventory.belowZero', params);
  }
}

/** Open until somebody explains it; once for a command, a document and a product, or a piece or a lot of it. */
export function flagStock(
  rows: BusinessRows,
  kind: string,
  product: ModelRow,
  about: {
    readonly warehouseId: Cell;
    readonly quantity: number;
    readonly lotId: Cell;
    readonly serialId: Cell;
    readonly [looked: string]: Cell;
  },
  { documentId, documentNumber, occurredAt }: Paper,
  act: Act,
  part: Cell = null,
): void {
  const parts = [documentId, kind, product.id, about.serialId ?? part, act.commandId];
  const id = parts.filter((part) => part !== null).join(':');
  if (rows.get('stockFlags', id)) return;
  const goods = { productId: product.id ?? null, productName: product.name ?? null };
  const open = { state: 'open', explanation: null, explainedAt: null, explainedByName: null };
  rows.insert('stockFlags', { id, kind, ...about, ...goods, documentId, documentNumber, occurredAt, ...open }, act);
}

/** R28: goods that did not lie where a line of a pick list led to; the books stay as they are. */
export function flagNotFound(
  rows: BusinessRows,
  line: ModelRow,
  { wanted, found }: { readonly wanted: number; readonly found: number },
  paper: Omit<Paper, 'bookedOn'>,
  act: Act,
  kind = 'pickedShort',
): void {
  const { warehouseId = null, lotId = null, lotCode = null, serialId = null } = line;
  const { locationId = null, locationCode = null } = line;
  const where = { warehouseId, lotId, lotCode, serialId, locationId, locationCode };
  const product = { id: line.productId ?? null, name: line.productName ?? null };
  const about = { ...where, wanted, found, quantity: wanted - found };
  flagStock(rows, kind, product, about, { ...paper, bookedOn: null }, act, line.id ?? null);
}

/** R104: it lay there after all, and nobody has to look for it any more. */
export function dropNotFound(rows: BusinessRows, line: ModelRow, documentId: string, act: Act): void {
  const same = ['productId', 'lotId', 'serialId', 'locationId'];
  const [told] = rows.find(
    'stockFlags',
    (row) =>
      isLive(row) &&
      row.kind === 'pickedShort' &&
      row.state === 'open' &&
      row.documentId === documentId &&
      same.every((column) => row[column] === line[column]),
  );
  if (told) rows.update('stockFlags', told, { deletedAt: act.now }, act);
}

/** R33 by place: what was taken from where the books held less. */
export function tellEmptyPlaces(
  rows: BusinessRows,
  movements: readonly Movement[],
  paper: Paper,
  act: Act,
  told: Told,
): void {
  const taken = movements.filter(({ quantity, locationId }) => quantity < 0 && locationId !== null);
  const idOf = ({ warehouseId, locationId, product }: Movement) => `${warehouseId}:${locationId}:${product.id}`;
  for (const id of [...new Set(taken.map(idOf))].sort()) {
    const movement = taken.find((each) => idOf(each) === id);
    const onHand = Number(rows.get('locationBalances', id)?.onHand ?? 0);
    const place = movement && rows.get('locations', movement.locationId);
    if (!movement || !place || onHand >= 0) continue;
    const { product, warehouseId, lotId } = movement;
    flagStock(rows, 'belowZero', product, { warehouseId, quantity: onHand, lotId, serialId: null }, paper, act);
    const where = { product: product.name ?? '', location: place.code ?? '', missing: -onHand };
    told.flag('inventory.placeEmpty', where);
  }
}

/** What a line's ids mean; null, and told, where its product was never one. */
export function goodsMeant(
  rows: BusinessRows,
  line: { readonly productId: Cell | undefined; readonly lotId: Cell; readonly serialId: Cell },
  position: number,
  told: Told,
): Pick<Movement, 'product' | 'lotId' | 'serialId'> | null {
  const product = rows.get('products', line.productId);
  if (!product) {
    told.flag('inventory.unknownProduct', { line: position });
    return null;
  }
  const name = { product: product.name ?? '' };
  const found = meantBy(rows, 'lots', line.lotId);
  const lot = found?.productId === product.id ? found : undefined;
  if (found && !lot) told.flag('inventory.lotOfOther', { ...name, lot: found.code ?? null });
  if (line.lotId !== null && !found) told.flag('inventory.unknownLot', name);
  if (line.lotId === null && product.tracking === 'lot') told.flag('inventory.lotMissing', name);
  const serial = meantBy(rows, 'serials', line.serialId);
  if (!serial && product.tracking === 'serial') told.flag('inventory.serialMissing', name);
  return { product, lotId: lot?.id ?? null, serialId: serial?.id ?? null };
}
