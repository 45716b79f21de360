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

/** R10: what a shipment's history is told, each a row of its own; nothing of it is ever changed. */
function note(rows: BusinessRows, shipmentId: string, told: readonly ModelRow[], act: Act): void {
  const empty = {
    ...{ carrierBefore: null, carrierAfter: null, numberBefore: null, numberAfter: null, parcelCode: null },
    ...{ personName: null, fileHash: null, note: null },
  };
  told.forEach((change, at) => {
    const id = `${act.commandId}:${at + 1}`;
    rows.insert('shipmentChanges', { id, shipmentId, deviceCode: act.deviceCode, ...empty, ...change }, act);
  });
}

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
  const told: ModelRow[] = [];
  if (row.carrierId !== carrierId || row.trackingNumber !== trackingNumber) {
    const carriers = { carrierBefore: row.carrierName ?? null, carrierAfter: carrierName };
    const numbers = { numberBefore: row.trackingNumber ?? null, numberAfter: trackingNumber };
    told.push({ kind: 'carrierNamed', changedAt: act.now, ...carriers, ...numbers });
  }
  for (const { parcelId, trackingNumber: numberAfter } of parcels) {
    const parcel = rows.get('parcels', parcelId);
    if (!isLive(parcel) || parcel.shipmentId !== shipmentId || parcel.trackingNumber === numberAfter) continue;
    rows.update('parcels', parcel, { trackingNumber: numberAfter }, act);
    const was = { parcelCode: parcel.code ?? null, numberBefore: parcel.trackingNumber ?? null };
    told.push({ kind: 'parcelNumbered', changedAt: act.now, ...was, numberAfter });
  }
  note(rows, shipmentId, told, act);
  return applied;
};

interface Proof {
  readonly shipmentId: string;
  readonly signatureHash: string | null;
  readonly photoHashes: readonly string[];
  readonly personName: string | null;
  readonly words: string | null;
  readonly at: number;
}

/** What shows that goods came is added to what there is; what is there already is nothing new. */
function addProof(rows: BusinessRows, shipment: ModelRow, proof: Proof, act: Act): void {
  const { shipmentId, signatureHash, photoHashes, personName, words } = proof;
  const there = rows.find('shipmentChanges', (row) => row.shipmentId === shipmentId).map(({ fileHash }) => fileHash);
  const changedAt = Math.min(proof.at, act.now);
  const signed = { kind: 'signatureAdded', changedAt, fileHash: signatureHash, personName };
  const pictured = [...new Set(photoHashes)].map((fileHash) => ({ kind: 'pictureAdded', changedAt, fileHash }));
  const known = [shipment.signatureHash, shipment.photoHash, ...there];
  const added: ModelRow[] = [signed, ...pictured].filter(
    ({ fileHash }) => fileHash !== null && !known.includes(fileHash),
  );
  note(
    rows,
    shipmentId,
    added.map((change, at) => (at === 0 ? { ...change, note: words } : change)),
    act,
  );
}

/** The first word stands; of the second only what it shows is kept. */
const confirmDelivery: ModelledRun = (rows, given, act) => {
  const {
    shipmentId,
    deliveredAt,
    isRefused,
    note: words,
    ...said
  } = given as {
    shipmentId: string;
    deliveredAt: number;
    isRefused: boolean;
    note: string | null;
    receivedByName: string | null;
    signatureHash: string | null;
    photoHash: string | null;
  };
  const row = rows.get('shipments', shipmentId);
  if (!isLive(row)) return adjusted([{ code: 'inventory.deliveryUnknown', params: {} }]);
  const { receivedByName: personName, signatureHash, photoHash } = said;
  if (row.state !== 'shipped') {
    const photoHashes = photoHash === null ? [] : [photoHash];
    addProof(rows, row, { shipmentId, signatureHash, photoHashes, personName, words, at: deliveredAt }, act);
    const params = { number: row.number ?? null, customer: row.customerName ?? null };
    return adjusted([{ code: 'inventory.deliveredBefore', params }]);
  }
  const state = isRefused ? 'refused' : 'delivered';
  const at = Math.min(deliveredAt, act.now);
  rows.update('shipments', row, { state, deliveredAt: at, ...said, deliveryNote: words }, act);
  note(rows, shipmentId, [{ kind: state, changedAt: at, personName, note: words }], act);
  return applied;
};

/** It has happened, wherever the goods are by now. */
const addDeliveryProof: ModelledRun = (rows, given, act) => {
  const {
    shipmentId,
    addedAt,
    signedByName,
    signatureHash,
    photoHashes,
    note: words,
  } = given as {
    shipmentId: string;
    addedAt: number;
    signedByName: string | null;
    signatureHash: string | null;
    photoHashes: readonly string[];
    note: string | null;
  };
  const row = rows.get('shipments', shipmentId);
  if (!isLive(row)) return adjusted([{ code: 'inventory.deliveryUnknown', params: {} }]);
  const proof = { shipmentId, signatureHash, photoHashes, personName: signedByName, words, at: addedAt };
  addProof(rows, row, proof, act);
  if (row.state === 'delivered' || row.state === 'refused') return applied;
  const params = { number: row.number ?? null, customer: row.customerName ?? null };
  return adjusted([{ code: 'inventory.proofUndelivered', params }]);
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
  'inventory.addDeliveryProof@1': { permission: 'inventory.confirmDelivery', run: addDeliveryProof },
  'sales.setDeliveryTerms@1': { permission: 'sales.confirmOrder', run: setDeliveryTerms },
} as const;
