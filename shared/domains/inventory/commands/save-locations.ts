import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import type { Tx } from '../../../kernel/table.ts';
import { locationCodeSchema } from '../places-model.ts';
import { PLACES_LIMIT_ROWS } from '../rules/location-limits.ts';
import { placeOfCode } from '../rules/location-pattern.ts';
import { warehouseForPlaces, zoneForPlaces } from '../write-places.ts';

/** The way through a warehouse goes on in steps, so that a place can be put between two. */
const WALK_STEP = 10;

/**
 * Makes the places of a rack, in the order in which one walks along them. A code that the warehouse has stays as it is,
 * and is told; one that went out of use is in use again.
 */
export const saveLocations = defineCommand({
  name: 'inventory.saveLocations',
  version: 1,
  kind: 'request',
  permission: 'inventory.managePlaces',
  args: z.strictObject({
    warehouseId: idSchema,
    zoneId: idSchema,
    locations: z
      .array(z.strictObject({ id: idSchema, code: locationCodeSchema }))
      .min(1)
      .max(PLACES_LIMIT_ROWS),
  }),
  reads: ['warehouses', 'zones', 'locations'],
  writes: ['locations'],
  refusals: {
    'inventory.warehouseGone': 'reject',
    'inventory.zoneGone': 'reject',
    'inventory.placesExist': 'adjust',
  },
  async run(tx, { warehouseId, zoneId, locations }, context): Promise<{ zone: string; made: number }> {
    await warehouseForPlaces(tx, warehouseId, context.actor);
    const zone = await zoneForPlaces(tx, zoneId, warehouseId);
    const standing = await tx
      .selectFrom('locations')
      .select(['id', 'code', 'deletedAt'])
      .where('warehouseId', '=', warehouseId)
      .where(
        'code',
        'in',
        locations.map(({ code }) => code),
      )
      .orderBy('id')
      .execute();
    const known = new Map(standing.map((row) => [row.code, row]));
    let walkOrder = await lastTurn(tx, warehouseId);
    let made = 0;
    const old: string[] = [];
    const done = new Set<string>();
    for (const { id, code } of locations) {
      const before = known.get(code);
      if (done.has(code) || before?.deletedAt === null) {
        old.push(code);
        continue;
      }
      done.add(code);
      walkOrder += WALK_STEP;
      made += 1;
      const place = { zoneId, ...placeOfCode(code), walkOrder, active: 1 as const };
      if (before) {
        await tx
          .updateTable('locations')
          .set({ ...place, deletedAt: null, ...context.updated() })
          .where('id', '=', before.id)
          .execute();
      } else {
        await tx
          .insertInto('locations')
          .values({ id, warehouseId, code, ...place, ...context.created() })
          .execute();
      }
    }
    if (old.length > 0) context.adjust('inventory.placesExist', { count: old.length, code: old[0] ?? '' });
    return { zone: zone.name, made };
  },
  subject: ({ locations }, { zone: party }) => ({
    document: [locations[0]?.code, locations.at(-1)?.code].join(' – '),
    party,
    rows: locations.length,
  }),
  makes: ({ locations }) => locations.map(({ id }) => id),
});

async function lastTurn(tx: Tx, warehouseId: string): Promise<number> {
  const last = await tx
    .selectFrom('locations')
    .select('walkOrder')
    .where('warehouseId', '=', warehouseId)
    .where('deletedAt', 'is', null)
    .orderBy('walkOrder', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.walkOrder ?? 0;
}
