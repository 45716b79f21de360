/** Goods between warehouses (R27): source, under way and destination together never change. */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, applied, type ModelledRun, rejected } from './command-run.ts';
import {
  allOrNothing,
  bookedOpenly,
  freeNumberIn,
  isLive,
  isOwnNumber,
  Refused,
  Told,
  worksAt,
} from './document-words.ts';
import { userNameOf } from './order-commands.ts';
import { expectGoods } from './purchase-commands.ts';
import { bookMovements, flagStock, goodsMeant, isBooked, type Movement, meantBy, type Paper } from './stock-ledger.ts';

interface Asked {
  readonly transferId: string;
  readonly number: string;
  readonly fromWarehouseId: string;
  readonly toWarehouseId: string;
  readonly dueOn: string | null;
  readonly note: string | null;
  readonly lines: readonly {
    readonly id: string;
    readonly productId: string;
    readonly lotId: string | null;
    readonly quantity: number;
  }[];
}

const linesOf = (rows: BusinessRows, transferId: Cell | undefined): ModelRow[] =>
  rows
    .find('transferLines', (row) => isLive(row) && row.transferId === transferId)
    .sort((a, b) => Number(a.position) - Number(b.position));

/** Neither here nor there. */
const underWay = (line: ModelRow): number => Number(line.sent) - Number(line.received) - Number(line.lost);
const isEnded = (transfer: ModelRow): boolean => transfer.state === 'closed' || transfer.state === 'cancelled';

export const askTransfer: ModelledRun = (rows, given, act) => {
  const { transferId, number: wanted, lines, ...asked } = given as Asked;
  const { fromWarehouseId, toWarehouseId } = asked;
  if (isLive(rows.get('transfers', transferId))) return rejected('inventory.transferExists', { number: wanted });
  if (!isOwnNumber(wanted, act)) return rejected('inventory.numberNotOwn', { number: wanted });
  if (fromWarehouseId === toWarehouseId) return rejected('inventory.sameWarehouse', {});
  const [from, to] = [rows.get('warehouses', fromWarehouseId), rows.get('warehouses', toWarehouseId)];
  if (!isLive(from) || !isLive(to)) return rejected('inventory.warehouseGone', {});
  const gone = lines.findIndex(({ productId }) => !isLive(rows.get('products', productId)));
  if (gone >= 0) return rejected('inventory.productGone', { line: gone + 1 });
  const told = new Told();
  const number = freeNumberIn(rows, 'transfers', wanted, told);
  const names = { fromWarehouseName: from.name ?? null, toWarehouseName: to.name ?? null };
  const about = { ...asked, ...names, lineCount: lines.length, askedByName: userNameOf(rows, act.userId) };
  const open = { state: 'open', sentAt: null, closedAt: null };
  rows.insert('transfers', { id: transferId, number, ...about, ...open }, act);
  lines.forEach(({ id, productId, lotId, quantity }, at) => {
    const { code = null, name = null, unit = null } = rows.get('products', productId) ?? {};
    const lot = meantBy(rows, 'lots', lotId);
    const goods = { productId, productCode: code, productName: name, unit };
    const which = { lotId: lot?.id ?? null, lotCode: lot?.code ?? null };
    const counted = { quantity, sent: 0, received: 0, lost: 0, lostReason: null, onTheWay: null, losses: null };
    rows.insert('transferLines', { id, transferId, position: at + 1, ...goods, ...which, ...counted }, act);
  });
  return told.ended;
};

interface Moved {
  readonly lineId: string;
  readonly movementId: string;
  readonly lotId: string | null;
  readonly serialId: string | null;
  readonly locationId: string | null;
  readonly quantity: number;
  readonly condition?: string;
}

interface Deed {
  readonly transferId: string;
  readonly at: number;
  readonly lines: readonly Moved[];
}

/** What left, or came, is a fact; of a transfer that was never one here nothing can be booked. */
function deed(rows: BusinessRows, way: 'sent' | 'received', { transferId, at, lines }: Deed, act: Act): Told {
  const told = new Told();
  const transfer = rows.get('transfers', transferId);
  if (!isLive(transfer)) {
    told.flag('inventory.transferGone');
    return told;
  }
  const warehouseId = (way === 'sent' ? transfer.fromWarehouseId : transfer.toWarehouseId) ?? null;
  const number = transfer.number ?? null;
  const ids = lines.map(({ movementId }) => movementId);
  if (isBooked(rows, ids)) {
    told.flag('inventory.bookedBefore');
    return told;
  }
  if (!worksAt(act, warehouseId)) told.flag('inventory.foreignWarehouse');
  const { occurredAt, bookedOn } = bookedOpenly(rows, at, act, told);
  const paper = { documentId: transferId, documentNumber: number, occurredAt, bookedOn };
  if (isEnded(transfer)) told.flag('inventory.transferEnded', { number, state: transfer.state ?? null });
  const before = linesOf(rows, transferId);
  const after = new Map(before.map((line) => [line.id, line]));
  const known = lines.filter((line) => {
    const isAsked = after.has(line.lineId);
    if (!isAsked) told.flag('inventory.notOnTransfer', { number });
    return isAsked;
  });
  const movements = known.flatMap((line): Movement[] => {
    const asked = after.get(line.lineId);
    const meant = asked && goodsMeant(rows, { ...line, productId: asked.productId }, 1, told);
    if (!asked || !meant) return [];
    const quantity = way === 'sent' ? -line.quantity : line.quantity;
    const onTheWay = meant.product.tracking === 'none' ? (asked.onTheWay ?? null) : movedParts(asked, meant, quantity);
    after.set(line.lineId, { ...asked, [way]: Number(asked[way]) + line.quantity, onTheWay });
    const { movementId: id, locationId, condition = 'saleable' } = line;
    return [{ id, ...meant, warehouseId, quantity, cause: 'transfer', locationId, condition }];
  });
  bookMovements(rows, movements, paper, act, told);
  for (const line of before) {
    const next = after.get(line.id) ?? line;
    if (next[way] === line[way]) continue;
    setLine(rows, line, next, act);
    const product = line.productName ?? null;
    if (way === 'sent' && Number(next.sent) > Number(next.quantity))
      told.flag('inventory.moreThanAsked', { product, asked: next.quantity ?? null, sent: next.sent ?? null });
    const over = -underWay(next);
    if (way !== 'received' || over <= 0) continue;
    const goods = rows.get('products', line.productId);
    const about = { warehouseId, quantity: over, lotId: null, serialId: null };
    if (goods) flagStock(rows, 'overReceived', goods, about, paper, act);
    told.flag('inventory.moreThanUnderWay', { product, over });
  }
  if (way === 'received') tellNotSent(rows, movements, [...after.values()], paper, act, told);
  follow(rows, transfer, [...after.values()], occurredAt, act);
  return told;
}

const partOf = ({ lotId, serialId }: Pick<Movement, 'lotId' | 'serialId'>): string => String(serialId ?? lotId ?? '');

/** By lot or piece, of one line; undefined where it moved before that was written. */
function partsOn({ onTheWay, sent, received }: ModelRow): Record<string, number> | undefined {
  if (typeof onTheWay === 'string') return JSON.parse(onTheWay) as Record<string, number>;
  return sent === 0 && received === 0 ? {} : undefined;
}

function movedParts(line: ModelRow, goods: Pick<Movement, 'lotId' | 'serialId'>, came: number): string | null {
  const parts = partsOn(line);
  if (!parts) return null;
  const part = partOf(goods);
  const left = (parts[part] ?? 0) - came;
  const next = { ...parts, [part]: left };
  const names = Object.keys(next).filter((name) => next[name] !== 0);
  return JSON.stringify(Object.fromEntries(names.sort().map((name) => [name, next[name]])));
}

/** A lot, or a piece, that came and never left. */
function tellNotSent(
  rows: BusinessRows,
  came: readonly Movement[],
  lines: readonly ModelRow[],
  paper: Paper,
  act: Act,
  told: Told,
): void {
  const seen = new Set<string>();
  for (const movement of came) {
    const { product, warehouseId, lotId, serialId } = movement;
    const part = partOf(movement);
    if (part === '' || seen.has(part)) continue;
    const own = lines.filter(({ productId }) => productId === product.id);
    const parts = own.map(partsOn);
    if (parts.includes(undefined) || own.reduce((sum, line) => sum + underWay(line), 0) < 0) continue;
    seen.add(part);
    const left = (name: string) => parts.reduce((sum, each) => sum + (each?.[name] ?? 0), 0);
    const over = -(left(part) + Math.max(0, left('')));
    if (over <= 0) continue;
    const about = { warehouseId, quantity: over, lotId, serialId };
    flagStock(rows, 'notSent', product, about, paper, act, serialId === null ? lotId : null);
    const what = rows.get(serialId === null ? 'lots' : 'serials', part)?.code ?? '';
    told.flag('inventory.notSent', { product: product.name ?? null, what, over });
  }
}

function setLine(rows: BusinessRows, line: ModelRow, next: ModelRow, act: Act): void {
  const { sent = null, received = null, lost = null, lostReason = null, onTheWay = null, losses = null } = next;
  rows.update('transferLines', line, { sent, received, lost, lostReason, onTheWay, losses }, act);
}

/** The transfer's state, and what its destination expects. */
function follow(rows: BusinessRows, transfer: ModelRow, lines: readonly ModelRow[], at: number, act: Act): void {
  const hasMoved = lines.some((line) => Number(line.sent) > 0 || Number(line.received) > 0);
  const isEven = lines.every((line) => underWay(line) === 0);
  const isAllSent = lines.every((line) => Number(line.sent) >= Number(line.quantity));
  const isWhole = isEven && (isEnded(transfer) || isAllSent);
  const state = hasMoved ? (isWhole ? 'closed' : 'underWay') : (transfer.state ?? null);
  if (state !== transfer.state || transfer.sentAt === null) {
    const closedAt = state === 'closed' ? (transfer.closedAt ?? at) : null;
    rows.update('transfers', transfer, { state, closedAt, sentAt: transfer.sentAt ?? at }, act);
  }
  for (const line of lines) {
    const { id = null, productId = null } = line;
    const where = { warehouseId: transfer.toWarehouseId ?? null, dueOn: transfer.dueOn ?? null };
    expectGoods(rows, { id, productId, ...where, quantity: underWay(line), origin: 'transfer' }, act);
  }
}

export const sendTransfer: ModelledRun = (rows, given, act) => {
  const { sentAt: at, ...rest } = given as Omit<Deed, 'at'> & { sentAt: number };
  return deed(rows, 'sent', { ...rest, at }, act).ended;
};

export const receiveTransfer: ModelledRun = (rows, given, act) => {
  const { receivedAt: at, ...rest } = given as Omit<Deed, 'at'> & { receivedAt: number };
  return deed(rows, 'received', { ...rest, at }, act).ended;
};

function livingTransfer(rows: BusinessRows, id: string): ModelRow {
  const transfer = rows.get('transfers', id);
  if (!isLive(transfer)) throw new Refused('inventory.transferGone');
  const { number = null, state = null } = transfer;
  if (isEnded(transfer)) throw new Refused('inventory.transferEnded', { number, state });
  return transfer;
}

interface WriteOff {
  readonly transferId: string;
  readonly reason: string;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
}

export const writeOffTransfer: ModelledRun = (rows, given, act) =>
  allOrNothing(rows, (working) => {
    const args = given as WriteOff;
    const transfer = livingTransfer(working, args.transferId);
    if (![transfer.fromWarehouseId, transfer.toWarehouseId].some((end) => worksAt(act, end)))
      throw new Refused('inventory.foreignWarehouse');
    const told = new Told();
    const { openOn } = bookedOpenly(working, act.now, act, told);
    for (const { lineId, quantity } of args.lines) {
      const line = linesOf(working, args.transferId).find(({ id }) => id === lineId);
      if (!line) throw new Refused('inventory.notOnTransfer', { number: transfer.number ?? null });
      const over = quantity - underWay(line);
      if (over > 0) throw new Refused('inventory.moreThanUnderWay', { product: line.productName ?? null, over });
      const lostReason = [line.lostReason, args.reason.trim()].filter(Boolean).join('; ');
      const days = JSON.parse(String(line.losses ?? '{}')) as Record<string, number>;
      days[openOn] = (days[openOn] ?? 0) + quantity;
      const losses = JSON.stringify(Object.fromEntries(Object.entries(days).sort()));
      setLine(working, line, { ...line, lost: Number(line.lost) + quantity, lostReason, losses }, act);
    }
    follow(working, transfer, linesOf(working, args.transferId), act.now, act);
    return told.ended;
  });

export const endTransfer: ModelledRun = (rows, given, act) =>
  allOrNothing(rows, (working) => {
    const { transferId } = given as { transferId: string };
    const transfer = livingTransfer(working, transferId);
    const lines = linesOf(working, transferId);
    const still = lines.find((line) => underWay(line) !== 0);
    if (still) {
      const { number = null } = transfer;
      const params = { number, product: still.productName ?? null, quantity: underWay(still) };
      throw new Refused('inventory.transferUnderWay', params);
    }
    const state = lines.every(({ sent }) => sent === 0) ? 'cancelled' : 'closed';
    working.update('transfers', transfer, { state, closedAt: act.now }, act);
    return applied;
  });
