import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { openOrder } from '../api.ts';

/** How the customer wants an open order delivered: whole or not at all (R23), and only lots that are good for so long (R30). */
export const setDeliveryTerms = defineCommand({
  name: 'sales.setDeliveryTerms',
  version: 1,
  kind: 'request',
  permission: 'sales.confirmOrder',
  args: z.strictObject({
    orderId: idSchema,
    shipComplete: z.boolean(),
    minimumLifeDays: z.int().min(0).max(3_650),
  }),
  reads: [],
  writes: ['orders'],
  refusals: {
    'sales.orderGone': 'reject',
    'sales.orderRejected': 'reject',
    'sales.orderNotOpen': 'reject',
  },
  async run(tx, { orderId, shipComplete, minimumLifeDays }, context) {
    const { number, customerName, customerId } = await openOrder(tx, orderId, context.actor);
    await tx
      .updateTable('orders')
      .set({ shipComplete: shipComplete ? 1 : 0, minimumLifeDays, ...context.updated() })
      .where('id', '=', orderId)
      .execute();
    return { number, customerName, customerId };
  },
  subject: (_, { number: document, customerName: party, customerId }) => ({ document, party, customerId }),
});
