/** A receipt that was written wrongly: only while its goods lie there, and nobody counts on them (R8, R20, R29, R32). */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, type ModelledRun, rejected } from './command-run.ts';
import { bookedOpenly, freeNumberIn, isLive, Told, worksAt } from './document-words.ts';
import { userNameOf } from './order-commands.ts';
import { linesOfPurchase, setPurchaseState } from './purchase-commands.ts';
import { bookMovements, type Movement } from './stock-ledger.ts';

/** R8: another document with the same lines below zero; the order at the supplier waits again. */
export const reverseReceipt: ModelledRun = (rows, given, act) => {
  const args = given as { reversalId: string; number: string; receiptId: string; note: string };
  const { reversalId, receiptId } = args;
  const head = rows.get('receipts', receiptId);
  if (!isLive(head) || !worksAt(act, head.warehouseId)) return rejected('inventory.receiptGone', {});
  if (head.reversesId !== null) return rejected('inventory.receiptReversed', { number: head.number ?? null });
  const lines = rows
    .find('receiptLines', (row) => isLive(row) && row.receiptId === receiptId)
    .sort((a, b) => Number(a.position) - Number(b.position));
  const stuck = standsInTheWay(rows, head.warehouseId, lines);
  if (stuck) {
    const { productName: product = null, quantity = null, unit = null } = stuck.line;
    return rejected(stuck.code, { number: head.number ?? null, product, quantity, unit });
  }
  const told = new Told();
  const { openOn, bookedOn } = bookedOpenly(rows, act.now, act, told);
  const number = freeNumberIn(rows, 'receipts', args.number, told);
  const back = { id: reversalId, number, receivedOn: openOn, receivedAt: act.now, note: args.note };
  const by = { receivedByName: userNameOf(rows, act.userId), deviceCode: act.deviceCode };
  rows.insert('receipts', { ...head, ...back, ...by, reversesId: receiptId }, act);
  lines.forEach((line, at) => {
    const id = `${reversalId}:${at + 1}`;
    rows.insert('receiptLines', { ...line, id, receiptId: reversalId, quantity: -Number(line.quantity) }, act);
  });
  rows.update('receipts', head, { reversesId: reversalId }, act);
  const came = rows
    .find(
      'stockMovements',
      (row) => row.documentId === receiptId && (row.cause === 'receipt' || row.cause === 'sentBack'),
    )
    .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
  const movements = lines.flatMap((line, at): Movement[] => {
    const product = rows.get('products', line.productId);
    const same = (row: ModelRow): boolean =>
      (['productId', 'lotId', 'serialId', 'locationId', 'condition', 'quantity'] as const).every(
        (column) => row[column] === line[column],
      );
    const place = came.findIndex(same);
    const [first] = place < 0 ? [] : came.splice(place, 1);
    if (!product) return [];
    const cost = act.leavesStub && first ? rows.get('movementCosts', first.id) : undefined;
    const { lotId = null, serialId = null, locationId = null } = line;
    const where = { warehouseId: head.warehouseId ?? null, lotId, serialId, locationId };
    const goes = {
      quantity: -Number(line.quantity),
      cause: head.sentBack === 1 ? 'sentBack' : 'receipt',
      condition: String(line.condition),
    };
    const worth = { unitCost: cost ? Number(cost.unitCost) : null, reversesId: first?.id ?? null };
    return [{ id: `${reversalId}:${at + 1}`, product, ...where, ...goes, ...worth }];
  });
  const paper = { documentId: reversalId, documentNumber: number, occurredAt: act.now, bookedOn };
  bookMovements(rows, movements, paper, act, told);
  waitForGoods(rows, rows.get('purchaseOrders', head.purchaseOrderId ?? ''), lines, act);
  return told.ended;
};

interface Stuck {
  readonly code: 'inventory.receiptUsed' | 'inventory.receiptPromised';
  readonly line: ModelRow;
}

/** The first line whose goods are gone from one of the shelves that hold them, or counted on by somebody. */
function standsInTheWay(rows: BusinessRows, warehouseId: Cell | undefined, lines: readonly ModelRow[]): Stuck | null {
  const wanted = new Map<string, number>();
  for (const line of lines) {
    for (const [key] of shelvesOf(rows, warehouseId, line))
      wanted.set(key, (wanted.get(key) ?? 0) + Number(line.quantity));
  }
  for (const line of lines) {
    const shelves = shelvesOf(rows, warehouseId, line);
    const lacks = (held: (shelf: Shelf) => number): boolean =>
      shelves.some(([key, shelf]) => (wanted.get(key) ?? 0) > held(shelf));
    if (lacks(({ there }) => there)) return { code: 'inventory.receiptUsed', line };
    if (lacks(({ there, spoken }) => there - spoken)) return { code: 'inventory.receiptPromised', line };
  }
  return null;
}

interface Shelf {
  readonly there: number;
  readonly spoken: number;
}

function shelvesOf(
  rows: BusinessRows,
  warehouseId: Cell | undefined,
  { productId, lotId, locationId, serialId, condition }: ModelRow,
): [string, Shelf][] {
  const figure = (row: ModelRow | undefined, column: string): number => Number(row?.[column] ?? 0);
  const allocated = (table: string, id: string): [string, Shelf] => {
    const row = rows.get(table, id);
    return [`${table} ${id}`, { there: figure(row, 'onHand'), spoken: figure(row, 'allocated') }];
  };
  /** What lies in the warehouse and on none of its shelves. */
  const onTheFloor = (all: string, shelved: string, key: Partial<ModelRow>): Shelf => {
    const isOne = (row: ModelRow): boolean =>
      row.warehouseId === warehouseId && Object.entries(key).every(([column, value]) => row[column] === value);
    const sum = (table: string): number =>
      rows.find(table, isOne).reduce((total, row) => total + Number(row.onHand), 0);
    return { there: sum(all) - sum(shelved), spoken: 0 };
  };
  const stock = rows.get('stockBalances', `${productId}:${warehouseId}`);
  const aside = figure(stock, 'quarantined');
  const saleable = {
    there: figure(stock, 'onHand') - aside,
    spoken: figure(stock, 'reserved') + figure(stock, 'quota'),
  };
  const shelves: [string, Shelf][] = [
    [`${condition} ${productId}`, condition === 'saleable' ? saleable : { there: aside, spoken: 0 }],
  ];
  if (lotId !== null) shelves.push(allocated('lotBalances', `${productId}:${warehouseId}:${lotId}`));
  if (locationId !== null) shelves.push(allocated('locationBalances', `${warehouseId}:${locationId}:${productId}`));
  else shelves.push([`floor ${productId}`, onTheFloor('stockBalances', 'locationBalances', { productId })]);
  if (locationId !== null && lotId !== null)
    shelves.push(allocated('locationLotBalances', `${warehouseId}:${locationId}:${productId}:${lotId}`));
  else if (lotId !== null) {
    const lot = { productId, lotId };
    shelves.push([`floor ${lotId}`, onTheFloor('lotBalances', 'locationLotBalances', lot)]);
  }
  if (serialId !== null) {
    const piece = rows.get('serials', serialId);
    const isHere = piece?.state === 'inStock' && piece.warehouseId === warehouseId;
    shelves.push([`serial ${serialId}`, { there: isHere ? Number.MAX_SAFE_INTEGER : 0, spoken: 0 }]);
  }
  return shelves;
}

/** What had come has not; an order that was closed by hand stays so. */
function waitForGoods(rows: BusinessRows, purchase: ModelRow | undefined, lines: readonly ModelRow[], act: Act): void {
  if (!isLive(purchase)) return;
  const before = linesOfPurchase(rows, purchase.id);
  for (const line of before) {
    const taken = lines.filter((row) => row.purchaseOrderLineId === line.id && row.productId === line.productId);
    if (taken.length === 0) continue;
    const sum = (some: readonly ModelRow[]): number => some.reduce((all, { quantity }) => all + Number(quantity), 0);
    const received = Math.max(0, Number(line.received) - sum(taken));
    const rejectedBack = sum(taken.filter(({ condition }) => condition === 'quarantine'));
    const left = Math.max(0, Number(line.rejected) - rejectedBack);
    rows.update('purchaseOrderLines', line, { received, rejected: left }, act);
  }
  const hadCome = before.every((line) => Number(line.received) >= Number(line.quantity));
  const state = purchase.state === 'closed' && hadCome ? 'open' : (purchase.state ?? null);
  setPurchaseState(rows, purchase, { state }, act);
}
