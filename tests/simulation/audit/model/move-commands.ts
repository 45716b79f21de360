/** R22: goods that are held back for one order go to another that waits for them. */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, adjusted, applied, type Ended, type ModelledRun, rejected } from './command-run.ts';
import { isLive } from './document-words.ts';
import { isOwnStub, userNameOf } from './order-commands.ts';
import { standingLines } from './order-standing.ts';
import { reachesOrder } from './reach.ts';

interface Move {
  readonly fromOrderId: string;
  readonly fromLineId: string;
  readonly toOrderId: string;
  readonly toLineId: string;
  readonly warehouseId: string;
  readonly quantity: number;
  readonly reservationId: string;
}

const isEnded = (found: ModelRow | Ended): found is Ended => typeof found.state === 'string' && 'reasons' in found;

function openOrderOf(rows: BusinessRows, id: string, act: Act): ModelRow | Ended {
  const order = rows.get('orders', id);
  if (!isLive(order) || !(isOwnStub(order, act) || reachesOrder(rows, order, act)))
    return rejected('sales.orderGone', {});
  const number = order.number ?? '';
  if (order.state === 'rejected') return rejected('sales.orderRejected', { number });
  if (order.state !== 'open') return rejected('sales.orderNotOpen', { number, state: order.state ?? '' });
  return order;
}

const heldIn = (rows: BusinessRows, lineId: string, warehouseId: string): ModelRow[] =>
  rows
    .find('reservations', (row) => isLive(row) && row.orderLineId === lineId && row.warehouseId === warehouseId)
    .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));

const sumOf = (found: readonly ModelRow[], column: string): number =>
  found.reduce((sum, row) => sum + Number(row[column]), 0);

export const moveReservation: ModelledRun = (rows, given, act) => {
  const { fromLineId, toLineId, warehouseId, quantity, ...args } = given as Move;
  const from = openOrderOf(rows, args.fromOrderId, act);
  if (isEnded(from)) return from;
  if (args.fromOrderId === args.toOrderId) return rejected('sales.moveWithinOrder', { number: from.number ?? null });
  const to = openOrderOf(rows, args.toOrderId, act);
  if (isEnded(to)) return to;
  const giving = standingLines(rows, from.id).find(({ id }) => id === fromLineId);
  if (!giving) return rejected('sales.lineGone', { number: from.number ?? null });
  const getting = standingLines(rows, to.id).find(({ id }) => id === toLineId);
  if (!getting) return rejected('sales.lineGone', { number: to.number ?? null });
  const product = getting.productName ?? null;
  if (giving.productId !== getting.productId)
    return rejected('sales.moveOtherProduct', { product: giving.productName ?? null, other: product });
  const warehouse = rows.get('warehouses', warehouseId)?.name ?? '';
  const held = heldIn(rows, fromLineId, warehouseId);
  const isItsPick = (row: ModelRow): boolean =>
    isLive(row) && row.orderLineId === fromLineId && row.warehouseId === warehouseId && Number(row.allocated) > 0;
  const free = Math.max(0, sumOf(held, 'quantity') - sumOf(rows.find('pickLines', isItsPick), 'allocated'));
  const about = { number: from.number ?? null, product, warehouse };
  if (getting.backOrdered === 0) return rejected('sales.waitsForNothing', { number: to.number ?? null, product });
  if (held.length === 0) return rejected('sales.holdsNothing', about);
  if (free === 0) return rejected('sales.heldOnList', about);
  const moved = Math.min(quantity, free, Number(getting.backOrdered));
  let left = moved;
  for (const row of held) {
    const taken = Math.min(left, Number(row.quantity));
    left -= taken;
    if (taken === 0) continue;
    const rest = Number(row.quantity) - taken;
    rows.update('reservations', row, rest === 0 ? { deletedAt: act.now } : { quantity: rest }, act);
  }
  const [standing] = heldIn(rows, toLineId, warehouseId);
  if (standing) rows.update('reservations', standing, { quantity: Number(standing.quantity) + moved }, act);
  else {
    const of = { orderId: args.toOrderId, orderLineId: toLineId, productId: getting.productId ?? null };
    rows.insert('reservations', { id: args.reservationId, ...of, warehouseId, quantity: moved }, act);
  }
  const where = { warehouseId, warehouseName: warehouse, moved };
  count(rows, { order: from, line: giving, otherLine: getting, otherOrder: to, way: -1, ...where }, act);
  count(rows, { order: to, line: getting, otherLine: giving, otherOrder: from, way: 1, ...where }, act);
  if (moved === quantity) return applied;
  const unit = getting.unit ?? null;
  return adjusted([{ code: 'sales.movedLess', params: { ...about, unit, wanted: quantity, moved } }]);
};

interface Counted {
  readonly order: ModelRow;
  readonly line: ModelRow;
  readonly otherOrder: ModelRow;
  readonly otherLine: ModelRow;
  readonly way: 1 | -1;
  readonly moved: number;
  readonly warehouseId: Cell;
  readonly warehouseName: Cell;
}

/** What one of the two has by now, and how its history tells it. */
function count(rows: BusinessRows, counted: Counted, act: Act): void {
  const { order, line, otherOrder, otherLine, way, moved, warehouseId, warehouseName } = counted;
  const reserved = Number(line.reserved) + way * moved;
  rows.update('orderLines', line, { reserved, backOrdered: Number(line.backOrdered) - way * moved }, act);
  const backOrderedLines = standingLines(rows, order.id).filter((each) => Number(each.backOrdered) > 0).length;
  rows.update('orders', order, { backOrderedLines }, act);
  const { position = null, productId = null, productName = null, unit = null, quantity = null } = line;
  const total = order.totalMinor ?? null;
  const change = {
    ...{ id: `${act.commandId}:${line.id}`, orderId: order.id ?? null, orderLineId: line.id ?? null },
    ...{ kind: way === 1 ? 'reservationTaken' : 'reservationMoved', position, productId, productName, unit },
    ...{ quantity: moved, quantityBefore: quantity, quantityAfter: quantity, warehouseId, warehouseName },
    ...{ newLineId: otherLine.id ?? null, newProductName: otherOrder.number ?? null },
    ...{ totalBeforeMinor: total, totalAfterMinor: total, currency: order.currency ?? null },
    ...{ orderNumber: order.number ?? null, customerName: order.customerName ?? null, shipTo: order.shipTo ?? null },
    ...{ requestedOn: order.requestedOn ?? null, changedAt: act.now, changedBy: act.userId },
    ...{ changedByName: userNameOf(rows, act.userId), deviceCode: act.deviceCode },
  };
  rows.insert('orderChanges', change, act);
}
