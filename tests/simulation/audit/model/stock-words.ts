/** What can be promised, who has a part of it for himself, and what pick lists still take (R20, R22, R24). */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, readSetting } from './command-run.ts';

const isLive = (row: ModelRow): boolean => row.deletedAt === null;

const todayOf = (rows: BusinessRows, act: Act): string => {
  const offset = Number(readSetting(rows, 'company.utcOffsetMinutes', '480'));
  return new Date(act.now + offset * 60_000).toISOString().slice(0, 10);
};

/** One that names a device is of no use on another. */
export const isHeldHere = ({ deviceCode = null }: ModelRow, act: Act): boolean =>
  deviceCode === null || [act.deviceCode, ...act.formerCodes].includes(String(deviceCode));

/** A person's quotas that can be used on a day, the first to end first. */
function ownQuotas(rows: BusinessRows, productId: string, warehouseId: string, act: Act): ModelRow[] {
  const today = todayOf(rows, act);
  const end = (row: ModelRow): string => `${row.validUntil ?? '9999-12-31'} ${row.id}`;
  return rows
    .find(
      'stockQuotas',
      (row) =>
        isLive(row) &&
        row.userId === act.userId &&
        isHeldHere(row, act) &&
        row.productId === productId &&
        row.warehouseId === warehouseId &&
        Number(row.left) > 0 &&
        (row.validUntil === null || String(row.validUntil) >= today),
    )
    .sort((a, b) => (end(a) < end(b) ? -1 : 1));
}

/** R20: on hand, less what is set aside, past its day or called back, less what is held back. */
export function promisable(rows: BusinessRows, productId: string, warehouseId: string, act: Act): number {
  const balance = rows.get('stockBalances', `${productId}:${warehouseId}`);
  if (!balance) return 0;
  const today = todayOf(rows, act);
  let there = Number(balance.onHand) - Number(balance.quarantined) - Number(balance.reserved) - Number(balance.quota);
  for (const quota of ownQuotas(rows, productId, warehouseId, act)) there += Number(quota.left);
  for (const kept of rows.find(
    'lotBalances',
    (row) => row.productId === productId && row.warehouseId === warehouseId,
  )) {
    const lot = rows.get('lots', kept.lotId);
    const isOver =
      lot !== undefined && (lot.blocked === 1 || (lot.expiresOn !== null && String(lot.expiresOn) < today));
    if (isOver && Number(kept.onHand) > 0) there -= Math.max(0, Number(kept.onHand) - Number(kept.quarantined));
  }
  return there;
}

/** What a person has for himself goes first. */
export function drawOnQuotas(
  rows: BusinessRows,
  taken: { readonly productId: string; readonly warehouseId: string; readonly quantity: number },
  act: Act,
): void {
  let wanted = taken.quantity;
  for (const quota of ownQuotas(rows, taken.productId, taken.warehouseId, act)) {
    const used = Math.min(wanted, Number(quota.left));
    wanted -= used;
    if (used > 0) rows.update('stockQuotas', quota, { left: Number(quota.left) - used }, act);
  }
}

export const isDone = (line: ModelRow): boolean => Number(line.picked) > 0 || line.shortReason !== null;

export const linesOfList = (rows: BusinessRows, pickListId: Cell | undefined): ModelRow[] =>
  rows
    .find('pickLines', (row) => row.pickListId === pickListId && isLive(row))
    .sort((a, b) => Number(a.position) - Number(b.position));

/** A list says what became of its lines. */
export function settleList(rows: BusinessRows, pickListId: Cell | undefined, act: Act): void {
  const list = rows.get('pickLists', pickListId);
  if (!list) return;
  const lines = linesOfList(rows, pickListId);
  let state = list.state ?? null;
  if (lines.length === 0) state = 'cancelled';
  else if (lines.every(isDone)) state = lines.every((line) => line.allocated === 0) ? 'closed' : 'picked';
  const orderCount = new Set(lines.map((line) => line.orderId)).size;
  if (state === list.state && list.lineCount === lines.length && list.orderCount === orderCount) return;
  rows.update('pickLists', list, { state, lineCount: lines.length, orderCount }, act);
}

/** Goods beside the shelf that nobody waits for. */
export function flagPicked(rows: BusinessRows, id: string, flagged: ModelRow, act: Act): void {
  if (rows.get('stockFlags', id)) return;
  const open = { state: 'open', explanation: null, explainedAt: null, explainedByName: null };
  rows.insert('stockFlags', { id, kind: 'pickedTwice', ...flagged, ...open }, act);
}

/** R24: what was taken from its shelf, and nobody waits for any more. */
export function flagBeside(rows: BusinessRows, name: string, line: ModelRow, quantity: number, act: Act): void {
  const { warehouseId = null, productId = null, productName = null, lotId = null, serialId = null } = line;
  const flagged = {
    ...{ warehouseId, productId, productName, lotId, serialId },
    documentId: line.pickListId ?? null,
    documentNumber: rows.get('pickLists', line.pickListId)?.number ?? null,
    quantity,
    occurredAt: act.now,
  };
  flagPicked(rows, `${act.commandId}:${name}`, flagged, act);
}

/** R24: an order that holds nothing back is taken off the lists. */
function dropFromLists(rows: BusinessRows, orderId: string, act: Act): void {
  const lines = rows.find(
    'pickLines',
    (row) =>
      row.orderId === orderId &&
      Number(row.allocated) > 0 &&
      isLive(row) &&
      Boolean(rows.get('pickLists', row.pickListId)),
  );
  for (const line of lines) {
    rows.update('pickLines', line, { allocated: 0, ...(isDone(line) ? {} : { deletedAt: act.now }) }, act);
    if (isDone(line)) flagBeside(rows, String(line.id), line, Number(line.allocated), act);
  }
  for (const id of new Set(lines.map((line) => line.pickListId))) settleList(rows, id, act);
}

/** R54: what has been sent of an order is worth, by the line, half up. */
export function valueSent(rows: BusinessRows, orderId: Cell | undefined): number {
  return rows
    .find('orderLines', (row) => row.orderId === orderId && isLive(row))
    .reduce((sum, line) => sum + partOf(line, Number(line.shipped)), 0);
}

/** What so much of a line is worth, and never more than all of it. */
export function partOf(line: ModelRow, shipped: number): number {
  const whole = BigInt(Number(line.quantity));
  const part = BigInt(Math.max(0, Math.min(shipped, Number(line.quantity))));
  if (whole <= 0n) return 0;
  return Number((2n * BigInt(Number(line.netMinor) + Number(line.taxMinor)) * part + whole) / (2n * whole));
}

export function freeReservations(rows: BusinessRows, orderId: string, act: Act): void {
  dropFromLists(rows, orderId, act);
  for (const row of rows.find('reservations', (each) => each.orderId === orderId && isLive(each)))
    rows.update('reservations', row, { deletedAt: act.now }, act);
}
