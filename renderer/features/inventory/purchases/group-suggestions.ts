import type { SuggestionRow } from '#shared/domains/inventory/queries/order-suggestions.ts';

export interface SuggestionGroup {
  readonly supplierId: string;
  readonly warehouseId: string;
  readonly rows: readonly SuggestionRow[];
}

/** A purchase order takes so many lines. */
const MOST_LINES = 200;

/**
 * Suggestions as purchase orders: one for each supplier and warehouse, more where there are too many lines.
 * @param otherwise whom to order from where nobody said it; null: those are left out
 */
export function groupSuggestions(rows: readonly SuggestionRow[], otherwise: string | null): SuggestionGroup[] {
  const groups = new Map<string, SuggestionGroup[]>();
  for (const row of rows) {
    const supplierId = row.supplierId ?? otherwise;
    if (supplierId === null) continue;
    const { warehouseId } = row;
    const key = `${supplierId}:${warehouseId}`;
    const parts = groups.get(key) ?? [];
    const last = parts.at(-1);
    if (last && last.rows.length < MOST_LINES) parts[parts.length - 1] = { ...last, rows: [...last.rows, row] };
    else parts.push({ supplierId, warehouseId, rows: [row] });
    groups.set(key, parts);
  }
  return [...groups.values()].flat();
}
