/**
 * How a count ends: posted (R28), or with nothing done. Guards:
 * - nothing is posted while a shelf waits for another person, also where late movements made it so;
 * - what was posted is dated to the instant of its own count; what happened after it does not touch it;
 * - a numbered piece that was found elsewhere is flagged only until its other place was counted without it (R29).
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate, Instant } from '../../kernel/instants.ts';
import { type BasisPoints, ONE_UNIT, type Quantity } from '../../kernel/money.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { booksAtCount } from './count-books.ts';
import { type ClearedPlace, inOnePlace, movedWithin, type PieceDifference, pieceDifferences } from './count-pieces.ts';
import { productsAsTheyWere } from './find-goods.ts';
import { postMovements, type StockMovement } from './post-movements.ts';
import { splitDifference } from './rules/count-condition.ts';
import { needsRecount } from './rules/count-difference.ts';
import { explainElsewhere } from './stock-flags.ts';
import { linesOfCount } from './write-count.ts';
import type { StockTold } from './write-receipt.ts';

type Count = Row<'stockCounts'>;
type Line = Row<'countLines'>;

export interface Posting {
  readonly threshold: BasisPoints;
  readonly name: string;
  /** Shelves that nobody counted are left as the books hold them. */
  readonly skipsOpen: boolean;
  readonly reasons: ReadonlyMap<string, string>;
  /** The books' day of a count's instant where it is another one (R12). */
  bookedOn(countedAt: Instant): Promise<CalendarDate | null>;
}

export interface Posted {
  readonly posted: number;
  readonly differing: number;
  /** Lines that another person has to count again; while there are such the count stays open. */
  readonly recounts: number;
  readonly told: StockTold<'inventory.belowZero' | 'inventory.serialElsewhere'>[];
}

/**
 * Posts what was counted.
 * @throws Refusal `inventory.countUnfinished`
 */
export async function postCountRows(tx: Tx, count: Count, posting: Posting, context: WriteContext): Promise<Posted> {
  const lines = await linesOfCount(tx, count.id);
  const open = lines.filter(({ state }) => state === 'open');
  const waiting = lines.filter(({ state }) => state === 'recount');
  if (waiting.length > 0 || (open.length > 0 && !posting.skipsOpen)) {
    const { number } = count;
    throw new Refusal('inventory.countUnfinished', { number, open: open.length, recounts: waiting.length });
  }
  const counted = lines.flatMap((line) =>
    line.state === 'counted' && line.countedAt !== null && line.counted !== null
      ? [{ ...line, countedAt: line.countedAt, counted: line.counted }]
      : [],
  );
  const books = await booksAtCount(tx, counted);
  const products = await productsAsTheyWere(
    tx,
    counted.map(({ productId }) => productId),
  );
  const isNumbered = (productId: string) => products.get(productId)?.tracking === 'serial';
  const differences = await pieceDifferences(tx, counted, isNumbered);
  const farOff = counted.map(
    (line, index) =>
      line.firstCounted === null && needsRecount(line.counted, books[index]?.book ?? 0, posting.threshold),
  );
  const moved = movedWithin(differences.map((each, index) => (farOff[index] ? null : each)));
  const cleared: ClearedPlace[] = [];
  const told: Posted['told'] = [];
  let [posted, differing, recounts] = [0, 0, 0];
  for (const [index, line] of counted.entries()) {
    const { book, ...set } = books[index] ?? { book: 0, quarantined: 0, isSetApart: false };
    const product = products.get(line.productId);
    const reason = posting.reasons.get(line.id) ?? line.reason;
    const isFar = farOff[index] === true;
    const state = isFar ? ('recount' as const) : ('posted' as const);
    await tx
      .updateTable('countLines')
      .set({ state, book, reason, ...context.updated() })
      .where('id', '=', line.id)
      .execute();
    if (isFar) {
      recounts += 1;
      continue;
    }
    posted += 1;
    const quantity = line.counted - book;
    const pieces = differences[index] ?? { missing: [], found: [], elsewhere: [] };
    const { productId, warehouseId, locationId } = line;
    const left = pieces.missing.filter(({ id }) => moved.has(id));
    for (const { id: serialId } of [...pieces.elsewhere, ...left]) {
      cleared.push({ serialId, productId, warehouseId, locationId });
    }
    const came = pieces.found.filter(({ id }) => moved.get(id) === index);
    const relocated = new Set([...left, ...came].map(({ id }) => id));
    const isSame = quantity === 0 && pieces.missing.length + pieces.found.length === 0;
    if (isSame || !product) continue;
    differing += 1;
    const { countedAt } = line;
    const on = { quantity, book, ...set };
    const movements = differenceOf({ ...line, reason }, product, on, { ...pieces, relocated });
    const bookedOn = await posting.bookedOn(countedAt);
    const paper = { documentId: count.id, documentNumber: count.number, occurredAt: countedAt, bookedOn };
    for (const { kind, params } of await postMovements(tx, movements, paper, context)) {
      told.push({ code: `inventory.${kind}`, params });
    }
  }
  for (const piece of await inOnePlace(tx, cleared)) {
    await explainElsewhere(tx, piece, { number: count.number, name: posting.name }, context);
  }
  await finish(tx, count, { isOpen: recounts > 0, name: posting.name }, context);
  return { posted, differing, recounts, told };
}

/** What a posted line books: each piece by its number, and the rest by what lies there (R20). */
function differenceOf(
  { id, warehouseId, lotId, locationId, reason }: Line,
  product: StockMovement['product'],
  on: {
    readonly quantity: Quantity;
    readonly book: Quantity;
    readonly quarantined: Quantity;
    readonly isSetApart: boolean;
  },
  { missing, found, elsewhere, relocated }: PieceDifference & { readonly relocated: ReadonlySet<string> },
): StockMovement[] {
  const goods = { product, warehouseId, locationId, cause: 'count' as const, unitCost: null, reason };
  const { quantity, ...set } = on;
  const isApart = set.isSetApart || (set.book > 0 && set.quarantined >= set.book);
  const condition = isApart ? ('quarantine' as const) : ('saleable' as const);
  const piece = (serial: Row<'serials'>, by: Quantity, isRelocated = relocated.has(serial.id)): StockMovement => ({
    ...{ id: `${id}:post:${serial.id}`, ...goods, lotId, serialId: serial.id, quantity: by, condition },
    ...(isRelocated ? { isRelocated } : {}),
  });
  // What is still short is first of all what the books have here and at its own place too.
  const rest = quantity - (found.length - missing.length) * ONE_UNIT;
  const twice = elsewhere.slice(0, Math.max(0, Math.floor(-rest / ONE_UNIT)));
  const parts = splitDifference({ difference: rest + twice.length * ONE_UNIT, ...set });
  return [
    ...missing.map((serial) => piece(serial, -ONE_UNIT)),
    ...twice.map((serial) => piece(serial, -ONE_UNIT, true)),
    ...found.map((serial) => piece(serial, ONE_UNIT)),
    ...(['saleable', 'quarantine'] as const).flatMap((each) => {
      const ids = each === 'saleable' ? `${id}:post` : `${id}:post:apart`;
      const rest = { ...goods, lotId, serialId: null, quantity: parts[each], condition: each };
      return parts[each] === 0 ? [] : [{ id: ids, ...rest }];
    }),
  ];
}

async function finish(
  tx: Tx,
  { id }: Count,
  { isOpen, name }: { readonly isOpen: boolean; readonly name: string },
  context: WriteContext,
): Promise<void> {
  if (isOpen) return;
  await tx
    .updateTable('countLines')
    .set({ state: 'skipped', ...context.updated() })
    .where('countId', '=', id)
    .where('state', '=', 'open')
    .where('deletedAt', 'is', null)
    .execute();
  await tx
    .updateTable('stockCounts')
    .set({ state: 'posted', postedAt: context.now, postedByName: name, ...context.updated() })
    .where('id', '=', id)
    .execute();
}

/** Ends a count of which nothing was posted. @throws Refusal `inventory.countPosted` */
export async function cancelCountRows(tx: Tx, count: Count, context: WriteContext): Promise<void> {
  const lines = await linesOfCount(tx, count.id);
  if (lines.some(({ state }) => state === 'posted')) {
    throw new Refusal('inventory.countPosted', { number: count.number });
  }
  await tx
    .updateTable('stockCounts')
    .set({ state: 'cancelled', ...context.updated() })
    .where('id', '=', count.id)
    .execute();
}
