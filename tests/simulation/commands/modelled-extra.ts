/** What the auditor thinks of the simulation's own commands. */
import type { BusinessRows, ModelRow } from '../audit/model/business-rows.ts';
import {
  type Act,
  adjusted,
  applied,
  type Ended,
  failed,
  type ModelledRun,
  rejected,
} from '../audit/model/command-run.ts';
import { modelledHolder, reachesCustomer, reachesOrder } from '../audit/model/reach.ts';

const permission = 'sales.confirmOrder';
const gone = rejected('simulation.gone', {});

function reachableCustomer(rows: BusinessRows, id: string, act: Act): ModelRow | null {
  const row = rows.get('customers', id);
  return row && reachesCustomer(row, act) ? row : null;
}

function handOver(rows: BusinessRows, given: unknown, act: Act): Ended {
  const args = given as { movementId: string; productId: string; warehouseId: string; quantity: number };
  const { movementId: id, productId, warehouseId, quantity } = args;
  const left = Number(rows.get('stockBalances', `${productId}:${warehouseId}`)?.onHand ?? 0) - quantity;
  const movement = { id, productId, warehouseId, quantity: -quantity, cause: 'shipment', documentId: null };
  rows.insert('stockMovements', { ...movement, documentNumber: null, lotId: null, occurredAt: act.now }, act);
  return left < 0 ? adjusted([{ code: 'simulation.belowZero', params: { left } }]) : applied;
}

function moveCustomer(rows: BusinessRows, given: unknown, act: Act): Ended {
  const { customerId, territoryId } = given as { customerId: string; territoryId: string };
  const row = reachableCustomer(rows, customerId, act);
  if (!row) return gone;
  rows.update('customers', row, { territoryId, holderId: modelledHolder({ ...row, territoryId }) }, act);
  return applied;
}

function moveOrder(rows: BusinessRows, given: unknown, act: Act): Ended {
  const { orderId, customerId } = given as { orderId: string; customerId: string };
  const row = rows.get('orders', orderId);
  if (!row || !reachesOrder(rows, row, act)) return gone;
  rows.update('orders', row, { customerId }, act);
  return applied;
}

const emptyContact = { title: null, phone: null, email: null, isPrimary: 0, note: null };

function noteContact(rows: BusinessRows, given: unknown, act: Act): Ended {
  const { id, customerId, name, isNew } = given as { id: string; customerId: string; name: string; isNew: boolean };
  const known = rows.get('contacts', id);
  if (isNew === (known !== undefined)) return gone;
  if (!reachableCustomer(rows, customerId, act) || (known && known.customerId !== customerId)) return gone;
  if (known) rows.update('contacts', known, { name }, act);
  else rows.insert('contacts', { id, customerId, name, ...emptyContact }, act);
  return applied;
}

function removeContact(rows: BusinessRows, given: unknown, act: Act): Ended {
  const row = rows.get('contacts', (given as { id: string }).id);
  if (!row || !reachableCustomer(rows, String(row.customerId), act)) return gone;
  rows.remove('contacts', row, act);
  return applied;
}

function removeReceipt(rows: BusinessRows, given: unknown, act: Act): Ended {
  const row = rows.get('expectedReceipts', (given as { id: string }).id);
  if (!row) return gone;
  rows.remove('expectedReceipts', row, act);
  return applied;
}

/** On the server it writes; on a device it does so the first time only. */
function breakInReplay(rows: BusinessRows, given: unknown, act: Act): Ended {
  const { id, customerId } = given as { id: string; customerId: string };
  if (!reachableCustomer(rows, customerId, act) || rows.get('contacts', id)) return gone;
  rows.insert('contacts', { id, customerId, name: 'breaks', ...emptyContact }, act);
  return act.leavesStub ? applied : failed;
}

const runs: Readonly<Record<string, ModelledRun>> = {
  handOver,
  moveCustomer,
  moveOrder,
  noteContact,
  removeContact,
  removeReceipt,
  breakInReplay,
};

/** By `name@version`. */
export const runModelledExtra: Readonly<Record<string, { readonly permission: string; readonly run: ModelledRun }>> =
  Object.fromEntries(Object.entries(runs).map(([name, run]) => [`simulation.${name}@1`, { permission, run }]));
