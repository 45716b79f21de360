/** What the auditor thinks of the commands that only tests know (tests/support/test-commands.ts). */
import type { BusinessRows } from '../audit/model/business-rows.ts';
import {
  type Act,
  adjusted,
  applied,
  type Ended,
  failed,
  type ModelledRun,
  rejected,
} from '../audit/model/command-run.ts';
import { modelledHolder } from '../audit/model/reach.ts';

const permission = 'sales.confirmOrder';

function addCustomer(rows: BusinessRows, given: unknown, act: Act): Ended {
  const { id, name, territoryId } = given as { id: string; name: string; territoryId: string };
  // Sent by another copy of its device, whose rows are here before its answer (seed 7200529).
  if (rows.get('customers', id)) return failed;
  const empty = Object.fromEntries(
    [
      'taxNumber',
      'contactName',
      'contactTitle',
      'phone',
      'email',
      'address',
      'city',
      'region',
      'postalCode',
      'country',
      'ownerId',
      'ownerTeamId',
      'heldSince',
      'paymentTermsId',
    ].map((column) => [column, null]),
  );
  const row = {
    ...empty,
    id,
    code: id.toUpperCase(),
    name,
    territoryId,
    holderId: territoryId,
    currency: 'CNY',
    paymentTermsDays: 30,
  };
  rows.insert('customers', row, act);
  return applied;
}

function changeCustomer(rows: BusinessRows, given: unknown, act: Act): Ended {
  const { id, name, territoryId } = given as { id: string; name?: string; territoryId?: string };
  const row = rows.get('customers', id);
  if (!row) return rejected('crm.customerGone', { id });
  const changes = {
    ...(name === undefined ? {} : { name: name.slice(0, 10) }),
    ...(territoryId === undefined ? {} : { territoryId, holderId: modelledHolder({ ...row, territoryId }) }),
  };
  rows.update('customers', row, changes, act);
  if (name === undefined || name.length <= 10) return applied;
  return adjusted([{ code: 'test.nameShortened', params: { name } }]);
}

interface OrderArgs {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly territoryId: string;
  readonly warehouseId: string;
  readonly refuse: boolean;
}

function addOrder(rows: BusinessRows, given: unknown, act: Act): Ended {
  const { refuse, ...args } = given as OrderArgs;
  const customer = rows.get('customers', args.customerId);
  const isRefused = refuse || (customer !== undefined && customer.deletedAt !== null);
  const row = {
    ...args,
    importKey: null,
    state: isRefused ? 'rejected' : 'open',
    creditHold: 0,
    approvalHold: 0,
    manualHold: 0,
    customerCode: 'C1',
    customerName: 'Customer c1',
    billToId: args.customerId,
    billToName: 'Customer c1',
    payerId: args.customerId,
    payerName: 'Customer c1',
    contactName: null,
    phone: null,
    shipTo: null,
    currency: 'CNY',
    priceMode: 'taxExclusive',
    taxRounding: 'perLine',
    orderedOn: '2026-11-23',
    requestedOn: null,
    paymentTermsDays: 30,
    netMinor: 0,
    taxMinor: 0,
    totalMinor: 0,
    lineCount: 0,
    backOrderedLines: 0,
    note: null,
    confirmedAt: 1,
    confirmedBy: 'u1',
    confirmedByName: 'Ann',
    deviceCode: act.deviceCode,
  };
  if (!isRefused || act.leavesStub) rows.insert('orders', row, act);
  return isRefused ? rejected('crm.customerGone', { id: args.customerId }) : applied;
}

/** Breaks on a device where the customer has another name by now, and nowhere else. */
function fragile(rows: BusinessRows, given: unknown, act: Act): Ended {
  const { id, seen } = given as { id: string; seen: string };
  const row = rows.get('customers', id);
  if (!row) return rejected('crm.customerGone', { id });
  if (!act.leavesStub && row.name !== seen) return failed;
  rows.update('customers', row, { city: seen }, act);
  return applied;
}

/** Posts a customer under the next number; a device has none to give. */
function postInvoice(rows: BusinessRows, given: unknown, act: Act): Ended {
  const { id, territoryId, end } = given as { id: string; territoryId: string; end: string };
  if (end === 'broken') return failed;
  if (end === 'refused') return rejected('crm.customerGone', {});
  const [number] = act.legalNumbers ?? [];
  const name = number === undefined ? 'number waits' : `INV ${number}`;
  return addCustomer(rows, { id, name, territoryId }, act);
}

const runs: Readonly<Record<string, ModelledRun>> = { addCustomer, changeCustomer, addOrder, fragile, postInvoice };

/** By `name@version`. */
export const runModelledTests: Readonly<Record<string, { readonly permission: string; readonly run: ModelledRun }>> =
  Object.fromEntries(Object.entries(runs).map(([name, run]) => [`test.${name}@1`, { permission, run }]));
