import { compactCode, compactFolded, foldCode } from './fold.ts';
import { nameBegins } from './name-match.ts';
import { HITS_LIMIT_ROWS } from './paging.ts';
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
const STEP_ROWS = 100;
/** Lists of ids are filled up to one of these lengths: each length is a statement that a database prepares. */
const LIST_LENGTHS = [10, 25, 50, STEP_ROWS];

export interface HitsWanted {
  readonly table: TableName;
  readonly typed: string;
  /** So many rows are enough; a step further may be read. */
  readonly enough: number;
  /** The rank of the search is the order of the list: as many hits as can be are ranked before the first is read. */
  readonly isRanked?: boolean;
}

/**
 * Reads the rows behind the hits of a search, best first, as `context.search` ranks them. Hits that the query's other
 * filters leave out are passed over before anything is cut, so that a rare row among many hits is still found: the
 * newest are looked at first, the others only where those are not enough.
 * @param read the rows with these ids that pass the filters, in any order; an id may stand there twice
 */
export async function readHits<RowType extends { readonly id: string }>(
  context: Pick<QueryContext, 'search'>,
  { table, typed, enough, isRanked = false }: HitsWanted,
  read: (ids: string[]) => Promise<readonly RowType[]>,
): Promise<RowType[]> {
  const found: RowType[] = [];
  const readOn = async (ids: readonly string[]): Promise<void> => {
    for (let from = 0; from < ids.length && found.length < enough; from += STEP_ROWS) {
      found.push(...(await readInOrder(ids.slice(from, from + STEP_ROWS), read)));
    }
  };
  const first = await context.search(table, typed, isRanked ? HITS_LIMIT_ROWS : STEP_ROWS);
  await readOn(first);
  if (isRanked || found.length >= enough || first.length < STEP_ROWS) return found;
  const seen = new Set(first);
  await readOn((await context.search(table, typed, HITS_LIMIT_ROWS)).filter((id) => !seen.has(id)));
  return found;
}

/** Reads rows in the order of their ids, which are not more than one step; those that `read` does not give are left out. */
export async function readInOrder<RowType extends { readonly id: string }>(
  ids: readonly string[],
  read: (ids: string[]) => Promise<readonly RowType[]>,
): Promise<RowType[]> {
  const [first] = ids;
  if (first === undefined) return [];
  const length = LIST_LENGTHS.find((each) => each >= ids.length) ?? ids.length;
  const rows = await read([...ids, ...Array.from({ length: length - ids.length }, () => first)]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
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
