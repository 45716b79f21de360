import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { type CalendarDate, calendarDateSchema } from '../../../kernel/instants.ts';
import type { Tx } from '../../../kernel/table.ts';

/** A day of one van. */
const LIMIT_STOPS = 100;

/**
 * Puts shipments on a driver's tour of a day, in the order of its stops; `tourOn` null takes them off any tour. What is
 * delivered already stays as it was driven, and the others come after it.
 */
export const planTour = defineCommand({
  name: 'inventory.planTour',
  version: 1,
  kind: 'request',
  permission: 'inventory.planTours',
  args: z.strictObject({
    tourOn: calendarDateSchema.nullable(),
    driverId: idSchema.nullable(),
    shipmentIds: z.array(idSchema).min(1).max(LIMIT_STOPS),
  }),
  reads: [],
  writes: ['shipments'],
  refusals: { 'inventory.shipmentGone': 'reject', 'inventory.shipmentNotOnTheWay': 'adjust' },
  async run(tx, { tourOn, driverId, shipmentIds }, context) {
    const rows = await tx
      .selectFrom('shipments')
      .select(['id', 'number', 'state', 'warehouseId'])
      .where('id', 'in', [...new Set(shipmentIds)])
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .execute();
    let stop = await lastDriven(tx, tourOn, driverId);
    let stops = 0;
    for (const id of new Set(shipmentIds)) {
      const row = rows.find((each) => each.id === id);
      if (!row || !context.actor.sees(`warehouse:${row.warehouseId}`)) {
        throw context.refusal('inventory.shipmentGone');
      }
      if (row.state !== 'shipped') {
        context.adjust('inventory.shipmentNotOnTheWay', { number: row.number, context: row.state });
        continue;
      }
      stop += 1;
      stops += 1;
      const place = tourOn === null ? { driverId: null, stop: null } : { driverId, stop };
      await tx
        .updateTable('shipments')
        .set({ tourOn, ...place, ...context.updated() })
        .where('id', '=', id)
        .execute();
    }
    return { stops };
  },
  subject: ({ tourOn, shipmentIds }) => ({
    ...(tourOn === null ? {} : { document: tourOn }),
    rows: shipmentIds.length,
  }),
});

/** The last stop of a tour at which somebody was already. */
async function lastDriven(tx: Tx, tourOn: CalendarDate | null, driverId: string | null): Promise<number> {
  if (tourOn === null) return 0;
  const rows = await tx
    .selectFrom('shipments')
    .select(['stop', 'driverId'])
    .where('tourOn', '=', tourOn)
    .where('state', '!=', 'shipped')
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return Math.max(0, ...rows.map((row) => (row.driverId === driverId ? (row.stop ?? 0) : 0)));
}
