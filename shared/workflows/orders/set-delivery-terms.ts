import { z } from 'zod';
import { userName } from '../../domains/admin/api.ts';
import { openOrderOrTell, setOrderTerms } from '../../domains/sales/api.ts';
import { defineCommand } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';

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
  reads: ['users'],
  writes: ['orders'],
  refusals: {
    'sales.orderGone': 'reject',
    'sales.orderRejected': 'reject',
    'sales.orderNotOpen': 'reject',
  },
  async run(tx, { orderId, shipComplete, minimumLifeDays }, context) {
    const { number, customerName, customerId } = await openOrderOrTell(tx, orderId, context.actor, (id) =>
      userName(tx, id),
    );
    await setOrderTerms(tx, orderId, { shipComplete: shipComplete ? 1 : 0, minimumLifeDays }, context);
    return { number, customerName, customerId };
  },
  subject: (_, { number: document, customerName: party, customerId }) => ({ document, party, customerId }),
});
