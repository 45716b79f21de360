import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { instantSchema } from '../../../kernel/instants.ts';
import { pictureHashSchema } from '../catalogue-model.ts';
import { flagShipmentWithoutRight } from '../flag-without-right.ts';
import { addProof, noteShipmentChanges } from '../shipment-changes.ts';

/** Goods were handed over, or refused at the door, with whoever took them, a signature and a picture. It has happened. */
export const confirmDelivery = defineCommand({
  name: 'inventory.confirmDelivery',
  version: 1,
  kind: 'fact',
  args: z.strictObject({
    shipmentId: idSchema,
    deliveredAt: instantSchema,
    receivedByName: z.string().trim().max(200).nullable(),
    signatureHash: pictureHashSchema.nullable(),
    photoHash: pictureHashSchema.nullable(),
    note: z.string().max(2_000).nullable(),
    isRefused: z.boolean(),
  }),
  reads: ['shipmentLines', 'products'],
  writes: ['shipments', 'shipmentChanges', 'stockFlags'],
  refusals: { 'inventory.deliveryUnknown': 'flag', 'inventory.deliveredBefore': 'flag' },
  async run(tx, args, context) {
    const { shipmentId: id, receivedByName, signatureHash, photoHash } = args;
    const row = await tx
      .selectFrom('shipments')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    if (!row) {
      context.flag('inventory.deliveryUnknown', {});
      return { number: '', customerName: '' };
    }
    const { number, customerName, state } = row;
    const at = Math.min(args.deliveredAt, context.now);
    if (state !== 'shipped') {
      // The first word stands; of the second somebody hears, and what it proves is kept beside the first.
      context.flag('inventory.deliveredBefore', { number, customer: customerName, context: state });
      const proof = { at, personName: receivedByName, signatureHash, note: args.note };
      await addProof(tx, row, { ...proof, photoHashes: photoHash === null ? [] : [photoHash] }, context);
      return { number, customerName };
    }
    const next = args.isRefused ? 'refused' : 'delivered';
    await tx
      .updateTable('shipments')
      .set({
        state: next,
        deliveredAt: at,
        receivedByName,
        signatureHash,
        photoHash,
        deliveryNote: args.note,
        ...context.updated(),
      })
      .where('id', '=', id)
      .execute();
    const told = { kind: next, changedAt: at, personName: receivedByName, note: args.note } as const;
    await noteShipmentChanges(tx, id, [told], context);
    return { number, customerName };
  },
  tellWithoutRight: (tx, { shipmentId, deliveredAt: occurredAt }, { number: documentNumber }, context) =>
    flagShipmentWithoutRight(tx, shipmentId, { documentNumber, occurredAt }, context),
  subject: (_, { number: document, customerName: party }) => ({ document, party }),
});
