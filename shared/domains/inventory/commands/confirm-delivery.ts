import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { instantSchema } from '../../../kernel/instants.ts';
import { flagWithoutRight } from '../flag-without-right.ts';

const fileHashSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .nullable();

/** Goods were handed over, or refused at the door, with whoever took them, a signature and a picture. It has happened. */
export const confirmDelivery = defineCommand({
  name: 'inventory.confirmDelivery',
  version: 1,
  kind: 'fact',
  args: z.strictObject({
    shipmentId: idSchema,
    deliveredAt: instantSchema,
    receivedByName: z.string().trim().max(200).nullable(),
    signatureHash: fileHashSchema,
    photoHash: fileHashSchema,
    note: z.string().max(2_000).nullable(),
    isRefused: z.boolean(),
  }),
  reads: ['shipmentLines', 'products'],
  writes: ['shipments', 'stockFlags'],
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
    if (state !== 'shipped') {
      // The first word stands; of the second somebody hears.
      context.flag('inventory.deliveredBefore', { number, customer: customerName, context: state });
      return { number, customerName };
    }
    await tx
      .updateTable('shipments')
      .set({
        state: args.isRefused ? 'refused' : 'delivered',
        deliveredAt: Math.min(args.deliveredAt, context.now),
        receivedByName,
        signatureHash,
        photoHash,
        deliveryNote: args.note,
        ...context.updated(),
      })
      .where('id', '=', id)
      .execute();
    return { number, customerName };
  },
  async tellWithoutRight(tx, { shipmentId: id, deliveredAt: occurredAt }, { number: documentNumber }, context) {
    const shipment = await tx.selectFrom('shipments').select('warehouseId').where('id', '=', id).executeTakeFirst();
    if (!shipment) return;
    const { warehouseId } = shipment;
    const lines = await tx
      .selectFrom('shipmentLines')
      .select(['productId', 'quantity'])
      .where('shipmentId', '=', id)
      .orderBy('position')
      .orderBy('id')
      .execute();
    await flagWithoutRight(tx, { warehouseId, documentId: id, documentNumber, occurredAt, lines }, context);
  },
  subject: (_, { number: document, customerName: party }) => ({ document, party }),
});
