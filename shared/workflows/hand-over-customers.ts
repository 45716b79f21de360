import { z } from 'zod';
import { canReceive, namesOfHolders } from '../domains/admin/api.ts';
import {
  changeHolders,
  countOthersOf,
  customersToAssign,
  HOLDER_LIMIT_CUSTOMERS,
  type HolderChange,
  reachesCustomer,
} from '../domains/crm/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';

const receiverSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), userId: idSchema }),
  z.strictObject({ kind: z.literal('team'), teamId: idSchema }),
  z.strictObject({ kind: z.literal('pool') }),
]);

/**
 * Gives customers of a person who leaves, or of one who takes on something else, to others: all to one, or those of each
 * territory to another (R66). Orders, contacts and receivables go along, since they are seen with their customer. As many
 * commands as it takes are one action, under one group; the last one says whether the person has customers left.
 */
export const handOverCustomers = defineCommand({
  name: 'crm.handOverCustomers',
  version: 1,
  kind: 'request',
  permission: 'crm.assignCustomers',
  args: z.strictObject({
    fromUserId: idSchema,
    customers: z
      .array(z.strictObject({ customerId: idSchema, changeId: idSchema }))
      .min(1)
      .max(HOLDER_LIMIT_CUSTOMERS),
    /** By territory; that of null for all others. */
    receivers: z
      .array(z.strictObject({ territoryId: idSchema.nullable(), to: receiverSchema }))
      .min(1)
      .max(200),
    reason: z.string().trim().min(1).max(300).nullable(),
    group: z.string().max(60),
    isLast: z.boolean(),
  }),
  reads: ['customers', 'users', 'teams', 'territories'],
  writes: ['customers', 'ownerChanges'],
  refusals: {
    'crm.receiverGone': 'reject',
    'crm.customersLeftOut': 'adjust',
    'crm.moreCustomers': 'adjust',
  },
  async run(tx, { fromUserId, customers: wanted, receivers, reason, isLast }, context) {
    const { actor } = context;
    for (const { to } of receivers) {
      const isThere =
        to.kind === 'pool' || (await canReceive(tx, to.kind, to.kind === 'person' ? to.userId : to.teamId));
      if (!isThere) throw context.refusal('crm.receiverGone', { context: to.kind });
    }
    const ids = wanted.map(({ customerId }) => customerId);
    const found = await customersToAssign(tx, ids);
    const changes: HolderChange[] = [];
    for (const { customerId, changeId } of wanted) {
      const customer = found.get(customerId);
      found.delete(customerId);
      // What was given back, or went to somebody else meanwhile, is no longer the person's to hand over.
      if (!customer || customer.ownerId !== fromUserId || !reachesCustomer(actor, customer)) continue;
      const { territoryId } = customer;
      const receiver =
        receivers.find((each) => each.territoryId === territoryId) ??
        receivers.find((each) => each.territoryId === null);
      if (!receiver) continue;
      const ownerId = receiver.to.kind === 'person' ? receiver.to.userId : null;
      const ownerTeamId = receiver.to.kind === 'team' ? receiver.to.teamId : null;
      changes.push({ id: changeId, kind: 'handedOver', customer, to: { territoryId, ownerId, ownerTeamId } });
    }
    const leftOut = wanted.length - changes.length;
    if (leftOut > 0) context.adjust('crm.customersLeftOut', { count: leftOut });
    const names = await namesOfHolders(tx, [
      actor.userId,
      fromUserId,
      ...changes.flatMap(({ to }) => [to.ownerId, to.ownerTeamId]),
    ]);
    const person = names.get(fromUserId) ?? '';
    const others = isLast ? await countOthersOf(tx, fromUserId, ids) : 0;
    if (others > 0) context.adjust('crm.moreCustomers', { count: others, person });
    const moved = await changeHolders(tx, changes, {
      now: context.now,
      changedBy: actor.userId,
      changedByName: names.get(actor.userId) ?? '',
      deviceCode: context.device.code,
      reason,
      names,
      created: context.created(),
      updated: context.updated(),
    });
    return { moved: moved.length, leftOut, person };
  },
  subject: ({ customers, group }, { person: party }) => ({ rows: customers.length, party, group }),
});
