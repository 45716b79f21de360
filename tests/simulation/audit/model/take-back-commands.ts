/** What is taken back, and what will never be sent (R6, R8, R22, R54). */
import { voidWords } from './approval-words.ts';
import type { BusinessRows, ModelRow } from './business-rows.ts';
import { type Act, applied, type Ended, type ModelledRun, rejected } from './command-run.ts';
import { amountsOfOrder, countOrder } from './count-order.ts';
import { bookedOpenly, freeNumberIn, isLive, Told, worksAt } from './document-words.ts';
import { isOwnStub, reserveLine, shareStock, userNameOf } from './order-commands.ts';
import {
  countUnsent,
  endOpenExposure,
  knowsPayer,
  type Standing,
  setStandings,
  standingLines,
} from './order-standing.ts';
import { reachesOrder } from './reach.ts';
import { bookMovements, type Movement } from './stock-ledger.ts';
import { freeReservations, valueSent } from './stock-words.ts';

/** R8: another document with the same lines below zero; the order waits again. */
export const reverseShipment: ModelledRun = (rows, given, act) => {
  const args = given as { reversalId: string; number: string; shipmentId: string; note: string };
  const { reversalId, shipmentId } = args;
  const head = rows.get('shipments', shipmentId);
  if (!isLive(head) || !worksAt(act, head.warehouseId)) return rejected('inventory.shipmentGone', {});
  const about = { number: head.number ?? null };
  if (head.reversesId !== null) return rejected('inventory.shipmentReversed', about);
  if (head.state === 'delivered') return rejected('inventory.shipmentDelivered', about);
  const lines = rows
    .find('shipmentLines', (row) => isLive(row) && row.shipmentId === shipmentId)
    .sort((a, b) => Number(a.position) - Number(b.position));
  if (lines.some((line) => Number(line.returned) > 0)) return rejected('inventory.shipmentReturned', about);
  const found = rows.get('orders', head.orderId);
  const order = isLive(found) ? found : undefined;
  const isUnbilled = (row: ModelRow): boolean => row.documentId === shipmentId && row.kind === 'unbilled';
  const [entry] = order && knowsPayer(rows, order, act) ? rows.find('exposureEntries', isUnbilled) : [];
  if (entry && !isLive(entry)) return rejected('inventory.shipmentInvoiced', about);
  if (entry) rows.update('exposureEntries', entry, { deletedAt: act.now }, act);
  const told = new Told();
  const { openOn, bookedOn } = bookedOpenly(rows, act.now, act, told);
  const number = freeNumberIn(rows, 'shipments', args.number, told);
  const back = {
    ...{ id: reversalId, number, state: 'reversed', reversesId: shipmentId, pickListId: null, note: args.note },
    ...{ shippedOn: openOn, shippedAt: act.now, shippedBy: act.userId, deviceCode: act.deviceCode },
    ...{ shippedByName: userNameOf(rows, act.userId), parcelCount: 0, lineCount: lines.length },
    ...{ freightMinor: null, weightGrams: null, trackingNumber: null, tourOn: null, driverId: null, stop: null },
  };
  rows.insert('shipments', { ...head, ...back }, act);
  lines.forEach((line, at) => {
    const row = { ...line, id: `${reversalId}:${at + 1}`, shipmentId: reversalId, quantity: -Number(line.quantity) };
    rows.insert('shipmentLines', { ...row, returned: 0 }, act);
  });
  rows.update('shipments', head, { state: 'reversed', reversesId: reversalId }, act);
  const movements = lines.flatMap((line, at): Movement[] => {
    const product = rows.get('products', line.productId);
    if (!product) return [];
    const { lotId = null, serialId = null, locationId = null, quantity } = line;
    const goods = { product, warehouseId: head.warehouseId ?? null, lotId, serialId, locationId };
    const comes = { quantity: Number(quantity), cause: 'shipment', condition: 'saleable' };
    // R32: at what they left with.
    const left = act.leavesStub ? rows.get('movementCosts', line.id) : undefined;
    const worth = { unitCost: left ? Number(left.unitCost) : null, reversesId: line.id ?? null };
    return [{ id: `${reversalId}:${at + 1}`, ...goods, ...comes, ...worth }];
  });
  const paper = { documentId: reversalId, documentNumber: number, occurredAt: act.now, bookedOn };
  bookMovements(rows, movements, paper, act, told);
  if (order) waitAgain(rows, order, { id: reversalId, warehouseId: String(head.warehouseId), lines }, act);
  return told.ended;
};

function waitAgain(
  rows: BusinessRows,
  order: ModelRow,
  back: { readonly id: string; readonly warehouseId: string; readonly lines: readonly ModelRow[] },
  act: Act,
): void {
  const isWaiting = order.state === 'open' || order.state === 'closed';
  const returned = standingLines(rows, order.id).flatMap((line) => {
    const sent = back.lines.filter(({ orderLineId }) => orderLineId === line.id);
    const quantity = sent.reduce((sum, each) => sum + Number(each.quantity), 0);
    if (quantity === 0) return [];
    const shipped = Number(line.shipped) - quantity;
    const open = isWaiting ? Math.max(0, Number(line.quantity) - shipped) : 0;
    const missing = Math.max(0, open - Number(line.reserved) - Number(line.backOrdered));
    return [{ line, shipped, missing }];
  });
  const wanted = returned.filter(({ missing }) => missing > 0);
  const wishes = wanted.map(({ line, missing }) => ({ productId: String(line.productId), quantity: missing }));
  const shares = shareStock(rows, back.warehouseId, wishes, act);
  const standings = returned.map((each): Standing => {
    const share = shares[wanted.indexOf(each)] ?? { reserved: 0, backOrdered: 0 };
    const { line, shipped } = each;
    const wish = { id: String(line.id), reservationId: `${back.id}:${line.id}`, productId: String(line.productId) };
    reserveLine(rows, { orderId: String(order.id), warehouseId: back.warehouseId }, wish, share.reserved, act);
    const reserved = Number(line.reserved) + share.reserved;
    return { line, shipped, reserved, backOrdered: Number(line.backOrdered) + share.backOrdered };
  });
  const state = setStandings(rows, order, standings, act);
  if (state !== 'open') return;
  countUnsent(rows, order, Number(order.totalMinor) - valueSent(rows, order.id), back.id, act);
}

/** R6: each line is cut to what was sent of it, and its history keeps what was asked. */
export const closeShort: ModelledRun = (rows, given, act): Ended => {
  const { orderId } = given as { orderId: string };
  const order = rows.get('orders', orderId);
  if (!isLive(order) || !(isOwnStub(order, act) || reachesOrder(rows, order, act)))
    return rejected('sales.orderGone', {});
  const number = order.number ?? '';
  if (order.state === 'rejected') return rejected('sales.orderRejected', { number });
  if (order.state !== 'open') return rejected('sales.orderNotOpen', { number, state: order.state ?? '' });
  const lines = standingLines(rows, orderId);
  if (lines.every((line) => line.shipped === 0)) return rejected('sales.nothingShipped', { number });
  const cut = lines.filter((line) => Number(line.shipped) < Number(line.quantity));
  for (const line of cut) {
    const nothing = { quantity: line.shipped ?? 0, reserved: 0, backOrdered: 0 };
    const gone =
      line.shipped === 0
        ? { netMinor: 0, taxMinor: 0, documentDiscountMinor: 0, roundedOffMinor: 0, deletedAt: act.now }
        : {};
    rows.update('orderLines', line, { ...nothing, ...gone }, act);
  }
  const totalMinor = recount(rows, order, act);
  const told = {
    ...{ totalBeforeMinor: order.totalMinor ?? null, totalAfterMinor: totalMinor, currency: order.currency ?? null },
    ...{ orderNumber: number, customerName: order.customerName ?? null, shipTo: order.shipTo ?? null },
    ...{ requestedOn: order.requestedOn ?? null, changedAt: act.now, changedBy: act.userId },
    ...{ changedByName: userNameOf(rows, act.userId), deviceCode: act.deviceCode },
    ...{ warehouseId: null, warehouseName: null, newLineId: null, newProductName: null },
  };
  for (const line of cut) {
    const { position = null, productId = null, productName = null, unit = null, shipped = null } = line;
    const about = { orderLineId: line.id ?? null, position, productId, productName, unit };
    const figures = { quantityBefore: line.quantity ?? null, quantityAfter: shipped };
    const quantity = Number(line.quantity) - Number(shipped);
    const id = `${act.commandId}:${line.id}`;
    rows.insert('orderChanges', { id, orderId, kind: 'lineCut', ...about, quantity, ...figures, ...told }, act);
  }
  freeReservations(rows, orderId, act);
  endOpenExposure(rows, orderId, act);
  voidWords(rows, orderId, act);
  rows.update('orders', rows.get('orders', orderId) ?? order, { state: 'closed' }, act);
  return applied;
};

/** What is left comes to so much; nothing holds it any more. */
function recount(rows: BusinessRows, order: ModelRow, act: Act): number {
  const left = standingLines(rows, order.id);
  const amounts = countOrder(rows, left, amountsOfOrder(order, left), act);
  const backOrderedLines = left.filter((line) => Number(line.backOrdered) > 0).length;
  const counted = { ...amounts, lineCount: left.length, backOrderedLines };
  rows.update('orders', order, { ...counted, creditHold: 0, approvalHold: 0 }, act);
  return Number(amounts.totalMinor);
}
