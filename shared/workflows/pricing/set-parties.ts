import { z } from 'zod';
import { datedTaxRates } from '../../domains/billing/api.ts';
import { customerForDocument, isBelow, type Parties, partyById, writeParties } from '../../domains/crm/api.ts';
import { isGroupOpen, priceListById } from '../../domains/sales/api.ts';
import { defineCommand } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';

const roles = ['parentId', 'billToId', 'payerId'] as const;

/**
 * R11, R40: says whose shop a customer is, who is billed and who pays, and at whose prices it buys. What is left out stays
 * as it is, so that two people who change different things do not undo each other; documents that stand keep their parties.
 */
export const setParties = defineCommand({
  name: 'crm.setParties',
  version: 1,
  kind: 'request',
  args: z.strictObject({
    customerId: idSchema,
    parties: z
      .strictObject({
        ...{ parentId: idSchema.nullable(), billToId: idSchema.nullable(), payerId: idSchema.nullable() },
        ...{ groupId: idSchema.nullable(), priceListId: idSchema.nullable() },
        /** In place of the products' own (R43). */
        taxCode: z.string().min(1).max(20).nullable(),
      })
      .partial(),
  }),
  reads: ['customers', 'customerGroups', 'priceLists', 'taxRates'],
  writes: ['customers'],
  refusals: {
    'crm.customerGone': 'reject',
    'crm.partyGone': 'reject',
    'crm.partyCircle': 'reject',
    'crm.payerCurrencyDiffers': 'reject',
    'sales.groupGone': 'reject',
    'sales.priceListGone': 'reject',
    'billing.taxCodeUnknown': 'reject',
  },
  async run(tx, { customerId, parties }, context) {
    const customer = await customerForDocument(tx, customerId, context.actor);
    // What is said again is not asked again: it may be out of use by now.
    const said = Object.fromEntries(
      Object.entries(parties).filter(
        ([name, value]) => value !== undefined && value !== customer[name as keyof Parties],
      ),
    ) as Partial<Parties>;
    for (const role of roles) {
      const id = said[role] ?? null;
      if (id === null) continue;
      const party = await partyById(tx, id);
      if (!party) throw context.refusal('crm.partyGone', { customer: customer.name });
      if (role === 'parentId' && (await isBelow(tx, customerId, id)))
        throw context.refusal('crm.partyCircle', { customer: customer.name, parent: party.name });
      if (role === 'payerId' && party.currency !== customer.currency)
        throw context.refusal('crm.payerCurrencyDiffers', { payer: party.name, currency: party.currency });
    }
    const { groupId = null, priceListId = null, taxCode = null } = said;
    if (groupId !== null && !(await isGroupOpen(tx, groupId))) throw context.refusal('sales.groupGone');
    if (priceListId !== null) {
      const list = await priceListById(tx, priceListId);
      if (list?.kind !== 'list' || list.active === 0) throw context.refusal('sales.priceListGone');
    }
    if (taxCode !== null && !(await datedTaxRates(tx)).some(({ code }) => code === taxCode))
      throw context.refusal('billing.taxCodeUnknown', { taxCode });
    await writeParties(tx, customerId, said, context);
    return { customerName: customer.name, code: customer.code };
  },
  subject: ({ customerId }, { customerName: party, code: document }) => ({ customerId, party, document }),
});
