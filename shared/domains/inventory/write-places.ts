/** Zones and places of a warehouse, as those write them who look after it. */
import type { Actor } from '../../kernel/command.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';

/**
 * A warehouse that is in use and the actor's to work in.
 * @throws Refusal `inventory.warehouseGone`
 */
export async function warehouseForPlaces(
  tx: Tx,
  warehouseId: string,
  actor: Pick<Actor, 'sees'>,
): Promise<Pick<Row<'warehouses'>, 'id' | 'name'>> {
  const row = await tx
    .selectFrom('warehouses')
    .select(['id', 'name'])
    .where('id', '=', warehouseId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
  if (!row || !actor.sees(`warehouse:${warehouseId}`)) throw new Refusal('inventory.warehouseGone', {});
  return row;
}

/**
 * A zone of the warehouse that places can be in.
 * @throws Refusal `inventory.zoneGone`
 */
export async function zoneForPlaces(tx: Tx, zoneId: string, warehouseId: string | null): Promise<Row<'zones'>> {
  const row = await tx.selectFrom('zones').selectAll().where('id', '=', zoneId).orderBy('id').executeTakeFirst();
  const isThere = row && row.deletedAt === null && (warehouseId === null || row.warehouseId === warehouseId);
  if (!isThere) throw new Refusal('inventory.zoneGone', {});
  return row;
}

/** What lies at places now, one line for each product; a place with nothing is missing. */
export async function goodsAt(
  tx: Tx,
  locationIds: readonly string[],
): Promise<{ locationId: string; productId: string; name: string }[]> {
  if (locationIds.length === 0) return [];
  return tx
    .selectFrom('locationBalances')
    .innerJoin('products', 'products.id', 'locationBalances.productId')
    .select(['locationBalances.locationId', 'locationBalances.productId', 'products.name'])
    .where('locationBalances.locationId', 'in', [...locationIds])
    .where((eb) => eb.or([eb('locationBalances.onHand', '<>', 0), eb('locationBalances.allocated', '<>', 0)]))
    .orderBy('locationBalances.id')
    .execute();
}
