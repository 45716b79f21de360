import type { Tx } from '../../kernel/table.ts';

/**
 * Whether a fact is in the ledger already: a device that was put back behind its own fact hears of it from the server
 * before its queue comes to it again, and must not book it twice. A fact books all its movements or none, so one tells.
 */
export async function isBookedBefore(tx: Tx, movementIds: readonly string[]): Promise<boolean> {
  const found = await tx
    .selectFrom('stockMovements')
    .select('id')
    .where('id', 'in', [...movementIds])
    .orderBy('id')
    .limit(1)
    .execute();
  return found.length > 0;
}
