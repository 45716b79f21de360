import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { instantSchema } from '../../../kernel/instants.ts';
import { pictureHashSchema } from '../catalogue-model.ts';
import { flagShipmentWithoutRight } from '../flag-without-right.ts';
import { addProof } from '../shipment-changes.ts';

/** Goods from every side, and the paper. */
const LIMIT_PICTURES = 10;

/**
 * A signature or pictures that came after the delivery was confirmed: they stand beside what there was, and replace
 * nothing. It has happened, wherever the shipment stands by now.
 */
export const addDeliveryProof = defineCommand({
  name: 'inventory.addDeliveryProof',
  version: 1,
  kind: 'fact',
  permission: 'inventory.confirmDelivery',
  args: z
    .strictObject({
      shipmentId: idSchema,
      addedAt: instantSchema,
      /** Of the signature. */
      signedByName: z.string().trim().min(1).max(200).nullable(),
      signatureHash: pictureHashSchema.nullable(),
      photoHashes: z.array(pictureHashSchema).max(LIMIT_PICTURES),
      note: z.string().trim().min(1).max(2_000).nullable(),
    })
    .refine(({ signatureHash, photoHashes }) => signatureHash !== null || photoHashes.length > 0, {
      path: ['photoHashes'],
    }),
  reads: ['shipments', 'shipmentLines', 'products'],
  writes: ['shipmentChanges', 'stockFlags'],
  refusals: { 'inventory.deliveryUnknown': 'flag', 'inventory.proofUndelivered': 'flag' },
  async run(tx, { shipmentId, addedAt, signedByName: personName, ...brought }, context) {
    const row = await tx
      .selectFrom('shipments')
      .select(['id', 'number', 'customerName', 'state', 'signatureHash', 'photoHash'])
      .where('id', '=', shipmentId)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    if (!row) {
      context.flag('inventory.deliveryUnknown', {});
      return { number: '', customerName: '', added: 0 };
    }
    const { number, customerName, state } = row;
    if (state !== 'delivered' && state !== 'refused') {
      context.flag('inventory.proofUndelivered', { number, customer: customerName, context: state });
    }
    const added = await addProof(tx, row, { at: Math.min(addedAt, context.now), personName, ...brought }, context);
    return { number, customerName, added };
  },
  tellWithoutRight: (tx, { shipmentId, addedAt: occurredAt }, { number: documentNumber }, context) =>
    flagShipmentWithoutRight(tx, shipmentId, { documentNumber, occurredAt }, context),
  subject: (_, { number: document, customerName: party }) => ({ document, party }),
});
