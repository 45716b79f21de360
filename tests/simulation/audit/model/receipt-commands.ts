/** What came in, of which lot and piece, and what of it was ordered (R12, R26, R29, R32). */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, type ModelledRun, readSetting } from './command-run.ts';
import { bookedOpenly, freeNumberIn, isLive, Told, worksAt } from './document-words.ts';
import { userNameOf } from './order-commands.ts';
import { linesOfPurchase, setPurchaseState } from './purchase-commands.ts';
import { bookMovements, flagStock, type Movement, meantBy, ofCode, type Paper } from './stock-ledger.ts';

interface ReceivedLine {
  readonly id: string;
  readonly movementId: string;
  readonly lotId: string | null;
  readonly lotCode: string | null;
  readonly expiresOn: string | null;
  readonly serialId: string | null;
  readonly serialCode: string | null;
  readonly productId: string;
  readonly purchaseOrderLineId: string | null;
  readonly locationId: string | null;
  readonly quantity: number;
  readonly condition: string;
  readonly rejectReason: string | null;
}

interface ReceiptArgs {
  readonly receiptId: string;
  readonly number: string;
  readonly warehouseId: string;
  readonly purchaseOrderId: string | null;
  readonly supplierId: string | null;
  readonly deliveryNote: string | null;
  readonly receivedAt: number;
  readonly note: string | null;
  readonly lines: readonly ReceivedLine[];
}

interface Goods {
  readonly line: ReceivedLine;
  readonly product: ModelRow;
  readonly lot: ModelRow | undefined;
  readonly serial: ModelRow | undefined;
}

/** R26: what came is there, whatever was ordered. */
export const receiveGoods: ModelledRun = (rows, given, act) => {
  const { receiptId, lines, number: wanted, receivedAt, ...said } = given as ReceiptArgs;
  const told = new Told();
  if (rows.get('receipts', receiptId)) {
    told.flag('inventory.recordedBefore', { number: wanted });
    return told.ended;
  }
  if (!worksAt(act, said.warehouseId)) told.flag('inventory.foreignWarehouse');
  const { occurredAt, openOn, bookedOn } = bookedOpenly(rows, receivedAt, act, told);
  const number = freeNumberIn(rows, 'receipts', wanted, told);
  lines.forEach((line, at) => {
    if (!rows.get('products', line.productId)) told.flag('inventory.unknownProduct', { line: at + 1 });
  });
  const found = said.purchaseOrderId === null ? undefined : rows.get('purchaseOrders', said.purchaseOrderId);
  const purchase = isLive(found) ? found : undefined;
  const supplierId = purchase?.supplierId ?? said.supplierId;
  const came = { openOn, occurredAt, supplierId };
  const goods = lines.flatMap((line) => identify(rows, line, came, act, told));
  const { purchaseOrderNumber, supplierName } = {
    purchaseOrderNumber: purchase?.number ?? null,
    supplierName: purchase?.supplierName ?? rows.get('suppliers', supplierId)?.name ?? null,
  };
  const by = { receivedByName: userNameOf(rows, act.userId), deviceCode: act.deviceCode };
  const day = { receivedAt: occurredAt, receivedOn: openOn };
  const from = { purchaseOrderNumber, supplierId, supplierName };
  const counted = { lineCount: goods.length, reversesId: null, sentBack: 0 };
  rows.insert('receipts', { id: receiptId, number, ...said, ...day, ...by, ...from, ...counted }, act);
  for (const [at, each] of goods.entries())
    rows.insert('receiptLines', receiptLine(rows, receiptId, each, at + 1), act);
  const ordered = purchase ? linesOfPurchase(rows, purchase.id) : [];
  const unknownRates = new Set<string>();
  const movements = goods.map(({ line, product, lot, serial }): Movement => {
    const { movementId: id, quantity, locationId, condition, purchaseOrderLineId } = line;
    const cost = act.leavesStub ? rows.get('purchaseLineCosts', purchaseOrderLineId) : undefined;
    const price = isLive(cost) ? inCurrency(rows, cost, String(product.currency), openOn) : null;
    if (isLive(cost) && price === null) unknownRates.add(String(cost.currency));
    const where = { warehouseId: said.warehouseId, locationId, condition };
    const which = { lotId: lot?.id ?? null, serialId: serial?.id ?? null };
    return { id, product, quantity, cause: 'receipt', ...where, ...which, unitCost: price };
  });
  for (const currency of unknownRates) told.flag('inventory.rateMissing', { currency, day: openOn });
  const paper = { documentId: receiptId, documentNumber: number, occurredAt, bookedOn };
  bookMovements(rows, movements, paper, act, told);
  if (said.purchaseOrderId === null) return told.ended;
  if (purchase) countAgainst(rows, { purchase, ordered, goods, warehouseId: said.warehouseId, paper }, act, told);
  else told.flag('inventory.purchaseGone');
  return told.ended;
};

/** R46: by what both currencies are worth in the company's on the day; nobody can say it where one is not known. */
function inCurrency(rows: BusinessRows, cost: ModelRow, wanted: string, day: string): number | null {
  const worth = (currency: string): bigint | null => {
    if (currency === readSetting(rows, 'company.currency', 'CNY')) return 1_000_000n;
    const said = rows
      .find('exchangeRates', (row) => isLive(row) && row.currency === currency && String(row.validFrom) <= day)
      .sort((a, b) => (String(a.validFrom) < String(b.validFrom) ? 1 : -1));
    return said[0] ? BigInt(Number(said[0].rate)) : null;
  };
  if (cost.currency === wanted) return Number(cost.unitCost);
  const [from, to] = [worth(String(cost.currency)), worth(wanted)];
  if (from === null || to === null) return null;
  const price = (2n * BigInt(Number(cost.unitCost)) * from + to) / (2n * to);
  return price > 1_000_000_000_000n ? null : Number(price);
}

function receiptLine(
  rows: BusinessRows,
  receiptId: string,
  { line, product, lot, serial }: Goods,
  position: number,
): ModelRow {
  const { id, purchaseOrderLineId, locationId, quantity, condition, rejectReason } = line;
  const { code = null, name = null, unit = null } = product;
  return {
    ...{ id, receiptId, position, purchaseOrderLineId, quantity, condition, rejectReason, locationId },
    ...{ productId: product.id ?? null, productCode: code, productName: name, unit },
    ...{ lotId: lot?.id ?? null, lotCode: lot?.code ?? line.lotCode, expiresOn: lot?.expiresOn ?? line.expiresOn },
    ...{ serialId: serial?.id ?? null, serialCode: serial?.code ?? line.serialCode },
    locationCode: rows.get('locations', locationId)?.code ?? null,
  };
}

/** R29: the lot and the piece that a line means; what nobody knew is written down, and never twice under one code. */
function identify(
  rows: BusinessRows,
  line: ReceivedLine,
  came: { readonly openOn: string; readonly occurredAt: number; readonly supplierId: Cell },
  act: Act,
  told: Told,
): Goods[] {
  const product = rows.get('products', line.productId);
  if (!product) return [];
  const { lotId, lotCode, serialId, serialCode, expiresOn, productId } = line;
  const name = product.name ?? null;
  if (product.tracking === 'lot' && lotId === null) told.flag('inventory.lotMissing', { product: name });
  if (serialId !== null && line.quantity !== 10_000)
    told.flag('inventory.serialNotOne', { product: name, serial: serialCode });
  let lot = meantBy(rows, 'lots', lotId);
  const isOthers = lot !== undefined && lot.productId !== productId;
  if (lot && isOthers) {
    told.flag('inventory.lotOfOther', { product: name, lot: lot.code ?? null });
    lot = lotCode === null ? undefined : ofCode(rows, 'lots', productId, lotCode);
  } else if (lotId !== null && !lot && lotCode === null) told.flag('inventory.unknownLot', { product: name });
  if (!isOthers && lotId !== null && !lot && lotCode !== null) {
    const row = { id: lotId, productId, code: lotCode, expiresOn, supplierId: came.supplierId, blocked: 0 };
    lot = writeOnce(rows, 'lots', { ...row, receivedOn: came.openOn }, act);
  }
  if (lot && expiresOn !== null && lot.expiresOn === null) {
    rows.update('lots', lot, { expiresOn }, act);
    lot = { ...lot, expiresOn };
  }
  if (lot && expiresOn !== null && lot.expiresOn !== expiresOn)
    told.flag('inventory.lotDayDiffers', { product: name, lot: lot.code ?? null, said: expiresOn });
  let serial = meantBy(rows, 'serials', serialId);
  if (serialId !== null && !serial && serialCode !== null) {
    const nowhere = { state: 'inStock', warehouseId: null, locationId: null, documentId: null };
    const row = { id: serialId, productId, code: serialCode, lotId: lot?.id ?? null, ...nowhere };
    serial = writeOnce(rows, 'serials', { ...row, movedAt: came.occurredAt }, act);
  }
  if (!serial && product.tracking === 'serial') told.flag('inventory.serialMissing', { product: name });
  return [{ line, product, lot, serial }];
}

function writeOnce(rows: BusinessRows, table: 'lots' | 'serials', row: ModelRow, act: Act): ModelRow | undefined {
  const same = ofCode(rows, table, row.productId, row.code);
  rows.insert(table, row, act);
  const written = rows.get(table, row.id);
  if (same && written) rows.place(table, String(row.id), { ...written, deletedAt: act.now });
  return same ?? written;
}

interface Against {
  readonly purchase: ModelRow;
  readonly ordered: readonly ModelRow[];
  readonly goods: readonly Goods[];
  readonly warehouseId: Cell;
  readonly paper: Paper;
}

/** R26: what was ordered and how much more is taken without a word; it is done when all has come. */
function countAgainst(rows: BusinessRows, given: Against, act: Act, told: Told): void {
  const { purchase, ordered, goods, warehouseId, paper } = given;
  const number = purchase.number ?? null;
  if (purchase.warehouseId !== warehouseId) told.flag('inventory.purchaseElsewhere', { number });
  const after = new Map(ordered.map((line) => [line.id, line]));
  for (const { line, product } of goods) {
    const now = after.get(line.purchaseOrderLineId ?? '');
    if (now?.productId !== product.id || !now) {
      told.flag('inventory.notOnPurchase', { product: product.name ?? null, number });
      continue;
    }
    const aside = line.condition === 'quarantine' ? line.quantity : 0;
    const received = Number(now.received) + line.quantity;
    after.set(now.id, { ...now, received, rejected: Number(now.rejected) + aside });
  }
  const tolerance = BigInt(readSetting(rows, 'inventory.receiptTolerance', '500'));
  for (const line of ordered) {
    const { received = null, rejected = null } = after.get(line.id) ?? {};
    if (received === line.received) continue;
    rows.update('purchaseOrderLines', line, { received, rejected }, act);
    const asked = Number(line.quantity);
    const share = asked + Number((BigInt(asked) * tolerance) / 10_000n);
    // No part of a piece where whole ones were ordered.
    const most = asked % 10_000 === 0 ? share - (share % 10_000) : share;
    const allowed = Math.max(0, most - Number(line.received));
    const over = Number(received) - Number(line.received) - allowed;
    const found = goods.find((each) => each.line.purchaseOrderLineId === line.id);
    if (over <= 0 || !found) continue;
    const about = { warehouseId, quantity: over, lotId: null, serialId: null };
    flagStock(rows, 'overReceived', found.product, about, paper, act);
    told.flag('inventory.overReceived', { product: found.product.name ?? null, ordered: asked, received });
  }
  if (purchase.state !== 'open') {
    told.flag('inventory.purchaseEnded', { number, state: purchase.state ?? null });
    return;
  }
  const isDone = [...after.values()].every((line) => Number(line.received) >= Number(line.quantity));
  setPurchaseState(rows, purchase, { state: isDone ? 'closed' : 'open' }, act);
}
