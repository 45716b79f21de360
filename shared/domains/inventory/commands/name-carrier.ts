import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { noteShipmentChanges, type ShipmentChange } from '../shipment-changes.ts';

const trackingSchema = z.string().trim().min(1).max(60).nullable();

/**
 * Says afterwards who carries a shipment and under which numbers it can be followed, or says it otherwise (null: the
 * customer fetches it; no number). What left, and when, stays as it is, and what was said before stands in its history.
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
  writes: ['shipments', 'parcels', 'shipmentChanges'],
  refusals: {
    'inventory.shipmentGone': 'reject',
    'inventory.shipmentReversed': 'reject',
    'inventory.carrierGone': 'reject',
  },
  async run(tx, { shipmentId, carrierId, trackingNumber, parcels }, context) {
    const shipment = await tx
      .selectFrom('shipments')
      .select(['number', 'customerName', 'state', 'warehouseId', 'carrierId', 'carrierName', 'trackingNumber'])
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
    const changedAt = context.now;
    const changes: ShipmentChange[] = [];
    if (carrierId !== shipment.carrierId || trackingNumber !== shipment.trackingNumber) {
      const carriers = { carrierBefore: shipment.carrierName, carrierAfter: carrierName };
      const numbers = { numberBefore: shipment.trackingNumber, numberAfter: trackingNumber };
      changes.push({ kind: 'carrierNamed', changedAt, ...carriers, ...numbers });
    }
    for (const { parcelId, trackingNumber: numberAfter } of parcels) {
      const parcel = await tx
        .selectFrom('parcels')
        .select(['code', 'trackingNumber'])
        .where('id', '=', parcelId)
        .where('shipmentId', '=', shipmentId)
        .where('deletedAt', 'is', null)
        .executeTakeFirst();
      if (!parcel || parcel.trackingNumber === numberAfter) continue;
      await tx
        .updateTable('parcels')
        .set({ trackingNumber: numberAfter, ...context.updated() })
        .where('id', '=', parcelId)
        .execute();
      const { code: parcelCode, trackingNumber: numberBefore } = parcel;
      changes.push({ kind: 'parcelNumbered', changedAt, parcelCode, numberBefore, numberAfter });
    }
    await noteShipmentChanges(tx, shipmentId, changes, context);
    return { number, customerName };
  },
  subject: (_, { number: document, customerName: party }) => ({ document, party }),
});
