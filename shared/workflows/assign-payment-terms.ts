import { z } from 'zod';
import { paymentTermsById } from '../domains/billing/api.ts';
import { customerForDocument, setPaymentTerms } from '../domains/crm/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';

/**
 * R11: the terms that a customer's documents are due by. The days stand with the customer too: orders take them where
 * the terms say no more than days.
 */
export const assignPaymentTerms = defineCommand({
  name: 'crm.assignPaymentTerms',
  version: 1,
  kind: 'request',
  args: z.strictObject({ customerId: idSchema, paymentTermsId: idSchema }),
  reads: ['customers', 'paymentTerms'],
  writes: ['customers'],
  refusals: { 'crm.customerGone': 'reject', 'billing.termsGone': 'reject' },
  async run(tx, { customerId, paymentTermsId }, context) {
    const customer = await customerForDocument(tx, customerId, context.actor);
    const terms = await paymentTermsById(tx, paymentTermsId);
    if (!terms || terms.active === 0) throw context.refusal('billing.termsGone', { customer: customer.name });
    await setPaymentTerms(tx, { customerId, paymentTermsId, days: terms.days }, context);
    return { customerName: customer.name, terms: terms.name };
  },
  subject: ({ customerId }, { customerName: party, terms: document }) => ({ customerId, party, document }),
});
