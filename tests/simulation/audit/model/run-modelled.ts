import { runModelledExtra } from '../../commands/modelled-extra.ts';
import { runModelledTests } from '../../commands/modelled-tests.ts';
import type { BusinessRows, ModelRow } from './business-rows.ts';
import { type Act, type Ended, type ModelledRun, rejected } from './command-run.ts';
import { runImportCustomers, runImportOrders, runImportProducts, runImportStock } from './import-commands.ts';
import { runCancelOrder, runConfirmOrder } from './order-commands.ts';
import { runSettleShortage } from './settle-shortage.ts';

interface Modelled {
  readonly permission: string;
  readonly run: ModelledRun;
}

const modelled: Readonly<Record<string, Modelled>> = {
  'sales.confirmOrder@1': { permission: 'sales.confirmOrder', run: runConfirmOrder },
  'sales.confirmOrder@2': { permission: 'sales.confirmOrder', run: runConfirmOrder },
  'sales.settleShortage@1': { permission: 'sales.confirmOrder', run: runSettleShortage },
  'sales.cancelOrder@1': { permission: 'sales.cancelOrder', run: runCancelOrder },
  'crm.importCustomers@1': { permission: 'admin.importData', run: runImportCustomers },
  'inventory.importProducts@1': { permission: 'admin.importData', run: runImportProducts },
  'inventory.importStock@1': { permission: 'admin.importData', run: runImportStock },
  'sales.importOrders@1': { permission: 'admin.importData', run: runImportOrders },
  ...runModelledExtra,
  ...runModelledTests,
};

/** Whether the auditor can say by itself how a command ends. */
export const isModelled = (name: string, version: number): boolean => `${name}@${version}` in modelled;

/** How a command must end, and, in `rows`, what it must write; null for one that the auditor does not know. */
export function runModelled(
  rows: BusinessRows,
  command: { readonly name: string; readonly version: number; readonly args: unknown },
  act: Act,
): Ended | null {
  const known = modelled[`${command.name}@${command.version}`];
  if (!known) return null;
  if (!act.permissions.has(known.permission)) {
    return rejected('kernel.notPermitted', { permission: known.permission });
  }
  return known.run(rows, command.args, act);
}

/** R113: what a user may do, from the rows. */
export function permissionsOf(rows: BusinessRows, userId: string): Set<string> {
  const isLive = (row: ModelRow | undefined): row is ModelRow => row !== undefined && row.deletedAt === null;
  const user = rows.get('users', userId);
  if (!isLive(user) || user.active !== 1) return new Set();
  if (!isLive(rows.get('roles', user.roleId))) return new Set();
  const rights = rows.find('rolePermissions', (row) => row.roleId === (user.roleId ?? '') && isLive(row));
  return new Set(rights.map((row) => String(row.permission)));
}

/** What a user sees: the company, the user, and what was granted; `territory:*` is each territory that there is. */
export function scopesOf(rows: BusinessRows, userId: string): Set<string> {
  const scopes = new Set(['company', `user:${userId}`]);
  for (const grant of rows.table('userScopes').values()) {
    if (grant.userId !== userId || grant.deletedAt !== null) continue;
    const scope = String(grant.scope);
    const [kind, place] = scope.split(':');
    if (place !== '*') scopes.add(scope);
    else
      for (const id of rows.table(kind === 'territory' ? 'territories' : 'warehouses').keys())
        scopes.add(`${kind}:${id}`);
  }
  return scopes;
}
