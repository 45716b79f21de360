/** Goods that were picked and cannot be packed (R24, R25), and the same taken back (R104). */
import type { BusinessRows, ModelRow } from './business-rows.ts';
import { type ModelledRun, rejected } from './command-run.ts';
import { bookedOpenly, isLive, Told, worksAt } from './document-words.ts';
import { bookMovements, dropNotFound, flagNotFound, isBooked, type Movement, tellEmptyPlaces } from './stock-ledger.ts';
import { settleList } from './stock-words.ts';

interface Unpicked {
  readonly unpickId: string;
  readonly toldAt: number;
  readonly why: string | null;
  readonly lines: readonly {
    readonly pickLineId: string;
    readonly quantity: number;
    readonly reason: string;
    readonly outId: string;
    readonly inId: string;
  }[];
}

export const unpickGoods: ModelledRun = (rows, given, act) => {
  const { unpickId, toldAt, why, lines } = given as Unpicked;
  const told = new Told();
  const ids = lines.map(({ outId }) => outId);
  if (isBooked(rows, ids)) {
    told.flag('inventory.bookedBefore');
    return told.ended;
  }
  const { occurredAt, bookedOn } = bookedOpenly(rows, toldAt, act, told);
  const named = lines.flatMap(({ pickLineId }) => {
    const row = rows.get('pickLines', pickLineId);
    return isLive(row) ? [row] : [];
  });
  if (named.some(({ warehouseId }) => !worksAt(act, warehouseId))) told.flag('inventory.foreignWarehouse');
  // In the order of the lines' rows: the first list gives the movements its number.
  const lists = [
    ...new Set([...named].sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1)).map((row) => row.pickListId)),
  ];
  const movements: Movement[] = [];
  for (const line of lines) {
    const found = rows.get('pickLines', line.pickLineId);
    const row = isLive(found) ? found : undefined;
    const left = row ? Number(row.picked) - Number(row.shipped) : 0;
    const off = Math.max(0, Math.min(line.quantity, left));
    if (off < line.quantity) {
      const { productName: product = '', unit = '' } = row ?? {};
      told.flag('inventory.notPicked', { product, quantity: line.quantity - off, unit });
    }
    const product = row ? rows.get('products', row.productId) : undefined;
    if (!row || !product) continue;
    if (off > 0) {
      const picked = Number(row.picked) - off;
      const allocated = Math.max(0, Math.min(Number(row.allocated), picked - Number(row.shipped)));
      const packed = Math.min(Number(row.packed), picked);
      rows.update('pickLines', row, { picked, allocated, packed, shortReason: line.reason }, act);
    }
    if (off > 0 && line.reason === 'notFound') {
      const documentNumber = rows.get('pickLists', row.pickListId)?.number ?? '';
      const missed = { documentId: unpickId, documentNumber, occurredAt };
      flagNotFound(rows, row, { wanted: left, found: left - off }, missed, act);
    }
    if (line.reason !== 'damaged') continue;
    const { warehouseId = null, lotId = null, serialId = null, locationId = null } = row;
    const goods = { product, warehouseId, cause: 'move', lotId, serialId, reason: why };
    movements.push(
      { id: line.outId, ...goods, quantity: -line.quantity, locationId, condition: 'saleable' },
      { id: line.inId, ...goods, quantity: line.quantity, locationId: null, condition: 'quarantine' },
    );
  }
  const documentNumber = lists[0] === undefined ? null : (rows.get('pickLists', lists[0])?.number ?? '');
  const paper = { documentId: unpickId, documentNumber, occurredAt, bookedOn };
  bookMovements(rows, movements, paper, act, told);
  tellEmptyPlaces(rows, movements, paper, act, told);
  for (const list of lists) settleList(rows, String(list), act);
  return told.ended;
};

interface Repicked {
  readonly unpickId: string;
  readonly pickLineId: string;
  readonly quantity: number;
  readonly reason: string;
  readonly outId: string;
  readonly inId: string;
  readonly why: string | null;
}

/** The list asks for it again, and what was set apart goes back: unless somebody has gone on with either. */
export const repickGoods: ModelledRun = (rows, given, act) => {
  const { unpickId, pickLineId, quantity, reason, outId, inId, why } = given as Repicked;
  const row = rows.get('pickLines', pickLineId);
  if (!isLive(row) || !worksAt(act, row.warehouseId)) return rejected('inventory.unpickGone', {});
  const { productName: product = null, unit = null } = row;
  const params = { product, quantity, unit };
  const picked = Number(row.picked) + quantity;
  const isDamaged = reason === 'damaged';
  const isMove = (id: string, by: number): boolean => {
    const moved = rows.get('stockMovements', id);
    return (
      moved?.documentId === unpickId && moved.productId === row.productId && Math.abs(Number(moved.quantity)) === by
    );
  };
  const isThere = outId !== inId && isMove(outId, quantity) && isMove(inId, quantity);
  const isUndone = isBooked(rows, [`${outId}:back`, `${inId}:back`]);
  if (row.shortReason === null || picked > Number(row.quantity) || (isDamaged && (!isThere || isUndone)))
    return rejected('inventory.unpickGone', params);
  if (isDamaged && looseApart(rows, row) < quantity) return rejected('inventory.unpickSettled', params);
  const isOfLine = (other: ModelRow): boolean =>
    isLive(other) &&
    other.orderId === row.orderId &&
    other.orderLineId === row.orderLineId &&
    other.warehouseId === row.warehouseId;
  const held = rows.find('reservations', isOfLine).reduce((sum, each) => sum + Number(each.quantity), 0);
  const taken = rows.find('pickLines', isOfLine).reduce((sum, each) => sum + Math.max(0, Number(each.allocated)), 0);
  if (held - taken < quantity) return rejected('inventory.unpickNotHeld', params);
  const told = new Told();
  const { occurredAt, bookedOn } = bookedOpenly(rows, act.now, act, told);
  const shortReason = picked < Number(row.quantity) ? (row.shortReason ?? null) : null;
  rows.update('pickLines', row, { picked, allocated: Number(row.allocated) + quantity, shortReason }, act);
  if (!isDamaged) dropNotFound(rows, row, unpickId, act);
  const goods = isDamaged ? rows.get('products', row.productId) : undefined;
  if (goods) {
    const { warehouseId = null, lotId = null, serialId = null, locationId = null } = row;
    const of = { product: goods, warehouseId, cause: 'move', lotId, serialId, reason: why };
    const movements: Movement[] = [
      { id: `${inId}:back`, ...of, quantity: -quantity, locationId: null, condition: 'quarantine', reversesId: inId },
      { id: `${outId}:back`, ...of, quantity, locationId, condition: 'saleable', reversesId: outId },
    ];
    const documentNumber = rows.get('pickLists', row.pickListId)?.number ?? '';
    bookMovements(rows, movements, { documentId: unpickId, documentNumber, occurredAt, bookedOn }, act, told);
  }
  settleList(rows, String(row.pickListId), act);
  return told.ended;
};

/** R20: set apart, and on no shelf: of the piece, of the lot, of the product. */
function looseApart(rows: BusinessRows, line: ModelRow): number {
  const loose = (all: string, shelved: string, columns: readonly string[]): number => {
    const isOne = (row: ModelRow): boolean => columns.every((column) => row[column] === line[column]);
    const sum = (table: string): number =>
      rows.find(table, isOne).reduce((total, row) => total + Number(row.quarantined), 0);
    return sum(all) - sum(shelved);
  };
  const ofProduct = loose('stockBalances', 'locationBalances', ['productId', 'warehouseId']);
  if (line.serialId !== null) {
    const piece = rows.get('serials', line.serialId);
    const isHere = piece?.state === 'inStock' && piece.warehouseId === line.warehouseId && piece.locationId === null;
    return isHere ? ofProduct : 0;
  }
  if (line.lotId === null) return ofProduct;
  const columns = ['productId', 'warehouseId', 'lotId'];
  return Math.min(ofProduct, loose('lotBalances', 'locationLotBalances', columns));
}
