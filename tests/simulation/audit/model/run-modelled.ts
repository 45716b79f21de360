import { runModelledExtra } from '../../commands/modelled-extra.ts';
import { runModelledTests } from '../../commands/modelled-tests.ts';
import { runAskApproval, runDecideApproval, runEnterCode } from './approval-commands.ts';
import type { BusinessRows, ModelRow } from './business-rows.ts';
import { type Act, adjusted, type Ended, type ModelledRun, rejected } from './command-run.ts';
import { companyCommands } from './company-commands.ts';
import { runImportCustomers, runImportOrders, runImportProducts, runImportStock } from './import-commands.ts';
import {
  runImportContacts,
  runImportCustomersWithOwner,
  runImportOpenItems,
  runImportProductsWithCost,
  runImportStockByLot,
  runImportSuppliers,
  runRememberMapping,
} from './opening-commands.ts';
import { runCancelOrder } from './order-commands.ts';
import { runAssignCustomers, runClaimCustomer, runGiveBackCustomer, runHandOverCustomers } from './owner-commands.ts';
import { paperCommands } from './paper-commands.ts';
import { peopleCommands } from './people-commands.ts';
import { runSetTerritoryUse, runSetWarehouseUse } from './place-commands.ts';
import { pricingCommands } from './pricing-commands.ts';
import { runSettleShortage } from './settle-shortage.ts';
import { runBookOrder, runConfirmOrder } from './take-order.ts';
import { warehouseCommands } from './warehouse-commands.ts';
import { wayOutCommands } from './way-out-commands.ts';
import { flagDoneWithoutRight, isFact } from './without-right.ts';

interface Modelled {
  readonly permission: string;
  readonly run: ModelledRun;
}

const modelled: Readonly<Record<string, Modelled>> = {
  'sales.confirmOrder@1': { permission: 'sales.confirmOrder', run: runConfirmOrder },
  'sales.confirmOrder@2': { permission: 'sales.confirmOrder', run: runConfirmOrder },
  'sales.confirmOrder@3': { permission: 'sales.confirmOrder', run: runBookOrder },
  'sales.settleShortage@1': { permission: 'sales.confirmOrder', run: runSettleShortage },
  'sales.cancelOrder@1': { permission: 'sales.cancelOrder', run: runCancelOrder },
  'sales.askApproval@1': { permission: 'sales.confirmOrder', run: runAskApproval },
  'admin.decideApproval@1': {
    permission: 'sales.see',
    run: runDecideApproval((rows, userId) => permissionsOf(rows, userId)),
  },
  'sales.enterApprovalCode@1': {
    permission: 'sales.confirmOrder',
    run: runEnterCode((rows, userId) => permissionsOf(rows, userId)),
  },
  'crm.importCustomers@1': { permission: 'admin.importData', run: runImportCustomers },
  'crm.claimCustomer@1': { permission: 'crm.claimCustomer', run: runClaimCustomer },
  'crm.giveBackCustomer@1': { permission: 'crm.giveBackCustomer', run: runGiveBackCustomer },
  'crm.assignCustomers@1': { permission: 'crm.assignCustomers', run: runAssignCustomers },
  'crm.handOverCustomers@1': { permission: 'crm.assignCustomers', run: runHandOverCustomers },
  'inventory.importProducts@1': { permission: 'admin.importData', run: runImportProducts },
  'inventory.importStock@1': { permission: 'admin.importData', run: runImportStock },
  'crm.importCustomers@2': { permission: 'admin.importData', run: runImportCustomersWithOwner },
  'crm.importContacts@1': { permission: 'admin.importData', run: runImportContacts },
  'inventory.importProducts@2': { permission: 'admin.importData', run: runImportProductsWithCost },
  'inventory.importProducts@3': { permission: 'admin.importData', run: runImportProductsWithCost },
  'inventory.importStock@2': { permission: 'admin.importData', run: runImportStockByLot },
  'inventory.importSuppliers@1': { permission: 'admin.importData', run: runImportSuppliers },
  'billing.importOpenItems@1': { permission: 'admin.importData', run: runImportOpenItems },
  'admin.rememberMapping@1': { permission: 'admin.importData', run: runRememberMapping },
  'sales.importOrders@1': { permission: 'admin.importData', run: runImportOrders },
  ...peopleCommands,
  ...companyCommands,
  ...paperCommands,
  ...wayOutCommands,
  ...pricingCommands,
  ...warehouseCommands,
  'sales.importOrders@2': { permission: 'admin.importData', run: runImportOrders },
  'inventory.setWarehouseUse@1': { permission: 'admin.manageCompany', run: runSetWarehouseUse },
  'admin.setTerritoryUse@1': { permission: 'admin.manageCompany', run: runSetTerritoryUse },
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
  const { permission } = known;
  const mayDo = act.permissions.has(permission);
  if (!mayDo && !isFact(command.name)) return rejected('kernel.notPermitted', { permission });
  const ended = known.run(rows, command.args, act);
  // Whose right it was is the server's to say.
  if (mayDo || !act.leavesStub || ended.state === 'failed') return ended;
  flagDoneWithoutRight(rows, command.name, command.args, act, ended);
  return adjusted([...ended.reasons, { code: 'kernel.doneWithoutRight', params: { permission } }]);
}

const isLive = (row: ModelRow | undefined): row is ModelRow => row !== undefined && row.deletedAt === null;

/** R113: what a user may do, from the rows. */
export function permissionsOf(rows: BusinessRows, userId: string): Set<string> {
  const user = rows.get('users', userId);
  return isLive(user) && user.active === 1 ? rightsOf(rows, userId) : new Set();
}

/** The rights of a user's role, whether or not the user still works here: rows stay until the devices are told. */
function rightsOf(rows: BusinessRows, userId: string): Set<string> {
  const user = rows.get('users', userId);
  if (!user || !isLive(rows.get('roles', user.roleId))) return new Set();
  const rights = rows.find('rolePermissions', (row) => row.roleId === (user.roleId ?? '') && isLive(row));
  return new Set(rights.map((row) => String(row.permission)));
}

/** Rights that show rows of their own. */
const showing = ['inventory.seeCost', 'inventory.seeSuppliers', 'admin.importData', 'admin.managePeople'];

/**
 * What a user sees: the company, what is the user's own, warehouses that were granted (`warehouse:*` is each one), pools of
 * territories, whole territories with the right to, and what teams and rights show.
 */
export function scopesOf(rows: BusinessRows, userId: string): Set<string> {
  const scopes = new Set(['company', `user:${userId}`, `holder:${userId}`]);
  const rights = rightsOf(rows, userId);
  for (const grant of rows.table('userScopes').values()) {
    if (grant.userId !== userId || grant.deletedAt !== null) continue;
    const [kind, place = ''] = String(grant.scope).split(':');
    const all = rows.table(kind === 'territory' ? 'territories' : 'warehouses').keys();
    for (const id of place === '*' ? all : [place]) {
      if (kind === 'warehouse') scopes.add(`warehouse:${id}`);
      else scopes.add(rights.has('crm.seeTerritory') ? `territory:${id}` : `holder:${id}`);
    }
  }
  for (const member of rows.table('teamMembers').values()) {
    const team = rows.get('teams', member.teamId);
    if (member.userId === userId && member.deletedAt === null && team?.deletedAt === null)
      scopes.add(`holder:${team.id}`);
  }
  for (const right of showing) if (rights.has(right)) scopes.add(`company/${right}`);
  return scopes;
}
