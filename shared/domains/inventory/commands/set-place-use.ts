import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { PLACES_LIMIT_ROWS } from '../rules/location-limits.ts';
import { goodsAt, warehouseForPlaces } from '../write-places.ts';

/**
 * Blocks places, so that nothing is put there any more; takes them out of use, which asks that nothing lies there; or
 * opens them again.
 */
export const setPlaceUse = defineCommand({
  name: 'inventory.setPlaceUse',
  version: 1,
  kind: 'request',
  permission: 'inventory.managePlaces',
  args: z.strictObject({
    locationIds: z.array(idSchema).min(1).max(PLACES_LIMIT_ROWS),
    use: z.enum(['open', 'blocked', 'outOfUse']),
  }),
  reads: ['warehouses', 'locations', 'locationBalances', 'products'],
  writes: ['locations'],
  refusals: {
    'inventory.warehouseGone': 'reject',
    'inventory.placeGone': 'reject',
    'inventory.placeHasGoods': 'reject',
  },
  async run(tx, { locationIds, use }, context): Promise<{ code: string; places: number }> {
    const rows = await tx
      .selectFrom('locations')
      .selectAll()
      .where('id', 'in', [...locationIds])
      .orderBy('id')
      .execute();
    const [first] = rows;
    if (!first || rows.length < new Set(locationIds).size) throw context.refusal('inventory.placeGone');
    for (const warehouseId of new Set(rows.map((row) => row.warehouseId)))
      await warehouseForPlaces(tx, warehouseId, context.actor);
    if (use === 'outOfUse') {
      const lying = await goodsAt(tx, locationIds);
      const place = rows.find(({ id }) => id === lying[0]?.locationId);
      if (place) {
        const products = new Set(
          lying.filter(({ locationId }) => locationId === place.id).map((each) => each.productId),
        );
        const params = { code: place.code, product: lying[0]?.name ?? '', count: products.size };
        throw context.refusal('inventory.placeHasGoods', params);
      }
    }
    const active = use === 'open' ? (1 as const) : (0 as const);
    for (const row of rows) {
      const deletedAt = use === 'outOfUse' ? (row.deletedAt ?? context.now) : null;
      if (row.active === active && row.deletedAt === deletedAt) continue;
      await tx
        .updateTable('locations')
        .set({ active, deletedAt, ...context.updated() })
        .where('id', '=', row.id)
        .execute();
    }
    return { code: first.code, places: rows.length };
  },
  subject: (_args, { code: document, places: rows }) => ({ document, rows }),
});
