/** Which document of this device caused a movement: a screen leads there, and to none that is not here. */
import type { Reader } from '../../../kernel/table.ts';
import type {} from '../../sales/tables.ts';

/** What a reader of these must read. */
export const documentTables = [
  ...(['receipts', 'shipments', 'transfers', 'stockCounts', 'goodsReturns', 'pickLists', 'orders'] as const),
] as const;

/** Goods that left by an order alone name the order. */
export type MovementDocument = (typeof documentTables)[number];

/** SQL takes so many values in one list. */
const CHUNK_IDS = 500;

/** Adds what kind of document each line names; null where it names none, or one that this device does not hold. */
export async function withDocuments<Moved extends { readonly documentId: string | null }>(
  db: Reader,
  rows: readonly Moved[],
): Promise<(Moved & { readonly documentTable: MovementDocument | null })[]> {
  const ids = [...new Set(rows.flatMap(({ documentId }) => documentId ?? []))];
  const found = new Map<string, MovementDocument>();
  for (let from = 0; from < ids.length; from += CHUNK_IDS) {
    const chunk = ids.slice(from, from + CHUNK_IDS);
    for (const table of documentTables) {
      const here = await db
        .selectFrom(table)
        .select('id')
        .where('id', 'in', chunk)
        .where('deletedAt', 'is', null)
        .orderBy('id')
        .execute();
      for (const { id } of here) found.set(id, table);
    }
  }
  return rows.map((row) => ({ ...row, documentTable: found.get(row.documentId ?? '') ?? null }));
}
