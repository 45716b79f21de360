/** What shipping makes of an order's lines, of the order, and of what its payer owes (R5, R8, R22, R54). */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import type { Act } from './command-run.ts';
import { isLive } from './document-words.ts';
import { countExposure } from './order-commands.ts';

export const standingLines = (rows: BusinessRows, orderId: Cell | undefined): ModelRow[] =>
  rows
    .find('orderLines', (row) => isLive(row) && row.orderId === orderId)
    .sort((a, b) => Number(a.position) - Number(b.position));

export interface Standing {
  readonly line: ModelRow;
  readonly shipped: number;
  readonly reserved: number;
  readonly backOrdered: number;
}

/** An order that lives is closed when all of it has left, and open else. @returns its state */
export function setStandings(rows: BusinessRows, order: ModelRow, standings: readonly Standing[], act: Act): Cell {
  for (const { line, ...counted } of standings) rows.update('orderLines', line, counted, act);
  const lines = standingLines(rows, order.id);
  const backOrderedLines = lines.filter((line) => Number(line.backOrdered) > 0).length;
  const isAllSent = lines.length > 0 && lines.every((line) => Number(line.shipped) >= Number(line.quantity));
  const isLiving = order.state === 'open' || order.state === 'closed';
  const state = isLiving ? (isAllSent ? 'closed' : 'open') : (order.state ?? null);
  if (state !== order.state || backOrderedLines !== order.backOrderedLines)
    rows.update('orders', rows.get('orders', order.id) ?? order, { state, backOrderedLines }, act);
  return state;
}

/** A device that holds nobody's exposure foretells none. */
export const knowsPayer = (rows: BusinessRows, order: ModelRow, act: Act): boolean =>
  act.leavesStub || rows.get('exposures', `${order.customerId}:${order.currency}`) !== undefined;

/** R54: what of an order is still to be sent. */
export function countUnsent(rows: BusinessRows, order: ModelRow, openMinor: number, entryId: string, act: Act): void {
  if (!knowsPayer(rows, order, act)) return;
  if (openMinor > 0) countExposure(rows, { ...order, totalMinor: openMinor }, entryId, act);
  else endOpenExposure(rows, order.id, act);
}

export function endOpenExposure(rows: BusinessRows, orderId: Cell | undefined, act: Act): void {
  const isItsOwn = (row: ModelRow): boolean => isLive(row) && row.documentId === orderId && row.kind === 'openOrder';
  for (const entry of rows.find('exposureEntries', isItsOwn))
    rows.update('exposureEntries', entry, { deletedAt: act.now }, act);
}

/** R22: what left is not held back any more: here first; elsewhere only what the line does not need. @returns what is left */
export function letGo(
  rows: BusinessRows,
  sent: {
    readonly orderId: Cell;
    readonly lineId: Cell;
    readonly warehouseId: Cell;
    readonly quantity: number;
    readonly stillToSend: number;
  },
  act: Act,
  trim: (leftHere: number) => void,
): number {
  const isItsOwn = (row: ModelRow): boolean =>
    isLive(row) && row.orderId === sent.orderId && row.orderLineId === sent.lineId;
  const held = rows.find('reservations', isItsOwn);
  let left = held.reduce((sum, row) => sum + Number(row.quantity), 0);
  const take = (row: ModelRow, quantity: number): void => {
    if (quantity <= 0) return;
    left -= quantity;
    const rest = Number(row.quantity) - quantity;
    rows.update('reservations', row, rest === 0 ? { deletedAt: act.now } : { quantity: rest }, act);
  };
  let toTake = sent.quantity;
  let leftHere = 0;
  for (const row of held.filter(({ warehouseId }) => warehouseId === sent.warehouseId)) {
    const taken = Math.min(toTake, Number(row.quantity));
    toTake -= taken;
    leftHere += Number(row.quantity) - taken;
    take(row, taken);
  }
  for (const row of held.filter(({ warehouseId }) => warehouseId !== sent.warehouseId))
    take(row, Math.min(Number(row.quantity), left - sent.stillToSend));
  trim(leftHere);
  return left;
}
