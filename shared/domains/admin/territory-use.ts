import type { WriteContext } from '../../kernel/command.ts';
import type { Id } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/table.ts';

/**
 * Puts a territory out of use, or in use again; whether it may be, the caller has asked. Who was granted it keeps the
 * grant, which shows nothing meanwhile.
 * @returns its name
 * @throws Refusal `admin.territoryGone`; `admin.lastTerritory`: there would be none left
 */
export async function setTerritoryUse(tx: Tx, id: Id, inUse: boolean, context: WriteContext): Promise<string> {
  const rows = await tx.selectFrom('territories').select(['id', 'name', 'deletedAt']).orderBy('id').execute();
  const known = rows.find((row) => row.id === id);
  if (!known) throw new Refusal('admin.territoryGone', {});
  const { name } = known;
  if ((known.deletedAt === null) === inUse) return name;
  if (!inUse && !rows.some((row) => row.id !== id && row.deletedAt === null)) {
    throw new Refusal('admin.lastTerritory', { name });
  }
  await tx
    .updateTable('territories')
    .set({ deletedAt: inUse ? null : context.now, ...context.updated() })
    .where('id', '=', id)
    .execute();
  return name;
}
