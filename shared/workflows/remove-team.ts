import { z } from 'zod';
import { removeTeamRow, teamForChange } from '../domains/admin/api.ts';
import { countCustomersOfTeam } from '../domains/crm/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';

/** A team that has no customers any more (R66): nobody would see them. */
export const removeTeam = defineCommand({
  name: 'admin.removeTeam',
  version: 1,
  kind: 'request',
  permission: 'admin.managePeople',
  args: z.strictObject({ teamId: idSchema }),
  reads: ['teams', 'customers'],
  writes: ['teams'],
  refusals: { 'admin.teamGone': 'reject', 'admin.teamHasCustomers': 'reject' },
  async run(tx, { teamId }, context): Promise<{ name: string }> {
    const { name } = await teamForChange(tx, teamId);
    const count = await countCustomersOfTeam(tx, teamId);
    if (count > 0) throw context.refusal('admin.teamHasCustomers', { name, count });
    await removeTeamRow(tx, teamId, context);
    return { name };
  },
  subject: (_args, { name: party }) => ({ party }),
});
