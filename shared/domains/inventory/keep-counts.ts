/**
 * What a movement that is told late does to a count that was posted (R28). Guards:
 * - whoever counted a shelf saw what had happened on it: it stays as it was counted, whatever told of that before it,
 *   also another count;
 * - the count's line tells the book as it is known now, so that its difference is what was booked for it;
 * - what is booked beside the movement is on the day of its count (R33), in a closed month on the movement's own (R12);
 * - and it is worth something too (R32).
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate, Instant } from '../../kernel/instants.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { bookedBeside } from './books-day.ts';
import { costMovements } from './cost-movements.ts';
import type { MovementPaper, StockMovement } from './post-movements.ts';
import { correctionFor } from './rules/count-difference.ts';

type CountedLine = Pick<Row<'countLines'>, 'id' | 'countId' | 'book'> & { readonly countedAt: Instant };

interface Correction {
  readonly movement: StockMovement;
  readonly line: CountedLine;
}

/**
 * Books beside late movements what keeps counted shelves as they were counted.
 * @returns what it booked
 */
export async function keepCounts(
  tx: Tx,
  movements: readonly StockMovement[],
  paper: MovementPaper,
  context: WriteContext,
): Promise<StockMovement[]> {
  const corrections = await correctionsFor(tx, movements, paper);
  if (corrections.length === 0) return [];
  const days = new Map<Instant, CalendarDate | null>();
  for (const occurredAt of new Set(corrections.map(({ line }) => line.countedAt))) {
    days.set(occurredAt, await bookedBeside(tx, { occurredAt, bookedOn: paper.bookedOn }));
  }
  if (context.atOffice) await costCorrections(tx, corrections, days, context);
  await insertRows(
    tx,
    'stockMovements',
    corrections.map(({ movement: { product, unitCost: _cost, ...movement }, line }) => ({
      ...movement,
      productId: product.id,
      documentId: line.countId,
      documentNumber: paper.documentNumber,
      occurredAt: line.countedAt,
      bookedOn: days.get(line.countedAt) ?? null,
      reversesId: null,
      ...context.created(),
    })),
  );
  const books = new Map<string, number>();
  for (const { movement, line } of corrections) {
    books.set(line.id, (books.get(line.id) ?? line.book ?? 0) - movement.quantity);
  }
  for (const [id, book] of books) {
    await tx
      .updateTable('countLines')
      .set({ book, ...context.updated() })
      .where('id', '=', id)
      .execute();
  }
  return corrections.map(({ movement }) => movement);
}

async function correctionsFor(
  tx: Tx,
  movements: readonly StockMovement[],
  { documentId, occurredAt }: MovementPaper,
): Promise<Correction[]> {
  const counted = await tx
    .selectFrom('countLines')
    .select(['id', 'countId', 'productId', 'warehouseId', 'lotId', 'locationId', 'countedAt', 'book'])
    .where('productId', 'in', [...new Set(movements.map(({ product }) => product.id))])
    .where('countedAt', '>=', occurredAt)
    .where('state', '=', 'posted')
    .where('deletedAt', 'is', null)
    .orderBy('countedAt')
    .orderBy('id')
    .execute();
  return movements.flatMap(({ reversesId: _back, isRelocated: _told, ...movement }) => {
    const { id, product, warehouseId, lotId, locationId, quantity } = movement;
    // The first count after it: those that followed found the shelf as that one left it. A count's own difference is what
    // it says of its shelf; to any other count it is told late like everything else.
    const line = counted.find(
      (each) =>
        each.countId !== documentId &&
        each.productId === product.id &&
        each.warehouseId === warehouseId &&
        each.lotId === lotId &&
        each.locationId === locationId,
    );
    if (!line || line.countedAt === null) return [];
    const { countedAt } = line;
    const change = correctionFor({ quantity, occurredAt }, countedAt);
    if (change === 0) return [];
    const plain = { cause: 'count' as const, unitCost: null, reason: null };
    return { movement: { ...movement, ...plain, id: `${id}:count`, quantity: change }, line: { ...line, countedAt } };
  });
}

/** R32: at the average, as it is after the movement itself. */
async function costCorrections(
  tx: Tx,
  corrections: readonly Correction[],
  days: ReadonlyMap<Instant, CalendarDate | null>,
  context: WriteContext,
): Promise<void> {
  for (const [occurredAt, bookedOn] of days) {
    const ofCount = corrections.flatMap(({ movement, line }) => (line.countedAt === occurredAt ? movement : []));
    const costs = await costMovements(tx, ofCount, { occurredAt, bookedOn }, context);
    await costs.write();
  }
}
