/** Numbered pieces in a count (R28, R29): which are not where the books have them, and when that is settled by itself. */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import type { Act } from './command-run.ts';
import { isLive } from './document-words.ts';
import { meantBy } from './stock-ledger.ts';

/** What numbers say of a shelf. */
interface PiecesOff {
  /** The books have them there, and nobody found them. */
  readonly missing: readonly ModelRow[];
  /** They were found, and are not in its books. */
  readonly found: readonly ModelRow[];
  /** A flag tells that the books have them there and elsewhere, where they are. */
  readonly twice: readonly ModelRow[];
}

/** R29: where numbers and books disagree. */
export function piecesOff(rows: BusinessRows, line: ModelRow, product: ModelRow | undefined): PiecesOff {
  const numbers = Number(line.counted) === 0 ? '[]' : line.pieces;
  if (product?.tracking !== 'serial' || numbers === null || numbers === undefined)
    return { missing: [], found: [], twice: [] };
  const ids: string[] = JSON.parse(String(numbers));
  const seen = new Set(ids.map((id) => meantBy(rows, 'serials', id)?.id ?? null));
  const isOfIt = (row: ModelRow): boolean => isLive(row) && row.productId === product.id;
  const own = rows.find('serials', isOfIt).sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
  const isHere = (row: ModelRow): boolean =>
    row.state === 'inStock' && row.warehouseId === line.warehouseId && row.locationId === line.locationId;
  const isBefore = (row: ModelRow): boolean => Number(row.movedAt) <= Number(line.countedAt);
  const isSeen = (row: ModelRow): boolean => seen.has(row.id ?? '');
  const judged = own.filter(isBefore);
  const isFlagged = (row: ModelRow): boolean => openElsewhere(rows, row).length > 0;
  return {
    missing: judged.filter((row) => isHere(row) && !isSeen(row)),
    found: judged.filter((row) => isSeen(row) && !isHere(row)),
    twice: own.filter(
      (row) => !isHere(row) && !isSeen(row) && isFlagged(row) && bookedAtShelf(rows, row, line, line.countedAt) > 0,
    ),
  };
}

const openElsewhere = (rows: BusinessRows, piece: ModelRow): ModelRow[] =>
  rows.find(
    'stockFlags',
    (row) => isLive(row) && row.kind === 'serialElsewhere' && row.state === 'open' && row.serialId === piece.id,
  );

/** How often the ledger has a piece at a place, up to an instant. */
function bookedAtShelf(
  rows: BusinessRows,
  piece: ModelRow,
  at: { readonly [column: string]: Cell | undefined },
  until: Cell | undefined,
): number {
  const isOfIt = (row: ModelRow): boolean =>
    isLive(row) &&
    row.serialId === piece.id &&
    row.warehouseId === at.warehouseId &&
    row.locationId === at.locationId &&
    (until === undefined || Number(row.occurredAt) <= Number(until));
  return rows.find('stockMovements', isOfIt).reduce((sum, row) => sum + Number(row.quantity), 0);
}

/** R29: what a count told of a piece settles its flag, once the books have it nowhere but where it is. */
export function settleTwice(
  rows: BusinessRows,
  cleared: ReadonlyMap<Cell, readonly ModelRow[]>,
  said: { readonly explanation: Cell; readonly explainedByName: Cell },
  act: Act,
): void {
  for (const [serialId, shelves] of cleared) {
    const piece = rows.get('serials', serialId);
    const flags = piece ? openElsewhere(rows, piece) : [];
    if (!piece || flags.length === 0) continue;
    const isSame = (a: ModelRow, b: ModelRow): boolean =>
      a.warehouseId === b.warehouseId && a.locationId === b.locationId;
    const moved = rows.find('stockMovements', (row) => isLive(row) && row.serialId === serialId);
    const isThird = (row: ModelRow): boolean =>
      !isSame(row, piece) &&
      !shelves.some((shelf) => isSame(row, shelf)) &&
      bookedAtShelf(rows, piece, row, undefined) > 0;
    if (moved.some(isThird)) continue;
    for (const flag of flags)
      rows.update('stockFlags', flag, { state: 'explained', explainedAt: act.now, ...said }, act);
  }
}
