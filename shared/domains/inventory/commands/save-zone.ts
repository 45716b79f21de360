import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { goodsAt, warehouseForPlaces } from '../write-places.ts';

/** Makes a part of a warehouse, or changes one. */
export const saveZone = defineCommand({
  name: 'inventory.saveZone',
  version: 1,
  kind: 'request',
  permission: 'inventory.managePlaces',
  args: z.strictObject({
    zoneId: idSchema,
    warehouseId: idSchema,
    code: z.string().trim().min(1).max(20),
    name: z.string().trim().min(1).max(100),
    kind: z.enum(['storage', 'receiving', 'staging', 'quarantine']),
  }),
  reads: ['warehouses', 'zones', 'locations', 'locationBalances', 'products'],
  writes: ['zones'],
  refusals: {
    'inventory.warehouseGone': 'reject',
    'inventory.zoneGone': 'reject',
    'inventory.zoneCodeTaken': 'reject',
    'inventory.zoneKindFixed': 'reject',
  },
  async run(tx, { zoneId, warehouseId, code, name, kind }, context) {
    const warehouse = await warehouseForPlaces(tx, warehouseId, context.actor);
    const rows = await tx
      .selectFrom('zones')
      .selectAll()
      .where((eb) => eb.or([eb('id', '=', zoneId), eb('warehouseId', '=', warehouseId)]))
      .orderBy('id')
      .execute();
    const known = rows.find(({ id }) => id === zoneId);
    if (known && (known.deletedAt !== null || known.warehouseId !== warehouseId))
      throw context.refusal('inventory.zoneGone');
    const taken = rows.find((row) => row.code === code && row.id !== zoneId && row.deletedAt === null);
    if (taken) throw context.refusal('inventory.zoneCodeTaken', { code, warehouse: warehouse.name });
    if (!known) {
      await tx
        .insertInto('zones')
        .values({ id: zoneId, warehouseId, code, name, kind, ...context.created() })
        .execute();
      return;
    }
    // Goods lie there as saleable, or as not: the word of a zone does not make them so.
    if (known.kind !== kind && [known.kind, kind].includes('quarantine')) {
      const places = await tx.selectFrom('locations').select('id').where('zoneId', '=', zoneId).orderBy('id').execute();
      const [lying] = await goodsAt(
        tx,
        places.map(({ id }) => id),
      );
      if (lying) throw context.refusal('inventory.zoneKindFixed', { zone: known.name, product: lying.name });
    }
    await tx
      .updateTable('zones')
      .set({ code, name, kind, ...context.updated() })
      .where('id', '=', zoneId)
      .execute();
  },
  subject: ({ code, name }) => ({ document: code, party: name }),
  makes: ({ zoneId }) => [zoneId],
});
