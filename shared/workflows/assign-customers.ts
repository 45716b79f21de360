import { z } from 'zod';
import { canReceive, namesOfHolders } from '../domains/admin/api.ts';
import {
  changeHolders,
  customersToAssign,
  HOLDER_LIMIT_CUSTOMERS,
  type HolderChange,
  reachesCustomer,
} from '../domains/crm/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';
import type { Row } from '../kernel/table.ts';

const argsSchema = z
  .strictObject({
    customers: z
      .array(z.strictObject({ customerId: idSchema, changeId: idSchema }))
      .min(1)
      .max(HOLDER_LIMIT_CUSTOMERS),
    /** `same`: they only move to the territory. */
    to: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('person'), userId: idSchema }),
      z.strictObject({ kind: z.literal('team'), teamId: idSchema }),
      z.strictObject({ kind: z.literal('pool') }),
      z.strictObject({ kind: z.literal('same') }),
    ]),
    /** Null: each stays in its own. */
    territoryId: idSchema.nullable(),
    reason: z.string().trim().min(1).max(300).nullable(),
    /** What several commands belong to that one person's action made. */
    group: z.string().max(60).nullable(),
  })
  .refine(({ to, territoryId }) => to.kind !== 'same' || territoryId !== null, { path: ['territoryId'] });
type Args = z.infer<typeof argsSchema>;

/** Gives customers to a person, a team or the pool, or moves them to another territory, many at once (R66). */
export const assignCustomers = defineCommand({
  name: 'crm.assignCustomers',
  version: 1,
  kind: 'request',
  args: argsSchema,
  reads: ['customers', 'users', 'teams', 'territories'],
  writes: ['customers', 'ownerChanges'],
  refusals: { 'crm.customerGone': 'reject', 'crm.receiverGone': 'reject', 'crm.customersLeftOut': 'adjust' },
  async run(tx, args, context) {
    const { customers: wanted, to, territoryId, reason } = args;
    const { actor } = context;
    const receivers = [
      ...(to.kind === 'person' ? [['person', to.userId] as const] : []),
      ...(to.kind === 'team' ? [['team', to.teamId] as const] : []),
      ...(territoryId === null ? [] : [['territory', territoryId] as const]),
    ];
    for (const [kind, id] of receivers) {
      if (!(await canReceive(tx, kind, id))) throw context.refusal('crm.receiverGone', { context: kind });
    }
    const found = await customersToAssign(
      tx,
      wanted.map(({ customerId }) => customerId),
    );
    const changes: HolderChange[] = [];
    for (const { customerId, changeId } of wanted) {
      const customer = found.get(customerId);
      found.delete(customerId);
      if (!customer || !reachesCustomer(actor, customer)) continue;
      changes.push({
        id: changeId,
        kind: to.kind === 'same' ? 'moved' : 'assigned',
        customer,
        to: holdingOf(args, customer),
      });
    }
    const [first] = changes;
    if (!first) throw context.refusal('crm.customerGone', {});
    const leftOut = wanted.length - changes.length;
    if (leftOut > 0) context.adjust('crm.customersLeftOut', { count: leftOut });
    const names = await namesOfHolders(tx, [
      actor.userId,
      ...receivers.map(([, id]) => id),
      ...changes.flatMap(({ customer }) => [customer.ownerId, customer.ownerTeamId, customer.territoryId]),
    ]);
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
    return { moved: moved.length, leftOut, customerName: first.customer.name };
  },
  subject: ({ customers, group }, { customerName }) => ({
    rows: customers.length,
    ...(customers.length === 1 ? { party: customerName } : {}),
    ...(group === null ? {} : { group }),
  }),
});

function holdingOf({ to, territoryId }: Args, customer: Row<'customers'>): HolderChange['to'] {
  const { ownerId, ownerTeamId } = to.kind === 'same' ? customer : { ownerId: null, ownerTeamId: null };
  return {
    territoryId: territoryId ?? customer.territoryId,
    ownerId: to.kind === 'person' ? to.userId : ownerId,
    ownerTeamId: to.kind === 'team' ? to.teamId : ownerTeamId,
  };
}
