import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';

const trackingSchema = z.string().trim().min(1).max(60).nullable();

/**
 * Says afterwards who carries a shipment and under which numbers it can be followed, or says it otherwise (null: the
 * customer fetches it; no number). What left, and when, stays as it is.
 */
export const nameCarrier = defineCommand({
  name: 'inventory.nameCarrier',
  version: 1,
  kind: 'request',
  permission: 'inventory.ship',
  args: z.strictObject({
    shipmentId: idSchema,
    carrierId: idSchema.nullable(),
    trackingNumber: trackingSchema,
    /** Those that have a number of their own, or had one; the others stay as they are. */
    parcels: z.array(z.strictObject({ parcelId: idSchema, trackingNumber: trackingSchema })).max(100),
  }),
  reads: ['carriers'],
  writes: ['shipments', 'parcels'],
  refusals: {
    'inventory.shipmentGone': 'reject',
    'inventory.shipmentReversed': 'reject',
    'inventory.carrierGone': 'reject',
  },
  async run(tx, { shipmentId, carrierId, trackingNumber, parcels }, context) {
    const shipment = await tx
      .selectFrom('shipments')
      .select(['number', 'customerName', 'state', 'warehouseId', 'carrierId', 'carrierName'])
      .where('id', '=', shipmentId)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .executeTakeFirst();
    if (!shipment || !context.actor.sees(`warehouse:${shipment.warehouseId}`)) {
      throw context.refusal('inventory.shipmentGone');
    }
    const { number, customerName } = shipment;
    if (shipment.state === 'reversed') throw context.refusal('inventory.shipmentReversed', { number });
    let carrierName: string | null = null;
    // A carrier that is out of use by now, or removed, stays where it was named.
    if (carrierId !== null && carrierId === shipment.carrierId) carrierName = shipment.carrierName;
    else if (carrierId !== null) {
      const carrier = await tx
        .selectFrom('carriers')
        .select('name')
        .where('id', '=', carrierId)
        .where('deletedAt', 'is', null)
        .orderBy('id')
        .executeTakeFirst();
      if (!carrier) throw context.refusal('inventory.carrierGone');
      carrierName = carrier.name;
    }
    await tx
      .updateTable('shipments')
      .set({ carrierId, carrierName, trackingNumber, ...context.updated() })
      .where('id', '=', shipmentId)
      .execute();
    for (const { parcelId, trackingNumber: own } of parcels) {
      await tx
        .updateTable('parcels')
        .set({ trackingNumber: own, ...context.updated() })
        .where('id', '=', parcelId)
        .where('shipmentId', '=', shipmentId)
        .where('deletedAt', 'is', null)
        .execute();
    }
    return { number, customerName };
  },
  subject: (_, { number: document, customerName: party }) => ({ document, party }),
});
