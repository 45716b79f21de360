/** Which quotas a list shows. */
import type { QuotaRow } from '#shared/domains/inventory/queries/stock-flags.ts';

export type QuotaFilter = 'mine' | 'all' | 'expired';

/** R20: the last day is usable; from the next one nobody can promise of it. */
export function hasEnded({ validUntil }: Pick<QuotaRow, 'validUntil'>, today: string): boolean {
  return validUntil !== null && validUntil < today;
}

/** The quotas that a filter leaves. */
export function quotasFor(
  rows: readonly QuotaRow[],
  filter: QuotaFilter,
  { userId, today }: { readonly userId: string | null; readonly today: string },
): readonly QuotaRow[] {
  if (filter === 'mine') return rows.filter((row) => row.userId === userId);
  return filter === 'expired' ? rows.filter((row) => hasEnded(row, today)) : rows;
}
