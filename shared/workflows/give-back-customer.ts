import { z } from 'zod';
import { isInTeam, namesOfHolders } from '../domains/admin/api.ts';
import { changeHolders, customersToAssign, reachesCustomer, whoTookCustomer } from '../domains/crm/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';

/** Gives a customer that the person or the person's team has back to the public pool of its territory, and says why (R66). */
export const giveBackCustomer = defineCommand({
  name: 'crm.giveBackCustomer',
  version: 1,
  kind: 'request',
  args: z.strictObject({ customerId: idSchema, changeId: idSchema, reason: z.string().trim().min(1).max(300) }),
  reads: ['customers', 'users', 'teams', 'teamMembers', 'territories'],
  writes: ['customers', 'ownerChanges'],
  refusals: { 'crm.customerGone': 'reject', 'crm.customerNotHeld': 'reject' },
  async run(tx, { customerId, changeId, reason }, context) {
    const { actor } = context;
    const customer = (await customersToAssign(tx, [customerId])).get(customerId);
    if (!customer || !reachesCustomer(actor, customer)) {
      // Who gave it to somebody else has done what was wanted.
      const taken = customer ? await whoTookCustomer(tx, customerId, actor) : null;
      const { toOwnerName: officeBy = null, customerName: officeCustomer, changedAt: officeAt } = taken ?? {};
      throw context.refusal(
        'crm.customerGone',
        officeBy && officeCustomer && officeAt ? { context: 'handedOn', officeBy, officeCustomer, officeAt } : {},
      );
    }
    const { name, territoryId, ownerId, ownerTeamId } = customer;
    const names = await namesOfHolders(tx, [actor.userId, ownerId, ownerTeamId]);
    const isOfTeam = ownerId === null && ownerTeamId !== null && (await isInTeam(tx, actor.userId, ownerTeamId));
    if (ownerId !== actor.userId && !isOfTeam) {
      throw context.refusal('crm.customerNotHeld', {
        context: ownerId === null && ownerTeamId === null ? 'pool' : 'held',
        customer: name,
        officeHolder: names.get(ownerId ?? ownerTeamId ?? '') ?? '',
      });
    }
    const to = { territoryId, ownerId: null, ownerTeamId: null };
    await changeHolders(tx, [{ id: changeId, kind: 'givenBack', customer, to }], {
      now: context.now,
      changedBy: actor.userId,
      changedByName: names.get(actor.userId) ?? '',
      deviceCode: context.device.code,
      reason,
      names,
      created: context.created(),
      updated: context.updated(),
    });
    return { customerId, customerName: name };
  },
  subject: (_, { customerId, customerName: party }) => ({ customerId, party }),
});
