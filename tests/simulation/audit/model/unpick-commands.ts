/** Goods that were picked and cannot be packed (R24, R25): the list asks for less, what is damaged is set apart. */
import type { ModelledRun } from './command-run.ts';
import { bookedOpenly, isLive, Told, worksAt } from './document-words.ts';
import { bookMovements, isBooked, type Movement, tellEmptyPlaces } from './stock-ledger.ts';
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
