/**
 * What must come of pieces on back-order when somebody decides about them (R9, R10, R22, R35, R54, R55).
 * Long because the four ways of settling end in one recount, with the words about it.
 */
import { creditReach, furthestBelow, offOrder, revise } from './approval-words.ts';
import { isBelowLimit, type PricedLine, tooLargeOf } from './arithmetic.ts';
import type { BusinessRows, ModelRow } from './business-rows.ts';
import {
  type Act,
  adjusted,
  applied,
  discountLimitOf,
  type Ended,
  type GivenReason,
  isUnderFloor,
  rejected,
} from './command-run.ts';
import { amountsOfOrder, countOrder } from './count-order.ts';
import {
  creditReason,
  insertLine,
  isOwnStub,
  openOrdersOf,
  reserveLine,
  shareStock,
  userNameOf,
} from './order-commands.ts';
import { taxRateOf } from './order-terms.ts';
import { dayAt, offsetOf } from './posting.ts';
import { reachesOrder } from './reach.ts';
import { valueSent } from './stock-words.ts';

interface Substitute extends PricedLine {
  readonly id: string;
  readonly reservationId: string;
  readonly productId: string;
  readonly listPrice: number;
}

interface Choice {
  readonly choice: 'keepBackOrder' | 'otherWarehouse' | 'cutLine' | 'substitute';
  readonly changeId: string;
  readonly lineId: string;
  readonly backOrderedSeen: number;
  readonly warehouseId?: string;
  readonly reservationId?: string;
  readonly substitute?: Substitute;
}

/** Ends the command: what it wrote is not there. */
class Refused extends Error {
  readonly ended: Ended;

  constructor(code: string, params: GivenReason['params'] = {}) {
    super(code);
    this.ended = rejected(code, params);
  }
}

interface Settling {
  readonly rows: BusinessRows;
  readonly order: ModelRow;
  readonly act: Act;
  readonly reasons: GivenReason[];
  /** Ids of its lines as they stand, in order. */
  lines: string[];
  nextPosition: number;
  readonly added: string[];
  readonly changes: ModelRow[];
}

const isLive = (row: ModelRow | undefined): row is ModelRow => row !== undefined && row.deletedAt === null;

export function runSettleShortage(rows: BusinessRows, given: unknown, act: Act): Ended {
  const working = rows.copy();
  try {
    const ended = settle(working, given as { orderId: string; lines: readonly Choice[] }, act);
    rows.become(working);
    return ended;
  } catch (error) {
    if (error instanceof Refused) return error.ended;
    throw error;
  }
}

function settle(rows: BusinessRows, args: { orderId: string; lines: readonly Choice[] }, act: Act): Ended {
  const order = rows.get('orders', args.orderId);
  const isSeen = order && reachesOrder(rows, order, act);
  if (!order || !isLive(order) || !(isSeen || isOwnStub(order, act))) throw new Refused('sales.orderGone');
  const number = order.number ?? '';
  if (order.state === 'rejected') throw new Refused('sales.orderRejected', { number });
  if (order.state !== 'open') throw new Refused('sales.orderNotOpen', { number, state: order.state ?? '' });
  const lines = rows
    .find('orderLines', (row) => row.orderId === args.orderId && isLive(row))
    .sort((a, b) => Number(a.position) - Number(b.position));
  const settling: Settling = {
    rows,
    order,
    act,
    reasons: [],
    lines: lines.map((line) => String(line.id)),
    nextPosition: Math.max(0, ...lines.map((line) => Number(line.position))) + 1,
    added: [],
    changes: [],
  };
  for (const choice of args.lines) settleLine(settling, choice);
  if (settling.changes.length > 0) storeOrder(settling);
  return settling.reasons.length === 0 ? applied : adjusted(settling.reasons);
}

function settleLine(settling: Settling, choice: Choice): void {
  const { rows, order, act, reasons } = settling;
  const line = settling.lines.includes(choice.lineId) ? rows.get('orderLines', choice.lineId) : undefined;
  if (!line) throw new Refused('sales.lineGone', { number: order.number ?? '' });
  const { position = null, productName: product = null, unit = null } = line;
  const backOrdered = Number(line.backOrdered);
  const where = { line: position, product };
  if (backOrdered === 0) {
    reasons.push({ code: 'sales.nothingShort', params: where });
    return;
  }
  if (backOrdered !== choice.backOrderedSeen) {
    const params = { ...where, unit, backOrdered, seen: choice.backOrderedSeen };
    reasons.push({ code: 'sales.shortageChanged', params });
  }
  const change = {
    id: choice.changeId,
    orderId: order.id ?? null,
    orderLineId: choice.lineId,
    position,
    productId: line.productId ?? null,
    productName: product,
    unit,
    quantity: backOrdered,
    quantityBefore: line.quantity ?? null,
    quantityAfter: line.quantity ?? null,
    warehouseId: null,
    warehouseName: null,
    newLineId: null,
    newProductName: null,
  };
  if (choice.choice === 'keepBackOrder') {
    settling.changes.push({ ...change, kind: 'backOrderKept' });
    return;
  }
  if (choice.choice === 'otherWarehouse') {
    const warehouse = rows.get('warehouses', choice.warehouseId);
    if (!isLive(warehouse)) throw new Refused('inventory.warehouseGone');
    const share = reserveShare(settling, line, String(warehouse.id), choice.reservationId ?? '', backOrdered);
    if (share.reserved === 0) return;
    const reserved = Number(line.reserved) + share.reserved;
    rows.update('orderLines', line, { reserved, backOrdered: share.backOrdered }, act);
    const { id: warehouseId = null, name: warehouseName = null } = warehouse;
    settling.changes.push({ ...change, kind: 'otherWarehouse', quantity: share.reserved, warehouseId, warehouseName });
    return;
  }
  const quantityAfter = Number(line.quantity) - backOrdered;
  if (quantityAfter > 0) rows.update('orderLines', line, { quantity: quantityAfter, backOrdered: 0 }, act);
  else {
    const nothing = {
      quantity: 0,
      reserved: 0,
      backOrdered: 0,
      netMinor: 0,
      taxMinor: 0,
      documentDiscountMinor: 0,
      roundedOffMinor: 0,
      deletedAt: act.now,
    };
    rows.update('orderLines', line, nothing, act);
    settling.lines = settling.lines.filter((id) => id !== choice.lineId);
  }
  const substitute = choice.choice === 'substitute' ? addSubstitute(settling, choice.substitute) : {};
  const kind = choice.choice === 'substitute' ? 'substituted' : 'lineCut';
  settling.changes.push({ ...change, kind, quantityAfter, ...substitute });
}

/** Holds back what the warehouse has of it, and says what it has not. */
function reserveShare(
  settling: Settling,
  line: ModelRow,
  warehouseId: string,
  reservationId: string,
  quantity: number,
): { reserved: number; backOrdered: number } {
  const { rows, order, act, reasons } = settling;
  const productId = String(line.productId);
  const [share = { reserved: 0, backOrdered: quantity }] = shareStock(
    rows,
    warehouseId,
    [{ productId, quantity }],
    act,
  );
  const place = { orderId: String(order.id), warehouseId };
  reserveLine(rows, place, { id: String(line.id), reservationId, productId }, share.reserved, act);
  if (share.backOrdered > 0) {
    const { position = null, productName = null, unit = null } = line;
    const params = { line: position, product: productName, unit, wanted: quantity, ...share };
    reasons.push({ code: 'inventory.shortStock', params });
  }
  return share;
}

function addSubstitute(settling: Settling, wish: Substitute | undefined): ModelRow {
  const { rows, order, act } = settling;
  if (!wish) throw new Error('a substitute without a product');
  const position = settling.nextPosition;
  settling.nextPosition += 1;
  const product = rows.get('products', wish.productId);
  // It is asked for as the only line of a document of its own.
  if (!isLive(product)) throw new Refused('inventory.productGone', { line: 1 });
  const { name = null, currency = null } = product;
  if (currency !== order.currency)
    throw new Refused('sales.productCurrencyDiffers', { line: position, product: name, currency });
  const { id, reservationId, productId, quantity } = wish;
  const warehouseId = String(order.warehouseId);
  const [share] = shareStock(rows, warehouseId, [{ productId, quantity }], act);
  const priceSource = wish.unitPrice === wish.listPrice ? 'base' : 'manual';
  insertLine(rows, { ...wish, orderId: String(order.id), position, priceSource }, product, undefined, share, act);
  const line = rows.get('orderLines', id) ?? {};
  reserveShare(settling, line, warehouseId, reservationId, quantity);
  settling.lines.push(id);
  settling.added.push(id);
  return { newLineId: id, newProductName: name };
}

function storeOrder(settling: Settling): void {
  const { rows, order, act, changes } = settling;
  const lines = settling.lines.map((id) => rows.get('orderLines', id) ?? {});
  if (lines.length === 0) throw new Refused('sales.nothingLeft', { number: order.number ?? '' });
  const currency = String(order.currency);
  const terms = { currency, priceMode: String(order.priceMode), taxRounding: String(order.taxRounding) };
  const priced = lines as unknown as readonly PricedLine[];
  if (settling.added.length > 0) {
    const owed = openOrdersOf(rows, String(order.customerId), currency) - Number(order.totalMinor);
    const tooLarge = tooLargeOf(priced, terms, owed);
    if (tooLarge) throw new Refused('sales.amountTooLarge', { ...tooLarge, limitMinor: 1e14, currency });
  }
  const amounts = amountsOfOrder(order, lines);
  const fresh = newReasons(settling, lines, amounts.totalMinor);
  const { totalMinor } = amounts;
  const figures = countOrder(rows, lines, amounts, act);
  const backOrderedLines = lines.filter((line) => Number(line.backOrdered) > 0).length;
  const counted = { ...figures, lineCount: lines.length, backOrderedLines };
  const head = { ...counted, ...reviseWords(settling, { ...order, ...counted }, fresh) };
  rows.update('orders', order, head, act);
  if (totalMinor !== order.totalMinor) {
    const isItsOwn = (row: ModelRow): boolean =>
      row.documentId === (order.id ?? '') && row.kind === 'openOrder' && isLive(row);
    for (const entry of rows.find('exposureEntries', isItsOwn))
      rows.update('exposureEntries', entry, { amountMinor: totalMinor - valueSent(rows, order.id) }, act);
  }
  const told = {
    totalBeforeMinor: order.totalMinor ?? null,
    totalAfterMinor: totalMinor,
    currency,
    orderNumber: order.number ?? null,
    customerName: order.customerName ?? null,
    shipTo: order.shipTo ?? null,
    requestedOn: order.requestedOn ?? null,
    changedAt: act.now,
    changedBy: act.userId,
    changedByName: userNameOf(rows, act.userId),
    deviceCode: act.deviceCode,
  };
  for (const change of changes) rows.insert('orderChanges', { ...change, ...told }, act);
}

interface NewReasons {
  readonly prices: readonly GivenReason[];
  readonly credit: readonly GivenReason[];
}

/** R9: what was said of the order as it was. */
function reviseWords(settling: Settling, order: ModelRow, fresh: NewReasons): ModelRow {
  const { rows, act, added } = settling;
  const lines = settling.lines.map((id) => rows.get('orderLines', id) ?? {});
  const bases = new Map(
    added.map((id) => {
      const productId = rows.get('orderLines', id)?.productId;
      return [productId, rows.get('products', productId)?.basePrice];
    }),
  );
  const now = { order, lines, note: null };
  const limitValue = furthestBelow(lines, (line) => bases.get(line.productId), offOrder(order, lines));
  const places = new Set(lines.map((line) => line.position));
  const prices = { ...now, kind: 'discount' as const, limitValue, reasons: fresh.prices };
  const credit = { ...now, kind: 'credit' as const, limitValue: creditReach(rows, order), reasons: fresh.credit };
  return {
    approvalHold: revise(rows, prices, order.approvalHold ?? 0, places, act),
    creditHold: revise(rows, credit, order.creditHold ?? 0, null, act),
  };
}

/** What its substitutes have to ask for. */
function newReasons(settling: Settling, lines: readonly ModelRow[], totalMinor: number): NewReasons {
  const { rows, order, act, reasons, added } = settling;
  const asked: GivenReason[] = [];
  if (added.length === 0) return { prices: [], credit: [] };
  const currency = String(order.currency);
  const day = dayAt(act.now, offsetOf(rows));
  const limit = discountLimitOf(rows, act);
  for (const line of lines.filter(({ id }) => added.includes(String(id)))) {
    const where = { line: line.position ?? null, product: line.productName ?? null };
    const product = rows.get('products', line.productId);
    const listPrice = Number(product?.basePrice);
    const floorPrice = product?.floorPrice ?? null;
    const taxRate = taxRateOf(rows, String(line.taxCode), day);
    const deviations: [boolean, GivenReason, GivenReason['params']?][] = [
      [
        listPrice !== line.listPrice,
        { code: 'sales.priceNotListed', params: { ...where, listPrice, currency } },
        { seenPrice: line.listPrice ?? 0 },
      ],
      [
        isBelowLimit(line as unknown as PricedLine, listPrice, limit),
        { code: 'sales.discountBeyondLimit', params: { ...where, limit } },
      ],
      [
        isUnderFloor(line as unknown as PricedLine, floorPrice),
        { code: 'sales.priceBelowFloor', params: { ...where, floorPrice, currency } },
      ],
      [
        taxRate !== line.taxRate,
        { code: 'billing.taxRateDiffers', params: { ...where, taxRate } },
        { seenRate: line.taxRate ?? 0 },
      ],
    ];
    for (const [deviates, reason, seen] of deviations) {
      if (!deviates) continue;
      reasons.push(reason);
      asked.push({ code: reason.code, params: { ...reason.params, ...seen } });
    }
  }
  const raised = totalMinor - Number(order.totalMinor);
  const none = { prices: asked, credit: [] };
  if (raised <= 0 || order.creditHold !== 0) return none;
  const payer = { id: order.customerId ?? null, name: order.customerName ?? null };
  const credit = creditReason(rows, payer, currency, raised, day);
  if (!credit) return none;
  reasons.push(credit);
  return { prices: asked, credit: [credit] };
}
