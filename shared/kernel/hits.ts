import { compactCode, compactFolded, foldCode } from './fold.ts';
import { nameBegins } from './name-match.ts';
import type { QueryContext } from './query.ts';
import type { TableName } from './table.ts';

/** What a hit is known by: its own code, others such as a barcode, a name. */
interface Hit {
  readonly id: string;
  readonly code: string;
  readonly barcode?: string | null;
  readonly name?: string;
}

/** Hits that are read at once; the order of fewer does not depend on when they changed. */
const STEP_ROWS = 250;

/**
 * Reads the rows behind the hits of a search, best first, as `context.search` ranks them. Hits that the query's other
 * filters leave out are passed over before anything is cut, so that a rare row among many hits is still found.
 * @param enough rows; a step further may be read
 * @param read the rows with these ids that pass the filters, in any order
 */
export async function readHits<RowType extends { readonly id: string }>(
  context: Pick<QueryContext, 'search'>,
  table: TableName,
  typed: string,
  enough: number,
  read: (ids: string[]) => Promise<readonly RowType[]>,
): Promise<RowType[]> {
  const ids = await context.search(table, typed);
  const found: RowType[] = [];
  for (let from = 0; from < ids.length && found.length < enough; from += STEP_ROWS) {
    const step = ids.slice(from, from + STEP_ROWS);
    const rows = new Map((await read(step)).map((row) => [row.id, row]));
    for (const id of step) {
      const row = rows.get(id);
      if (row) found.push(row);
    }
  }
  return found;
}

/** Whether a code or barcode was typed in full, or scanned; case, width and accents aside. */
export function isCodeOf(hit: Omit<Hit, 'id'>, typed: string): boolean {
  const wanted = foldCode(typed);
  return wanted !== '' && (foldCode(hit.code) === wanted || foldCode(hit.barcode ?? '') === wanted);
}

/**
 * The order in which hits of a search are offered: a code typed in full first, then a barcode, then codes and barcodes
 * that begin with it, then names that do, written or spoken, then what is found otherwise (a city, a phone number);
 * within each by `sortKey`. Enter takes the first hit, so the order must not depend on chance.
 */
export function orderHits<HitType extends Hit>(
  hits: readonly HitType[],
  typed: string,
  sortKey: (hit: HitType) => string,
): HitType[] {
  const wanted = foldCode(typed);
  const compact = compactCode(typed);
  const rankOf = (hit: Hit): number => {
    const code = foldCode(hit.code);
    const barcode = foldCode(hit.barcode ?? '');
    if (code === wanted) return 0;
    if (barcode === wanted) return 1;
    const compactOwn = compactFolded(code);
    if (compactOwn === compact) return 2;
    if (compact !== '' && compactOwn.startsWith(compact)) return 3;
    if (compact !== '' && barcode !== '' && compactFolded(barcode).startsWith(compact)) return 4;
    return nameBegins(hit.name ?? '', typed) ? 5 : 6;
  };
  const ranked = hits.map((hit) => ({ hit, rank: rankOf(hit), key: sortKey(hit) }));
  ranked.sort(
    (left, right) =>
      left.rank - right.rank || compareText(left.key, right.key) || compareText(left.hit.id, right.hit.id),
  );
  return ranked.map(({ hit }) => hit);
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
