import { z } from 'zod';
import { namesOfHolders } from '../domains/admin/api.ts';
import { changeHolders, customersToAssign, reachesCustomer, seesPoolOf } from '../domains/crm/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';

/**
 * Takes a customer out of the public pool of a territory that the person has (R66). Of two who claim one customer without
 * a signal the server's order decides: the second is told who has it now.
 */
export const claimCustomer = defineCommand({
  name: 'crm.claimCustomer',
  version: 1,
  kind: 'request',
  args: z.strictObject({
    customerId: idSchema,
    /** Of the row of its history. */
    changeId: idSchema,
  }),
  reads: ['customers', 'users', 'teams', 'territories'],
  writes: ['customers', 'ownerChanges'],
  refusals: { 'crm.customerGone': 'reject', 'crm.customerHeld': 'reject' },
  async run(tx, { customerId, changeId }, context) {
    const { actor } = context;
    const customer = (await customersToAssign(tx, [customerId])).get(customerId);
    // Who sees the pool may know that somebody took the customer out of it, and who.
    if (!customer || !(reachesCustomer(actor, customer) || seesPoolOf(actor, customer))) {
      throw context.refusal('crm.customerGone', {});
    }
    const { name, ownerId, ownerTeamId, heldSince } = customer;
    const names = await namesOfHolders(tx, [actor.userId, ownerId, ownerTeamId]);
    if (ownerId !== null || ownerTeamId !== null) {
      throw context.refusal('crm.customerHeld', {
        context: ownerId === actor.userId ? 'own' : ownerId === null ? 'team' : 'person',
        customer: name,
        officeHolder: names.get(ownerId ?? ownerTeamId ?? '') ?? '',
        officeSince: heldSince,
      });
    }
    const to = { territoryId: customer.territoryId, ownerId: actor.userId, ownerTeamId: null };
    await changeHolders(tx, [{ id: changeId, kind: 'claimed', customer, to }], {
      now: context.now,
      changedBy: actor.userId,
      changedByName: names.get(actor.userId) ?? '',
      deviceCode: context.device.code,
      reason: null,
      names,
      created: context.created(),
      updated: context.updated(),
    });
    return { customerId, customerName: name };
  },
  subject: (_, { customerId, customerName: party }) => ({ customerId, party }),
});
