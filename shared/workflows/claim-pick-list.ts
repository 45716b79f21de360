import { z } from 'zod';
import { userName } from '../domains/admin/api.ts';
import { claimList, freeClaim, pickListFor } from '../domains/inventory/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';

const refusals = {
  'inventory.pickListGone': 'reject',
  'inventory.pickListDone': 'reject',
  'inventory.pickListClaimed': 'reject',
} as const;

/** Takes a pick list for this desk (R24): while one has it, no other begins it. Claiming one's own again changes nothing. */
export const claimPickList = defineCommand({
  name: 'inventory.claimPickList',
  version: 1,
  kind: 'request',
  permission: 'inventory.recordPick',
  args: z.strictObject({ pickListId: idSchema }),
  reads: ['users'],
  writes: ['pickLists'],
  refusals,
  async run(tx, { pickListId }, context) {
    const list = await pickListFor(tx, pickListId, context.actor);
    await claimList(tx, list, (await userName(tx, context.actor.userId)) ?? '', context);
    return { pickListId, number: list.number };
  },
  subject: (_, { number: document }) => ({ document }),
  withdraw: ({ pickListId }) => ({ name: 'inventory.releaseClaim', args: { pickListId } }),
});

/** Gives a pick list back that this desk does not go on with; who leads the shift takes it from any desk. */
export const releaseClaim = defineCommand({
  name: 'inventory.releaseClaim',
  version: 1,
  kind: 'request',
  permission: 'inventory.recordPick',
  args: z.strictObject({ pickListId: idSchema }),
  reads: [],
  writes: ['pickLists'],
  refusals,
  async run(tx, { pickListId }, context) {
    const list = await pickListFor(tx, pickListId, context.actor);
    await freeClaim(tx, list, context.actor.permissions.has('inventory.releaseOrders'), context);
    return { pickListId, number: list.number };
  },
  subject: (_, { number: document }) => ({ document }),
});
