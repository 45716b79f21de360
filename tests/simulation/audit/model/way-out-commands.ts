/** What becomes of pick lists, carriers, tours and deliveries, and how an order is to leave (R8, R23, R24, R30). */
import type { BusinessRows, ModelRow } from './business-rows.ts';
import {
  type Act,
  adjusted,
  applied,
  type Ended,
  type GivenReason,
  type ModelledRun,
  rejected,
} from './command-run.ts';
import { isOwnStub, userNameOf } from './order-commands.ts';
import { reachesOrder } from './reach.ts';

const isLive = (row: ModelRow | undefined): row is ModelRow => row !== undefined && row.deletedAt === null;

function listHere(rows: BusinessRows, given: unknown, act: Act): ModelRow | null {
  const list = rows.get('pickLists', (given as { pickListId: string }).pickListId);
  return isLive(list) && act.sees(`warehouse:${list.warehouseId}`) ? list : null;
}

const taken = (list: ModelRow): Ended =>
  rejected('inventory.pickListClaimed', {
    number: list.number ?? null,
    officeBy: list.claimedByName ?? null,
    officeAt: list.claimedAt ?? null,
    device: list.claimedDeviceCode ?? null,
  });

const isOver = (list: ModelRow): boolean => list.state !== 'released' && list.state !== 'claimed';
const over = (list: ModelRow): Ended =>
  rejected('inventory.pickListDone', { number: list.number ?? null, state: list.state ?? null });

/** R24: one desk has it; whoever has it already goes on. */
const claimPickList: ModelledRun = (rows, given, act) => {
  const list = listHere(rows, given, act);
  if (!list) return rejected('inventory.pickListGone', {});
  if (isOver(list)) return over(list);
  if (list.state === 'claimed')
    return list.claimedBy === act.userId && list.claimedDeviceCode === act.deviceCode ? applied : taken(list);
  const claim = { claimedBy: act.userId, claimedByName: userNameOf(rows, act.userId), claimedAt: act.now };
  rows.update('pickLists', list, { state: 'claimed', ...claim, claimedDeviceCode: act.deviceCode }, act);
  return applied;
};

const releaseClaim: ModelledRun = (rows, given, act) => {
  const list = listHere(rows, given, act);
  if (!list) return rejected('inventory.pickListGone', {});
  if (list.state === 'released') return applied;
  if (list.state !== 'claimed') return over(list);
  if (list.claimedBy !== act.userId && !act.permissions.has('inventory.releaseOrders')) return taken(list);
  const nobody = { claimedBy: null, claimedByName: null, claimedAt: null, claimedDeviceCode: null };
  rows.update('pickLists', list, { state: 'released', ...nobody }, act);
  return applied;
};

const saveCarrier: ModelledRun = (rows, given, act) => {
  const { id, code, isOwn, active, ...rest } = given as { id: string; code: string; isOwn: boolean; active: boolean };
  if (rows.find('carriers', (row) => isLive(row) && row.code === code && row.id !== id).length > 0)
    return rejected('admin.codeTaken', { code });
  const told = { code, ...rest, isOwn: isOwn ? 1 : 0, active: active ? 1 : 0 };
  const known = rows.get('carriers', id);
  if (known) rows.update('carriers', known, told, act);
  else rows.insert('carriers', { id, ...told }, act);
  return applied;
};

/** What is delivered stays as it was driven, and the others come after it. */
const planTour: ModelledRun = (rows, given, act) => {
  const { tourOn, driverId, shipmentIds } = given as {
    tourOn: string | null;
    driverId: string | null;
    shipmentIds: readonly string[];
  };
  const reasons: GivenReason[] = [];
  const changes: [ModelRow, ModelRow][] = [];
  const driven = rows.find(
    'shipments',
    (row) => isLive(row) && row.state !== 'shipped' && row.tourOn === tourOn && row.driverId === driverId,
  );
  const lastDriven = tourOn === null ? 0 : Math.max(0, ...driven.map(({ stop }) => Number(stop ?? 0)));
  for (const id of new Set(shipmentIds)) {
    const row = rows.get('shipments', id);
    if (!isLive(row) || !act.sees(`warehouse:${row.warehouseId}`)) return rejected('inventory.shipmentGone', {});
    if (row.state !== 'shipped') {
      reasons.push({ code: 'inventory.shipmentNotOnTheWay', params: { number: row.number ?? null } });
      continue;
    }
    const stop = lastDriven + changes.length + 1;
    changes.push([row, { tourOn, ...(tourOn === null ? { driverId: null, stop: null } : { driverId, stop }) }]);
  }
  for (const [row, change] of changes) rows.update('shipments', row, change, act);
  return reasons.length === 0 ? applied : adjusted(reasons);
};

/** What left stays as it is; who carries it and its numbers are said otherwise. */
const nameCarrier: ModelledRun = (rows, given, act) => {
  const { shipmentId, carrierId, trackingNumber, parcels } = given as {
    shipmentId: string;
    carrierId: string | null;
    trackingNumber: string | null;
    parcels: readonly { parcelId: string; trackingNumber: string | null }[];
  };
  const row = rows.get('shipments', shipmentId);
  if (!isLive(row) || !act.sees(`warehouse:${row.warehouseId}`)) return rejected('inventory.shipmentGone', {});
  if (row.state === 'reversed') return rejected('inventory.shipmentReversed', { number: row.number ?? null });
  const carrier = rows.get('carriers', carrierId);
  const isSame = carrierId !== null && row.carrierId === carrierId;
  if (carrierId !== null && !isSame && !isLive(carrier)) return rejected('inventory.carrierGone', {});
  const carrierName = isSame ? (row.carrierName ?? null) : (carrier?.name ?? null);
  rows.update('shipments', row, { carrierId, carrierName, trackingNumber }, act);
  for (const { parcelId, trackingNumber: own } of parcels) {
    const parcel = rows.get('parcels', parcelId);
    if (isLive(parcel) && parcel.shipmentId === shipmentId)
      rows.update('parcels', parcel, { trackingNumber: own }, act);
  }
  return applied;
};

/** The first word stands. */
const confirmDelivery: ModelledRun = (rows, given, act) => {
  const { shipmentId, deliveredAt, isRefused, note, ...said } = given as {
    shipmentId: string;
    deliveredAt: number;
    isRefused: boolean;
    note: string | null;
  };
  const row = rows.get('shipments', shipmentId);
  if (!isLive(row)) return adjusted([{ code: 'inventory.deliveryUnknown', params: {} }]);
  if (row.state !== 'shipped') {
    const params = { number: row.number ?? null, customer: row.customerName ?? null };
    return adjusted([{ code: 'inventory.deliveredBefore', params }]);
  }
  const state = isRefused ? 'refused' : 'delivered';
  const at = Math.min(deliveredAt, act.now);
  rows.update('shipments', row, { state, deliveredAt: at, ...said, deliveryNote: note }, act);
  return applied;
};

const setDeliveryTerms: ModelledRun = (rows, given, act) => {
  const { orderId, shipComplete, minimumLifeDays } = given as {
    orderId: string;
    shipComplete: boolean;
    minimumLifeDays: number;
  };
  const order = rows.get('orders', orderId);
  if (!isLive(order) || !(isOwnStub(order, act) || reachesOrder(rows, order, act)))
    return rejected('sales.orderGone', {});
  const number = order.number ?? '';
  if (order.state === 'rejected') return rejected('sales.orderRejected', { number });
  if (order.state !== 'open') return rejected('sales.orderNotOpen', { number, state: order.state ?? '' });
  rows.update('orders', order, { shipComplete: shipComplete ? 1 : 0, minimumLifeDays }, act);
  return applied;
};

export const wayOutCommands = {
  'inventory.claimPickList@1': { permission: 'inventory.recordPick', run: claimPickList },
  'inventory.releaseClaim@1': { permission: 'inventory.recordPick', run: releaseClaim },
  'inventory.saveCarrier@1': { permission: 'inventory.planTours', run: saveCarrier },
  'inventory.planTour@1': { permission: 'inventory.planTours', run: planTour },
  'inventory.nameCarrier@1': { permission: 'inventory.ship', run: nameCarrier },
  'inventory.confirmDelivery@1': { permission: 'inventory.confirmDelivery', run: confirmDelivery },
  'sales.setDeliveryTerms@1': { permission: 'sales.confirmOrder', run: setDeliveryTerms },
} as const;
