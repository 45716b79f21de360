import { z } from 'zod';
import * as admin from '../domains/admin/api.ts';
import { countCustomersOfTerritory } from '../domains/crm/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';

/**
 * Puts a territory that has no customers any more out of use, or in use again (R66): it stands in no choice from then on,
 * and in every report of what was sold there.
 */
export const setTerritoryUse = defineCommand({
  name: 'admin.setTerritoryUse',
  version: 1,
  kind: 'request',
  permission: 'admin.manageCompany',
  args: z.strictObject({ id: idSchema, inUse: z.literal([0, 1]) }),
  reads: ['territories', 'customers'],
  writes: ['territories'],
  refusals: {
    'admin.territoryGone': 'reject',
    'admin.lastTerritory': 'reject',
    'admin.territoryHasCustomers': 'reject',
  },
  async run(tx, { id, inUse }, context): Promise<{ name: string }> {
    const name = await admin.setTerritoryUse(tx, id, inUse === 1, context);
    if (inUse === 1) return { name };
    const count = await countCustomersOfTerritory(tx, id);
    if (count > 0) throw context.refusal('admin.territoryHasCustomers', { name, count });
    return { name };
  },
  subject: (_args, { name: party }) => ({ party }),
  withdraw: ({ id, inUse }) => ({ name: 'admin.setTerritoryUse', args: { id, inUse: inUse === 1 ? 0 : 1 } }),
});
