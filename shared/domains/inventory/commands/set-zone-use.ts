import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { warehouseForPlaces } from '../write-places.ts';

/** Takes a zone without places out of use, or puts it in use again. */
export const setZoneUse = defineCommand({
  name: 'inventory.setZoneUse',
  version: 1,
  kind: 'request',
  permission: 'inventory.managePlaces',
  args: z.strictObject({ zoneId: idSchema, inUse: z.literal([0, 1]) }),
  reads: ['warehouses', 'zones', 'locations'],
  writes: ['zones'],
  refusals: {
    'inventory.warehouseGone': 'reject',
    'inventory.zoneGone': 'reject',
    'inventory.zoneHasPlaces': 'reject',
    'inventory.zoneCodeTaken': 'reject',
  },
  async run(tx, { zoneId, inUse }, context): Promise<{ code: string; name: string }> {
    const zone = await tx.selectFrom('zones').selectAll().where('id', '=', zoneId).orderBy('id').executeTakeFirst();
    if (!zone) throw context.refusal('inventory.zoneGone');
    const warehouse = await warehouseForPlaces(tx, zone.warehouseId, context.actor);
    const { code, name } = zone;
    if ((zone.deletedAt === null) === (inUse === 1)) return { code, name };
    if (inUse === 0) {
      const places = await tx
        .selectFrom('locations')
        .select('code')
        .where('zoneId', '=', zoneId)
        .where('deletedAt', 'is', null)
        .orderBy('code')
        .orderBy('id')
        .execute();
      if (places.length > 0) {
        throw context.refusal('inventory.zoneHasPlaces', {
          zone: name,
          count: places.length,
          code: places[0]?.code ?? '',
        });
      }
    } else {
      const taken = await tx
        .selectFrom('zones')
        .select('id')
        .where('warehouseId', '=', zone.warehouseId)
        .where('code', '=', code)
        .where('deletedAt', 'is', null)
        .orderBy('id')
        .executeTakeFirst();
      if (taken) throw context.refusal('inventory.zoneCodeTaken', { code, warehouse: warehouse.name });
    }
    await tx
      .updateTable('zones')
      .set({ deletedAt: inUse === 1 ? null : context.now, ...context.updated() })
      .where('id', '=', zoneId)
      .execute();
    return { code, name };
  },
  subject: (_args, { code: document, name: party }) => ({ document, party }),
  withdraw: ({ zoneId, inUse }) => ({ name: 'inventory.setZoneUse', args: { zoneId, inUse: inUse === 1 ? 0 : 1 } }),
});
