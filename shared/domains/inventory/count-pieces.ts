/**
 * Numbered pieces in a count (R28, R29). Guards:
 * - a piece that the books have on a shelf and nobody found there is missing, by its number, and one that was found there
 *   and is not in its books comes in, by its number: also where both are as many;
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
}

const nothing: PieceDifference = { missing: [], found: [] };

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
  const inBooks = await tx
    .selectFrom('serials')
    .selectAll()
    .where('warehouseId', '=', first.warehouseId)
    .where('productId', 'in', [...new Set(lines.map(({ productId }) => productId))])
    .where('state', '=', 'inStock')
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return lines.map((line, index): PieceDifference => {
    const ids = told[index];
    if (!ids) return nothing;
    const isBefore = ({ movedAt }: Serial) => movedAt <= line.countedAt;
    const here = inBooks.filter((row) => row.productId === line.productId && row.locationId === line.locationId);
    const seen = new Map(ids.flatMap((id) => named.get(id) ?? []).map((row) => [row.id, row]));
    const missing = here.filter((row) => !seen.has(row.id) && isBefore(row));
    const isKnownHere = (row: Serial) => here.some(({ id }) => id === row.id);
    const found = [...seen.values()].filter(
      (row) => row.productId === line.productId && !isKnownHere(row) && isBefore(row),
    );
    return { missing, found: found.sort((a, b) => (a.id < b.id ? -1 : 1)) };
  });
}
