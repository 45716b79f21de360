// Long because giving orders to the warehouse and taking them from its shelves are judged by one another.
/** What becomes of orders that are given to the warehouse, and of what a desk took from the shelves (R20, R22 to R24, R30, R55). */
import { ask, creditReach, wordsOf } from './approval-words.ts';
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, type GivenReason, type ModelledRun, rejected } from './command-run.ts';
import { isLive, Told, worksAt } from './document-words.ts';
import { creditReason, reserveLine, shareStock, userNameOf } from './order-commands.ts';
import { setStandings, standingLines } from './order-standing.ts';
import { alongTheWay, type Planned, putBack, type Shelf, shelvesIn, takeFrom } from './pick-shelves.ts';
import { dayAt, offsetOf } from './posting.ts';
import { flagNotFound } from './stock-ledger.ts';
import { flagPicked, isDone, linesOfList, settleList } from './stock-words.ts';
import { keepFromSale, type Unfit } from './unfit-goods.ts';

interface Release {
  readonly pickListId: string;
  readonly number: string;
  readonly warehouseId: string;
  readonly orderIds: readonly string[];
}

export const releaseOrders: ModelledRun = (rows, given, act) => {
  const { pickListId, number, warehouseId, orderIds } = given as Release;
  if (!worksAt(act, warehouseId) || !isLive(rows.get('warehouses', warehouseId)))
    return rejected('inventory.warehouseGone', {});
  const known = rows.get('pickLists', pickListId);
  if (known) return rejected('inventory.pickListExists', { number: known.number ?? null });
  const told = new Told();
  const today = dayAt(act.now, offsetOf(rows));
  const wanted: { readonly order: ModelRow; readonly lines: readonly ModelRow[] }[] = [];
  for (const orderId of new Set(orderIds)) {
    const found = rows.get('orders', orderId);
    const order = isLive(found) ? found : undefined;
    const why = order ? whyLeft(rows, order, today, act) : 'gone';
    if (!order || why !== null) {
      leave(told, order, why ?? 'gone');
      continue;
    }
    wanted.push({ order, lines: fill(rows, order, warehouseId, act) });
  }
  const shelves = new Map<string, Shelf[]>();
  for (const line of wanted.flatMap(({ lines }) => lines)) {
    const productId = String(line.productId);
    if (!shelves.has(productId)) shelves.set(productId, shelvesIn(rows, warehouseId, productId));
  }
  const planned = wanted.flatMap(({ order, lines }) => {
    const standing = lines.map((line) => ({ line, ...held(rows, warehouseId, order.id, line.id) }));
    return takeOrder(order, standing, shelves, today, told);
  });
  if (planned.length > 0) writeList(rows, { pickListId, number, warehouseId }, planned, act);
  return told.ended;
};

function leave(told: Told, order: ModelRow | undefined, why: string): void {
  const { number = '', customerName: customer = '' } = order ?? {};
  told.adjust('inventory.orderNotReleased', { number, customer, why, context: why });
}

/** R55: an order on hold stays; so does one whose payer is over the limit, unless somebody has answered for it. */
function whyLeft(rows: BusinessRows, order: ModelRow, today: string, act: Act): string | null {
  if (order.state !== 'open') return 'notOpen';
  for (const hold of ['creditHold', 'approvalHold', 'manualHold']) if (order[hold] === 1) return hold;
  const isAnswered = wordsOf(rows, order.id, 'credit').some(
    (word) => word.state === 'approved' && (word.validUntil === null || Number(word.validUntil) >= act.now),
  );
  if (isAnswered) return null;
  const payer = { id: order.customerId ?? null, name: order.customerName ?? null };
  const reason = creditReason(rows, payer, String(order.currency), 0, today);
  if (!reason) return null;
  const lines = standingLines(rows, order.id);
  ask(rows, { kind: 'credit', order, lines, limitValue: creditReach(rows, order), reasons: [reason], note: null }, act);
  rows.update('orders', order, { creditHold: 1 }, act);
  return reason.code.replace('billing.', '');
}

/** R22: what waits takes what is there now. @returns its lines as they stand then */
function fill(rows: BusinessRows, order: ModelRow, warehouseId: string, act: Act): readonly ModelRow[] {
  const lines = standingLines(rows, order.id);
  const short = lines.filter((line) => Number(line.backOrdered) > 0);
  if (short.length === 0 || order.warehouseId !== warehouseId) return lines;
  const wishes = short.map((line) => ({ productId: String(line.productId), quantity: Number(line.backOrdered) }));
  const shares = shareStock(rows, warehouseId, wishes, act);
  const standings = short.flatMap((line, at) => {
    const { reserved = 0, backOrdered = 0 } = shares[at] ?? {};
    if (reserved === 0) return [];
    const wish = {
      id: String(line.id),
      reservationId: `${act.commandId}:${line.id}`,
      productId: String(line.productId),
    };
    reserveLine(rows, { orderId: String(order.id), warehouseId }, wish, reserved, act);
    return [{ line, shipped: Number(line.shipped), reserved: Number(line.reserved) + reserved, backOrdered }];
  });
  if (standings.length > 0) setStandings(rows, order, standings, act);
  return standingLines(rows, order.id);
}

/** What an order's line holds back here, and what of it lists are to take. */
function held(rows: BusinessRows, warehouseId: string, orderId: Cell | undefined, lineId: Cell | undefined) {
  const isOf = (row: ModelRow): boolean =>
    isLive(row) && row.orderId === orderId && row.orderLineId === lineId && row.warehouseId === warehouseId;
  const reserved = rows.find('reservations', isOf).reduce((sum, row) => sum + Number(row.quantity), 0);
  const allocated = rows.find('pickLines', isOf).reduce((sum, row) => sum + Math.max(0, Number(row.allocated)), 0);
  return { open: reserved - allocated, allocated };
}

type Standing = { readonly line: ModelRow } & ReturnType<typeof held>;

/** R23: one that leaves in one delivery goes as a whole, or stays. */
function takeOrder(
  order: ModelRow,
  standing: readonly Standing[],
  shelves: ReadonlyMap<string, Shelf[]>,
  today: string,
  told: Told,
): Planned[] {
  const rules = { today, minimumLifeDays: Number(order.minimumLifeDays) };
  const wanted = standing.filter(({ open }) => open > 0);
  if (wanted.length === 0) {
    leave(told, order, 'nothingReserved');
    return [];
  }
  const taking = wanted.map(({ line, open }) => {
    const taken = takeFrom(shelves.get(String(line.productId)) ?? [], open, rules);
    return { line, taken, missing: open - taken.reduce((sum, { quantity }) => sum + quantity, 0) };
  });
  const isWhole = standing.every(({ line, open, allocated }) => {
    const now = taking.find((each) => each.line === line);
    const goes = now ? open - now.missing : 0;
    return Number(line.shipped) + allocated + goes >= Number(line.quantity);
  });
  const isNothing = taking.every(({ taken }) => taken.length === 0);
  if (isNothing || (order.shipComplete === 1 && !isWhole)) {
    for (const { taken } of taking) putBack(taken);
    leave(told, order, isNothing ? 'nothingOnShelf' : 'notComplete');
    return [];
  }
  for (const { line, missing } of taking) {
    if (missing === 0) continue;
    const { position = null, productName: product = null, unit = null } = line;
    const params = { number: order.number ?? null, line: position, product, unit, missing };
    told.adjust('inventory.shortOnShelf', params);
  }
  return taking.flatMap(({ line, taken }) => taken.map((each) => ({ order, line, taken: each })));
}

function writeList(
  rows: BusinessRows,
  { pickListId, number, warehouseId }: Omit<Release, 'orderIds'>,
  planned: readonly Planned[],
  act: Act,
): void {
  const inOrder = alongTheWay(pickListId, planned);
  const counted = { orderCount: new Set(planned.map(({ order }) => order.id)).size, lineCount: planned.length };
  const nobody = { claimedBy: null, claimedByName: null, claimedDeviceCode: null, claimedAt: null };
  const releasedByName = userNameOf(rows, act.userId);
  const released = { state: 'released', releasedAt: act.now, releasedByName, pickedAt: null, note: null };
  rows.insert('pickLists', { id: pickListId, number, warehouseId, ...counted, ...nobody, ...released }, act);
  inOrder.forEach(({ id, order, line, taken: { shelf, quantity } }, at) => {
    const row = {
      ...{ id, pickListId, warehouseId, position: at + 1 },
      ...{ orderId: order.id ?? null, orderNumber: order.number ?? null, customerName: order.customerName ?? null },
      ...{ orderLineId: line.id ?? null, productId: line.productId ?? null, productCode: line.productCode ?? null },
      ...{ productName: line.productName ?? null, unit: line.unit ?? null },
      ...{ lotId: shelf.lot?.id ?? null, lotCode: shelf.lot?.code ?? null, expiresOn: shelf.lot?.expiresOn ?? null },
      ...{ locationId: shelf.place?.id ?? null, locationCode: shelf.place?.code ?? null },
      ...{ serialId: null, serialCode: null, quantity, allocated: quantity },
      ...{ picked: 0, packed: 0, shipped: 0, shortReason: null },
    };
    rows.insert('pickLines', row, act);
  });
}

interface Portion {
  readonly lotId: string | null;
  readonly serialId: string | null;
  readonly locationId: string | null;
  readonly quantity: number;
}

interface PickedLine {
  readonly pickLineId: string;
  readonly picked: readonly Portion[];
  readonly shortReason: string | null;
}

/** R24: what was taken was taken. */
export const recordPick: ModelledRun = (rows, given, act) => {
  const { pickListId, lines, ...at } = given as { pickListId: string; pickedAt: number; lines: readonly PickedLine[] };
  const pickedAt = Math.min(at.pickedAt, act.now);
  const found = rows.get('pickLists', pickListId);
  const list = isLive(found) ? found : undefined;
  const before = linesOfList(rows, pickListId);
  const told = new Told();
  const number = list?.number ?? '';
  const unfit: Unfit[] = [];
  let isForeign = list !== undefined && !worksAt(act, list.warehouseId);
  if (isForeign) told.flag('inventory.foreignWarehouse');
  for (const line of lines) {
    const row = before.find(({ id }) => id === line.pickLineId);
    const quantity = line.picked.reduce((sum, each) => sum + each.quantity, 0);
    if (row && !isDone(row)) {
      takeLine(rows, row, line, act);
      const why = quantity < Number(row.quantity) ? (line.shortReason ?? 'notFound') : null;
      if (why !== null && why !== 'notFound') unfit.push({ row, missing: Number(row.quantity) - quantity, why });
      if (why === 'notFound') {
        const paper = { documentId: pickListId, documentNumber: list?.number ?? null, occurredAt: pickedAt };
        flagNotFound(rows, row, { wanted: Number(row.quantity), found: takenAt(row, line.picked) }, paper, act);
      }
      if (quantity > Number(row.quantity)) {
        const { position = null, productName: product = null, unit = null, quantity: wanted = null } = row;
        told.flag('inventory.pickedTooMuch', { number, line: position, product, quantity, wanted, unit });
      }
    } else if (quantity > 0) {
      const goods = row ?? goodsNamedBy(rows, line.pickLineId);
      const by: GivenReason['params'] = list?.claimedByName ? { officeBy: list.claimedByName } : {};
      if (goods && !list && !isForeign && !worksAt(act, goods.warehouseId)) {
        isForeign = true;
        told.flag('inventory.foreignWarehouse');
      }
      if (goods) flagLine(rows, line, goods, { pickListId, list, pickedAt }, act);
      const code = row ? 'inventory.pickedTwice' : 'inventory.pickedForNothing';
      told.flag(code, { number, product: goods?.productName ?? '', quantity, ...by });
    }
  }
  if (list?.pickedAt === null && linesOfList(rows, pickListId).every(isDone))
    rows.update('pickLists', list, { pickedAt }, act);
  keepFromSale(rows, unfit, { documentId: pickListId, documentNumber: list?.number ?? null, pickedAt }, act, told);
  settleList(rows, pickListId, act);
  return told.ended;
};

/** What came from the very shelf, of the very lot, that the line named. */
const takenAt = ({ lotId, locationId }: ModelRow, portions: readonly Portion[]): number =>
  portions
    .filter((portion) => portion.locationId === locationId && (lotId === null || portion.lotId === lotId))
    .reduce((sum, { quantity }) => sum + quantity, 0);

/** What was taken from several shelves is a line for each; together they hold back what the line did. */
function takeLine(rows: BusinessRows, row: ModelRow, line: PickedLine, act: Act): void {
  const [first, ...others] = together(line.picked);
  const total = line.picked.reduce((sum, each) => sum + each.quantity, 0);
  const elsewhere = others.reduce((sum, each) => sum + each.quantity, 0);
  let toHold = Number(row.allocated);
  const hold = (quantity: number): number => {
    const held = Math.min(toHold, quantity);
    toHold -= held;
    return held;
  };
  const change = {
    ...(first ? shelfOf(rows, first) : {}),
    quantity: Math.max(0, Number(row.quantity) - elsewhere),
    allocated: hold(first?.quantity ?? 0),
    picked: first?.quantity ?? 0,
    shortReason: total < Number(row.quantity) ? (line.shortReason ?? 'notFound') : null,
  };
  rows.update('pickLines', row, change, act);
  others.forEach((portion, at) => {
    const { quantity } = portion;
    const counted = { quantity, allocated: hold(quantity), picked: quantity, shortReason: null };
    rows.insert('pickLines', { ...row, ...shelfOf(rows, portion), id: `${row.id}:${at + 2}`, ...counted }, act);
  });
}

function together(portions: readonly Portion[]): Portion[] {
  const merged = new Map<string, Portion>();
  for (const portion of portions) {
    const key = `${portion.lotId} ${portion.serialId} ${portion.locationId}`;
    const quantity = (merged.get(key)?.quantity ?? 0) + portion.quantity;
    merged.set(key, { ...(merged.get(key) ?? portion), quantity });
  }
  return [...merged.values()].filter(({ quantity }) => quantity > 0);
}

function shelfOf(rows: BusinessRows, { lotId, serialId, locationId }: Portion): ModelRow {
  const lot = rows.get('lots', lotId);
  return {
    ...{ lotId, lotCode: lot?.code ?? null, expiresOn: lot?.expiresOn ?? null },
    ...{ serialId, serialCode: rows.get('serials', serialId)?.code ?? null },
    ...{ locationId, locationCode: rows.get('locations', locationId)?.code ?? null },
  };
}

/** Of a line that is on no list: its id names the order's. */
function goodsNamedBy(rows: BusinessRows, pickLineId: string): ModelRow | undefined {
  const line = rows.get('orderLines', pickLineId.split(':')[1] ?? '');
  const order = line && rows.get('orders', line.orderId);
  return order && { ...line, warehouseId: order.warehouseId ?? null };
}

function flagLine(
  rows: BusinessRows,
  line: PickedLine,
  goods: ModelRow,
  of: { readonly pickListId: string; readonly list: ModelRow | undefined; readonly pickedAt: number },
  act: Act,
): void {
  together(line.picked).forEach(({ lotId, serialId, quantity }, at) => {
    const flagged = {
      warehouseId: of.list?.warehouseId ?? goods.warehouseId ?? null,
      ...{ productId: goods.productId ?? null, productName: goods.productName ?? null, lotId, serialId },
      ...{ documentId: of.pickListId, documentNumber: of.list?.number ?? null, quantity, occurredAt: of.pickedAt },
    };
    flagPicked(rows, `${act.commandId}:${line.pickLineId}:${at + 1}`, flagged, act);
  });
}
