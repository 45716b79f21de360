/** Goods that were set apart: freed into stock, or sent back to whom they came from (R20, R26, R32). */
import type { BusinessRows, Cell } from './business-rows.ts';
import type { ModelledRun } from './command-run.ts';
import { bookedOpenly, freeNumberIn, Told, worksAt } from './document-words.ts';
import { tellPlaceElsewhere } from './keep-commands.ts';
import { userNameOf } from './order-commands.ts';
import { bookMovements, goodsMeant, isBooked, type Movement, tellEmptyPlaces } from './stock-ledger.ts';

interface Named {
  readonly productId: string;
  readonly lotId: string | null;
  readonly serialId: string | null;
  readonly quantity: number;
}

interface Freed {
  readonly freeId: string;
  readonly warehouseId: string;
  readonly freedAt: number;
  readonly reason: string;
  readonly lines: readonly (Named & {
    readonly outId: string;
    readonly inId: string;
    readonly fromLocationId: string | null;
    readonly toLocationId: string | null;
  })[];
}

/** Out of quarantine and into what may be sold: two rows that sum to nothing. */
export const freeQuarantine: ModelledRun = (rows, given, act) => {
  const { freeId, warehouseId, freedAt, reason, lines } = given as Freed;
  const told = new Told();
  const ids = lines.map(({ outId }) => outId);
  if (isBooked(rows, ids)) {
    told.flag('inventory.bookedBefore');
    return told.ended;
  }
  if (!worksAt(act, warehouseId)) told.flag('inventory.foreignWarehouse');
  const { occurredAt, bookedOn } = bookedOpenly(rows, freedAt, act, told);
  const paper = { documentId: freeId, documentNumber: null, occurredAt, bookedOn };
  const movements = lines.flatMap((line, at): Movement[] => {
    const meant = goodsMeant(rows, line, at + 1, told);
    if (!meant) return [];
    for (const id of [line.fromLocationId, line.toLocationId]) tellPlaceElsewhere(rows, id, warehouseId, told);
    const { quantity, fromLocationId, toLocationId } = line;
    const of = { ...meant, warehouseId, cause: 'move', reason };
    return [
      { id: line.outId, ...of, quantity: -quantity, locationId: fromLocationId, condition: 'quarantine' },
      { id: line.inId, ...of, quantity, locationId: toLocationId, condition: 'saleable' },
    ];
  });
  bookMovements(rows, movements, paper, act, told);
  tellEmptyPlaces(rows, movements, paper, act, told);
  const freed = lines.map(({ productId }) => productId);
  tellNotSetApart(rows, warehouseId, freed, told);
  return told.ended;
};

interface Sent {
  readonly receiptId: string;
  readonly number: string;
  readonly warehouseId: string;
  readonly supplierId: string | null;
  readonly supplierName: string;
  readonly sentAt: number;
  readonly reason: string;
  readonly lines: readonly (Named & { readonly id: string; readonly locationId: string | null })[];
}

/** A receipt below zero; its goods leave at what goods are worth on the average. */
export const sendBack: ModelledRun = (rows, given, act) => {
  const { receiptId, number: wanted, sentAt, reason, lines, ...to } = given as Sent;
  const { warehouseId } = to;
  const told = new Told();
  if (rows.get('receipts', receiptId)) {
    told.flag('inventory.recordedBefore', { number: wanted });
    return told.ended;
  }
  if (!worksAt(act, warehouseId)) told.flag('inventory.foreignWarehouse');
  const { occurredAt, openOn, bookedOn } = bookedOpenly(rows, sentAt, act, told);
  const number = freeNumberIn(rows, 'receipts', wanted, told);
  const goods = lines.flatMap((line, at) => {
    const meant = goodsMeant(rows, line, at + 1, told);
    return meant ? [{ line, ...meant }] : [];
  });
  const none = { purchaseOrderId: null, purchaseOrderNumber: null, deliveryNote: null, reversesId: null };
  const day = { receivedAt: occurredAt, receivedOn: openOn, note: reason, sentBack: 1 };
  const by = { receivedByName: userNameOf(rows, act.userId), deviceCode: act.deviceCode, lineCount: goods.length };
  rows.insert('receipts', { id: receiptId, number, ...to, ...none, ...day, ...by }, act);
  for (const [at, { line, product, lotId, serialId }] of goods.entries()) {
    const { code = null, name = null, unit = null } = product;
    const lot = lotId === null ? undefined : rows.get('lots', lotId);
    const which = { lotId, lotCode: lot?.code ?? null, expiresOn: lot?.expiresOn ?? null, serialId };
    const { id, locationId, quantity } = line;
    const what = { productId: product.id ?? null, productCode: code, productName: name, unit };
    const where = { locationId, locationCode: rows.get('locations', locationId)?.code ?? null };
    const serialCode = serialId === null ? null : (rows.get('serials', serialId)?.code ?? null);
    const row = { id, receiptId, position: at + 1, purchaseOrderLineId: null, ...what, ...which, serialCode, ...where };
    const set = { quantity: -quantity, condition: 'quarantine', rejectReason: reason };
    rows.insert('receiptLines', { ...row, ...set }, act);
  }
  const paper = { documentId: receiptId, documentNumber: number, occurredAt, bookedOn };
  const movements = goods.map(({ line, ...meant }): Movement => {
    const { id, quantity, locationId } = line;
    return {
      id,
      ...meant,
      warehouseId,
      quantity: -quantity,
      cause: 'sentBack',
      locationId,
      condition: 'quarantine',
      reason,
    };
  });
  bookMovements(rows, movements, paper, act, told);
  tellEmptyPlaces(rows, movements, paper, act, told);
  const gone = goods.map(({ product }) => product.id ?? null);
  tellNotSetApart(rows, warehouseId, gone, told);
  return told.ended;
};

/** R20: nothing less than nothing is set apart. */
function tellNotSetApart(rows: BusinessRows, warehouseId: string, productIds: readonly Cell[], told: Told): void {
  for (const id of [...new Set(productIds)].map((productId) => `${productId}:${warehouseId}`).sort()) {
    const balance = rows.get('stockBalances', id);
    const quarantined = Number(balance?.quarantined ?? 0);
    const product = rows.get('products', balance?.productId ?? null);
    if (quarantined < 0 && product)
      told.flag('inventory.notSetApart', { product: product.name ?? null, missing: -quarantined });
  }
}
