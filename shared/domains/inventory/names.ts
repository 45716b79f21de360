/** Names as documents keep them, whatever became of what they stand for. */
import type { Tx } from '../../kernel/table.ts';

export async function warehouseName(tx: Tx, id: string): Promise<string> {
  const row = await tx.selectFrom('warehouses').select('name').where('id', '=', id).executeTakeFirst();
  return row?.name ?? '';
}

/** Null for goods that somebody fetches, and for a carrier that this database does not hold. */
export async function carrierName(tx: Tx, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const row = await tx.selectFrom('carriers').select('name').where('id', '=', id).executeTakeFirst();
  return row?.name ?? null;
}
