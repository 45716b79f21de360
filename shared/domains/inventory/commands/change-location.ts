import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { locationCodeSchema } from '../places-model.ts';
import { goodsAt, warehouseForPlaces, zoneForPlaces } from '../write-places.ts';

/** Gives a place another code, zone or turn on the way; what is left out stays. */
export const changeLocation = defineCommand({
  name: 'inventory.changeLocation',
  version: 1,
  kind: 'request',
  permission: 'inventory.managePlaces',
  args: z.strictObject({
    locationId: idSchema,
    code: locationCodeSchema.optional(),
    zoneId: idSchema.optional(),
    walkOrder: z.int().min(0).max(1e9).optional(),
  }),
  reads: ['warehouses', 'zones', 'locations', 'locationBalances', 'products'],
  writes: ['locations'],
  refusals: {
    'inventory.warehouseGone': 'reject',
    'inventory.zoneGone': 'reject',
    'inventory.placeGone': 'reject',
    'inventory.placeCodeTaken': 'reject',
    'inventory.zoneKindFixed': 'reject',
  },
  async run(tx, args, context): Promise<{ code: string }> {
    const place = await tx
      .selectFrom('locations')
      .selectAll()
      .where('id', '=', args.locationId)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .executeTakeFirst();
    if (!place) throw context.refusal('inventory.placeGone');
    const { warehouseId } = place;
    await warehouseForPlaces(tx, warehouseId, context.actor);
    const code = args.code ?? place.code;
    if (code !== place.code) {
      const taken = await tx
        .selectFrom('locations')
        .select('id')
        .where('warehouseId', '=', warehouseId)
        .where('code', '=', code)
        .orderBy('id')
        .executeTakeFirst();
      if (taken) throw context.refusal('inventory.placeCodeTaken', { code });
    }
    const zoneId = args.zoneId ?? place.zoneId;
    if (zoneId !== place.zoneId) {
      const to = await zoneForPlaces(tx, zoneId, warehouseId);
      const from = await tx
        .selectFrom('zones')
        .select(['kind', 'name'])
        .where('id', '=', place.zoneId)
        .orderBy('id')
        .executeTakeFirst();
      const [lying] = await goodsAt(tx, [place.id]);
      if (lying && from && from.kind !== to.kind && [from.kind, to.kind].includes('quarantine')) {
        throw context.refusal('inventory.zoneKindFixed', { zone: from.name, product: lying.name });
      }
    }
    const walkOrder = args.walkOrder ?? place.walkOrder;
    await tx
      .updateTable('locations')
      .set({ code, zoneId, walkOrder, ...context.updated() })
      .where('id', '=', place.id)
      .execute();
    return { code };
  },
  subject: (_args, { code: document }) => ({ document }),
});
