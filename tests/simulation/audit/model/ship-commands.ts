/** What leaves a warehouse for a customer, what is taken back, and what will never be sent (R6, R8, R20, R22, R24, R33, R54). */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, type ModelledRun, readSetting } from './command-run.ts';
import { bookedOpenly, freeNumberIn, isLive, Told, worksAt } from './document-words.ts';
import { userNameOf } from './order-commands.ts';
import { countUnsent, knowsPayer, letGo, type Standing, setStandings, standingLines } from './order-standing.ts';
import { bookMovements, flagStock, type Movement, type Paper } from './stock-ledger.ts';
import { flagBeside, isDone, partOf, settleList, valueSent } from './stock-words.ts';

interface Sent {
  readonly id: string;
  readonly orderLineId: string;
  readonly productId: string;
  readonly pickLineId: string | null;
  readonly lotId: string | null;
  readonly serialId: string | null;
  readonly locationId: string | null;
  readonly parcel: number;
  readonly quantity: number;
}

interface Shipping {
  readonly shipmentId: string;
  readonly number: string;
  readonly orderId: string;
  readonly warehouseId: string;
  readonly shippedAt: number;
  readonly carrierId: string | null;
  readonly freightMinor: number | null;
  readonly parcels: readonly { readonly id: string; readonly position: number; readonly weightGrams: number | null }[];
  readonly lines: readonly Sent[];
}

export const shipOrder: ModelledRun = (rows, given, act) => {
  const { shipmentId, number: wanted, lines, parcels, shippedAt, freightMinor, ...said } = given as Shipping;
  const told = new Told();
  const known = rows.get('shipments', shipmentId);
  if (known) {
    told.flag('inventory.shipmentExists', { number: known.number ?? null });
    return told.ended;
  }
  if (!worksAt(act, said.warehouseId)) told.flag('inventory.foreignWarehouse');
  const found = rows.get('orders', said.orderId);
  const order = isLive(found) ? found : undefined;
  const { occurredAt, realOn, openOn, bookedOn } = bookedOpenly(rows, shippedAt, act, told);
  const number = freeNumberIn(rows, 'shipments', wanted, told);
  const decided = order ?? decidedFor(rows, said.orderId);
  const goods = lines.filter((line) => rows.get('products', line.productId));
  const head: ModelRow = {
    ...(said as unknown as ModelRow),
    freightMinor: null,
    ...{ id: shipmentId, number, shippedAt: occurredAt, shippedOn: openOn, state: 'shipped' },
    orderNumber: (order ? order.number : decided?.orderNumber) ?? '',
    customerId: order?.customerId ?? '',
    ...{ customerName: decided?.customerName ?? '', shipTo: decided?.shipTo ?? null },
    ...{ contactName: order?.contactName ?? null, phone: order?.phone ?? null },
    warehouseName: rows.get('warehouses', said.warehouseId)?.name ?? '',
    ...{ shippedBy: act.userId, shippedByName: userNameOf(rows, act.userId), deviceCode: act.deviceCode },
    carrierName: rows.get('carriers', said.carrierId)?.name ?? null,
    currency: order?.currency ?? readSetting(rows, 'company.currency', 'CNY'),
    ...{ parcelCount: Math.max(1, parcels.length), lineCount: goods.length },
    ...{ tourOn: null, driverId: null, stop: null, deliveredAt: null, receivedByName: null },
    ...{ signatureHash: null, photoHash: null, deliveryNote: null, reversesId: null },
  };
  rows.insert('shipments', head, act);
  // R47: what it cost to carry lies apart.
  if (freightMinor !== null) {
    const currency = readSetting(rows, 'company.currency', 'CNY');
    rows.insert('shipmentFreights', { id: shipmentId, freightMinor, currency }, act);
  }
  goods.forEach((line, at) => {
    const { code, name, unit } = rows.get('products', line.productId) ?? {};
    const names = { productCode: code ?? '', productName: name ?? '', unit: unit ?? '' };
    const lotCode = rows.get('lots', line.lotId)?.code ?? null;
    const serialCode = rows.get('serials', line.serialId)?.code ?? null;
    const row = { ...line, shipmentId, position: at + 1, ...names, lotCode, serialCode, returned: 0 };
    rows.insert('shipmentLines', row, act);
  });
  for (const { position, ...parcel } of parcels) {
    const code = `${number}-${position}`;
    rows.insert('parcels', { ...parcel, shipmentId, position, code, trackingNumber: null }, act);
  }
  for (const line of lines) if (!goods.includes(line)) told.flag('inventory.sentUnknown', { number });
  const paper = { documentId: shipmentId, documentNumber: number, occurredAt, bookedOn };
  bookMovements(
    rows,
    goods.map((line) => leaving(rows, line, said.warehouseId)),
    paper,
    act,
    told,
  );
  for (const line of goods) tellUnfit(rows, line, head, { paper, today: realOn }, act, told);
  emptyPicks(rows, goods, head, paper, act, told);
  if (order) follow(rows, order, head, lines, act, told);
  else told.flag('inventory.shippedUnordered', { number, order: head.orderNumber ?? null, context: 'unknown' });
  return told.ended;
};

/** R35: a warehouse that delivers for another's order sees what was decided of it. */
function decidedFor(rows: BusinessRows, orderId: string): ModelRow | undefined {
  return rows
    .find('orderChanges', (row) => row.orderId === orderId)
    .sort((a, b) => Number(a.changedAt) - Number(b.changedAt))[0];
}

function leaving(rows: BusinessRows, line: Sent, warehouseId: Cell): Movement {
  const product = rows.get('products', line.productId) ?? {};
  const { id, lotId, serialId, locationId, quantity } = line;
  const goods = { id, product, warehouseId, lotId, serialId, locationId };
  return { ...goods, quantity: -quantity, cause: 'shipment', condition: 'saleable' };
}

interface On {
  readonly paper: Paper;
  readonly today: string;
}

/** R20, R29, R30: without its number, or of a lot that may not go. */
function tellUnfit(rows: BusinessRows, line: Sent, head: ModelRow, { paper, today }: On, act: Act, told: Told): void {
  const product = rows.get('products', line.productId) ?? {};
  const { number = null, warehouseId = null } = head;
  const isMissing =
    (product.tracking === 'lot' && line.lotId === null) ||
    (product.tracking !== 'lot' && product.tracking !== 'none' && line.serialId === null);
  if (isMissing) told.flag('inventory.numberMissing', { number, product: product.name ?? null });
  const lot = rows.get('lots', line.lotId);
  if (!lot) return;
  const isOver = lot.blocked === 1 || (lot.expiresOn !== null && String(lot.expiresOn) < today);
  if (!isOver) return;
  const { quantity, lotId, serialId } = line;
  flagStock(rows, 'unsaleableShipped', product, { warehouseId, quantity, lotId, serialId }, paper, act);
  told.flag('inventory.unsaleableShipped', { number, product: product.name ?? null, lot: lot.code ?? null });
}

/** R24, R25: what was picked is let go; more than that has been sent twice, and what left in its stead is told. */
function emptyPicks(
  rows: BusinessRows,
  lines: readonly Sent[],
  { number = null, warehouseId = null }: ModelRow,
  paper: Paper,
  act: Act,
  told: Told,
): void {
  const lists = new Set<Cell | undefined>();
  for (const { id, pickLineId, productId, quantity, lotId, serialId } of lines) {
    const row = pickLineId === null ? undefined : rows.get('pickLines', pickLineId);
    if (!isLive(row)) continue;
    const shipped = Number(row.shipped) + quantity;
    const picked = Number(row.picked);
    const allocated = shipped >= picked ? 0 : Math.max(0, Number(row.allocated) - quantity);
    rows.update('pickLines', row, { shipped, packed: Math.max(Number(row.packed), shipped), allocated }, act);
    lists.add(row.pickListId);
    const product = rows.get('products', productId);
    const isAsPicked = picked === 0 || (row.lotId === lotId && row.serialId === serialId);
    if (!isAsPicked) {
      const beside = Math.min(quantity, shipped - quantity < picked ? picked - shipped + quantity : 0);
      if (beside > 0) flagBeside(rows, id, row, beside, act);
      const left = rows.get('serials', serialId)?.code ?? rows.get('lots', lotId)?.code ?? '—';
      const taken = row.serialCode ?? row.lotCode ?? '—';
      told.flag('inventory.otherThanPicked', { number, product: product?.name ?? '', left, picked: taken });
    }
    if (shipped <= picked || !product) continue;
    const beyond = Math.min(quantity, shipped - picked);
    flagStock(rows, 'shippedTwice', product, { warehouseId, quantity: beyond, lotId, serialId }, paper, act);
    const { name = null, unit = null } = product;
    const order = row.orderNumber ?? null;
    told.flag('inventory.shippedTwice', { number, product: name, quantity: beyond, unit, order });
  }
  for (const id of lists) settleList(rows, id, act);
}

/** What the order still waits for, whether it is done, and what its payer owes. */
function follow(
  rows: BusinessRows,
  order: ModelRow,
  head: ModelRow,
  sent: readonly Sent[],
  act: Act,
  told: Told,
): void {
  const { id: shipmentId = null, number = null, warehouseId = null } = head;
  const about = { number, order: order.number ?? null };
  const isOpen = order.state === 'open';
  if (!isOpen) told.flag('inventory.shippedUnordered', { ...about, context: order.state ?? null });
  const lines = standingLines(rows, order.id);
  const standings: Standing[] = [];
  let valueMinor = 0;
  for (const line of lines) {
    const quantity = sent
      .filter(({ orderLineId }) => orderLineId === line.id)
      .reduce((sum, each) => sum + each.quantity, 0);
    if (quantity === 0) continue;
    const shipped = Number(line.shipped) + quantity;
    const asked = Number(line.quantity);
    const stillToSend = isOpen ? Math.max(0, asked - shipped) : 0;
    const where = { orderId: order.id ?? null, lineId: line.id ?? null, warehouseId };
    const trim = (leftHere: number): void => trimPicks(rows, where, leftHere, act);
    const reserved = letGo(rows, { ...where, quantity, stillToSend }, act, trim);
    standings.push({ line, shipped, reserved, backOrdered: stillToSend - reserved });
    valueMinor += partOf(line, shipped) - partOf(line, Number(line.shipped));
    const beyond = Math.min(quantity, shipped - asked);
    if (beyond <= 0) continue;
    const { productId = null, productName = null, unit = null } = line;
    const paper = {
      documentId: shipmentId,
      documentNumber: number,
      occurredAt: Number(head.shippedAt),
      bookedOn: null,
    };
    const flagged = { warehouseId, quantity: beyond, lotId: null, serialId: null };
    flagStock(rows, 'shippedTwice', { id: productId, name: productName }, flagged, paper, act);
    told.flag('inventory.shippedTwice', { ...about, product: productName, quantity: beyond, unit });
  }
  if (sent.some(({ orderLineId }) => !lines.some(({ id }) => id === orderLineId)))
    told.flag('inventory.shippedUnordered', { ...about, context: 'line' });
  const state = setStandings(rows, order, standings, act);
  if (valueMinor !== 0 && knowsPayer(rows, order, act)) {
    const { customerId = null, currency = null } = order;
    const document = { documentId: shipmentId, documentNumber: number, documentDate: head.shippedOn ?? null };
    const figures = { kind: 'unbilled', amountMinor: valueMinor, currency };
    const none = { dueOn: null, originalMinor: null, openingMinor: null };
    rows.insert('exposureEntries', { id: shipmentId, customerId, ...document, ...figures, ...none }, act);
  }
  if (!isOpen) return;
  const openMinor = state === 'open' ? Number(order.totalMinor) - valueSent(rows, order.id) : 0;
  countUnsent(rows, order, openMinor, `${shipmentId}:open`, act);
}

/** Lists take no more than what is held back: the last of the way goes first, and what stands on its shelf before what was taken. */
function trimPicks(
  rows: BusinessRows,
  { orderId, lineId, warehouseId }: { readonly orderId: Cell; readonly lineId: Cell; readonly warehouseId: Cell },
  reserved: number,
  act: Act,
): void {
  const isItsOwn = (row: ModelRow): boolean =>
    isLive(row) &&
    row.orderId === orderId &&
    row.orderLineId === lineId &&
    row.warehouseId === warehouseId &&
    Number(row.allocated) > 0;
  const lines = rows.find('pickLines', isItsOwn).sort((a, b) => Number(b.position) - Number(a.position));
  let beyond = lines.reduce((sum, row) => sum + Number(row.allocated), 0) - reserved;
  const lists = new Set<Cell | undefined>();
  for (const row of [...lines.filter((each) => !isDone(each)), ...lines.filter(isDone)]) {
    const less = Math.min(beyond, Number(row.allocated));
    if (less <= 0) break;
    beyond -= less;
    const allocated = Number(row.allocated) - less;
    const onShelf = isDone(row) ? {} : allocated === 0 ? { deletedAt: act.now } : { quantity: allocated };
    rows.update('pickLines', row, { allocated, ...onShelf }, act);
    if (isDone(row)) flagBeside(rows, String(row.id), row, less, act);
    lists.add(row.pickListId);
  }
  for (const id of lists) settleList(rows, id, act);
}
