import type { WriteContext } from '../../kernel/command.ts';
import type { Id } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/table.ts';

/** How many products still have something in a warehouse: on the shelf, held back, or under way to it. */
export async function stockLeftIn(tx: Tx, warehouseId: Id): Promise<number> {
  const rows = await tx
    .selectFrom('stockBalances')
    .select('id')
    .where('warehouseId', '=', warehouseId)
    .where((eb) => eb.or([eb('onHand', '<>', 0), eb('reserved', '<>', 0), eb('incoming', '<>', 0)]))
    .orderBy('id')
    .execute();
  return rows.length;
}

/**
 * Puts a warehouse out of use, or in use again; whether it may be, the caller has asked. Documents go on naming it.
 * @returns its name
 * @throws Refusal `inventory.warehouseGone`; `inventory.lastWarehouse`: there would be none left
 */
export async function setWarehouseUse(tx: Tx, id: Id, inUse: boolean, context: WriteContext): Promise<string> {
  const rows = await tx.selectFrom('warehouses').select(['id', 'name', 'deletedAt']).orderBy('id').execute();
  const known = rows.find((row) => row.id === id);
  if (!known) throw new Refusal('inventory.warehouseGone', {});
  const { name } = known;
  if ((known.deletedAt === null) === inUse) return name;
  if (!inUse && !rows.some((row) => row.id !== id && row.deletedAt === null)) {
    throw new Refusal('inventory.lastWarehouse', { name });
  }
  await tx
    .updateTable('warehouses')
    .set({ deletedAt: inUse ? null : context.now, ...context.updated() })
    .where('id', '=', id)
    .execute();
  return name;
}
