/**
 * Numbered pieces in a count (R28, R29). Guards:
 * - a piece that the books have on a shelf and nobody found there is missing, by its number, and one that was found there
 *   and is not in its books comes in, by its number: also where both are as many;
 * - a piece that one shelf of the count misses and another one has was moved: it is neither gone nor in two places;
 * - a piece that is known to lie elsewhere, and that the books have here too, leaves here once nobody found it here;
 * - what came, or went, after the instant of the count is not judged by it.
 */
import type { Instant } from '../../kernel/instants.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { livingSerials } from './find-goods.ts';

type Serial = Row<'serials'>;

/** A shelf as it was counted. */
export interface CountedPieces {
  readonly productId: string;
  readonly warehouseId: string;
  readonly locationId: string | null;
  readonly countedAt: Instant;
  readonly counted: number;
  /** Ids as JSON; null: it was not counted by numbers. */
  readonly pieces: string | null;
}

/** Where found and books disagree, each in the order of the ids. */
export interface PieceDifference {
  readonly missing: readonly Serial[];
  readonly found: readonly Serial[];
  /** Booked here too, flagged for it, known to lie elsewhere, and not found here. */
  readonly elsewhere: readonly Serial[];
}

const nothing: PieceDifference = { missing: [], found: [], elsewhere: [] };

/** The ids that a count line keeps. */
export function piecesOf({ pieces }: Pick<CountedPieces, 'pieces'>): string[] | null {
  return pieces === null ? null : (JSON.parse(pieces) as string[]);
}

/** @param isNumbered of which products each piece has a number. @returns in the order of the lines */
export async function pieceDifferences(
  tx: Tx,
  lines: readonly CountedPieces[],
  isNumbered: (productId: string) => boolean,
): Promise<PieceDifference[]> {
  // Of a shelf on which nothing was found no piece was found either.
  const told = lines.map((line) => {
    if (!isNumbered(line.productId)) return null;
    return line.counted === 0 ? [] : piecesOf(line);
  });
  const [first] = lines;
  if (!first || told.every((ids) => ids === null)) return lines.map(() => nothing);
  const named = await livingSerials(
    tx,
    told.flatMap((ids) => ids ?? []),
  );
  const productIds = [...new Set(lines.map(({ productId }) => productId))];
  const inBooks = await tx
    .selectFrom('serials')
    .selectAll()
    .where('warehouseId', '=', first.warehouseId)
    .where('productId', 'in', productIds)
    .where('state', '=', 'inStock')
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const flagged = await flaggedPieces(tx, productIds);
  const booked = await bookedIn(tx, first.warehouseId, flagged);
  return lines.map((line, index): PieceDifference => {
    const ids = told[index];
    if (!ids) return nothing;
    const isBefore = ({ movedAt }: Serial) => movedAt <= line.countedAt;
    const here = inBooks.filter((row) => row.productId === line.productId && row.locationId === line.locationId);
    const seen = new Map(ids.flatMap((id) => named.get(id) ?? []).map((row) => [row.id, row]));
    const missing = here.filter((row) => !seen.has(row.id) && isBefore(row));
    const isKnownHere = (row: Serial) => here.some(({ id }) => id === row.id);
    const isOfIt = (row: Serial) => row.productId === line.productId && !isKnownHere(row);
    const found = [...seen.values()].filter((row) => isOfIt(row) && isBefore(row));
    const elsewhere = flagged.filter((row) => isOfIt(row) && !seen.has(row.id) && booked(row.id, line) > 0);
    return { missing, found: found.sort((a, b) => (a.id < b.id ? -1 : 1)), elsewhere };
  });
}

/** Pieces of some products that stand among the open differences as being in two places. */
function flaggedPieces(tx: Tx, productIds: readonly string[]): Promise<Serial[]> {
  return tx
    .selectFrom('stockFlags')
    .innerJoin('serials', 'serials.id', 'stockFlags.serialId')
    .selectAll('serials')
    .distinct()
    .where('stockFlags.productId', 'in', productIds)
    .where('stockFlags.kind', '=', 'serialElsewhere')
    .where('stockFlags.state', '=', 'open')
    .where('stockFlags.deletedAt', 'is', null)
    .where('serials.deletedAt', 'is', null)
    .orderBy('serials.id')
    .execute();
}

/** How much the ledger had of a piece on a shelf of a warehouse when it was counted. */
async function bookedIn(tx: Tx, warehouseId: string, pieces: readonly Serial[]) {
  const rows =
    pieces.length === 0
      ? []
      : await tx
          .selectFrom('stockMovements')
          .select(['serialId', 'locationId', 'quantity', 'occurredAt'])
          .where('productId', 'in', [...new Set(pieces.map(({ productId }) => productId))])
          .where('warehouseId', '=', warehouseId)
          .where(
            'serialId',
            'in',
            pieces.map(({ id }) => id),
          )
          .where('deletedAt', 'is', null)
          .orderBy('occurredAt')
          .orderBy('id')
          .execute();
  return (serialId: string, { locationId, countedAt }: CountedPieces): number =>
    rows
      .filter((row) => row.serialId === serialId && row.locationId === locationId && row.occurredAt <= countedAt)
      .reduce((sum, { quantity }) => sum + quantity, 0);
}

/**
 * Pieces that moved within a count: one shelf misses them, and another one has them.
 * @param differences of the shelves that are posted; null: it waits for another person
 * @returns by the piece's id, the place among the shelves of the first that has it
 */
export function movedWithin(differences: readonly (PieceDifference | null)[]): ReadonlyMap<string, number> {
  const missing = new Set(differences.flatMap((each) => each?.missing ?? []).map(({ id }) => id));
  const moved = new Map<string, number>();
  for (const [index, each] of differences.entries()) {
    for (const { id } of each?.found ?? []) if (missing.has(id) && !moved.has(id)) moved.set(id, index);
  }
  return moved;
}

/** A place on which a count did not find a piece that is known to lie elsewhere. */
export interface ClearedPlace {
  readonly serialId: string;
  readonly productId: string;
  readonly warehouseId: string;
  readonly locationId: string | null;
}

const placeOf = ({ warehouseId, locationId }: { warehouseId: string | null; locationId: string | null }) =>
  `${warehouseId ?? ''}:${locationId ?? ''}`;

/** Of these pieces, those that the ledger has nowhere any more but where they are. */
export async function inOnePlace(tx: Tx, cleared: readonly ClearedPlace[]): Promise<Serial[]> {
  if (cleared.length === 0) return [];
  const ids = [...new Set(cleared.map(({ serialId }) => serialId))];
  const pieces = await tx.selectFrom('serials').selectAll().where('id', 'in', ids).orderBy('id').execute();
  const rows = await tx
    .selectFrom('stockMovements')
    .select(['serialId', 'warehouseId', 'locationId', 'quantity'])
    .where('productId', 'in', [...new Set(cleared.map(({ productId }) => productId))])
    .where('serialId', 'in', ids)
    .where('deletedAt', 'is', null)
    .orderBy('occurredAt')
    .orderBy('id')
    .execute();
  return pieces.filter((piece) => {
    const isClear = new Set(cleared.flatMap((each) => (each.serialId === piece.id ? placeOf(each) : [])));
    const booked = new Map<string, number>();
    for (const row of rows) {
      if (row.serialId === piece.id) booked.set(placeOf(row), (booked.get(placeOf(row)) ?? 0) + row.quantity);
    }
    return [...booked].every(([place, quantity]) => quantity <= 0 || isClear.has(place) || place === placeOf(piece));
  });
}
