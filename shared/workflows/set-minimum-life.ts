import { z } from 'zod';
import { customerForDocument, setMinimumLife } from '../domains/crm/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';

/**
 * R30: how many days goods must still be good for when they are sent to a customer. Orders that are made from then on take
 * it; those that are there keep what was agreed, and can be changed one by one.
 */
export const setCustomerMinimumLife = defineCommand({
  name: 'crm.setMinimumLife',
  version: 1,
  kind: 'request',
  permission: 'sales.confirmOrder',
  args: z.strictObject({ customerId: idSchema, minimumLifeDays: z.int().min(0).max(3_650) }),
  reads: ['customers'],
  writes: ['customers'],
  refusals: { 'crm.customerGone': 'reject' },
  async run(tx, { customerId, minimumLifeDays }, context) {
    const customer = await customerForDocument(tx, customerId, context.actor);
    await setMinimumLife(tx, { customerId, minimumLifeDays }, context);
    return { customerName: customer.name };
  },
  subject: ({ customerId }, { customerName: party }) => ({ customerId, party }),
});
