import { z } from 'zod';

/** Lists are paged by key: the sort key and the id of the last row seen, never an offset. */
export interface PageKey {
  readonly key: string | number;
  readonly id: string;
}

export interface Page<RowType> {
  readonly rows: readonly RowType[];
  /** Where the next page starts; null at the end. */
  readonly next: PageKey | null;
}

export const pageKeySchema = z.strictObject({ key: z.union([z.string(), z.number()]), id: z.string() });

/** The longest page. */
export const PAGE_LIMIT_ROWS = 500;
/** So many hits of a search are looked through for those that fit the other filters too: the best, then the newest. */
export const HITS_LIMIT_ROWS = 2_000;

/** Arguments that every paged list takes. */
export const pageArgs = {
  cursor: pageKeySchema.nullable(),
  limit: z.int().min(1).max(PAGE_LIMIT_ROWS),
} as const;

/** Cuts the row that was read beyond the limit and makes the next page's key of the last one kept. */
export function toPage<RowType extends { readonly id: string }>(
  rowsAndOneMore: readonly RowType[],
  limit: number,
  keyOf: (row: RowType) => string | number,
): Page<RowType> {
  const rows = rowsAndOneMore.slice(0, limit);
  const last = rows[rows.length - 1];
  return { rows, next: rowsAndOneMore.length > limit && last ? { key: keyOf(last), id: last.id } : null };
}
