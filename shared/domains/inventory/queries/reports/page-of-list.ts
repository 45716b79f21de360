import type { Page, PageKey } from '../../../../kernel/paging.ts';

/** A page of a list that is computed whole: its key is the place in the list. */
export function pageOfList<RowType extends { readonly id: string }>(
  list: readonly RowType[],
  cursor: PageKey | null,
  limit: number,
): Page<RowType> {
  const from = cursor === null ? 0 : Number(cursor.key);
  const rows = list.slice(from, from + limit);
  const last = rows.at(-1);
  return { rows, next: last && from + limit < list.length ? { key: from + limit, id: last.id } : null };
}
