/**
 * What imports must come to (R110): new by code, changed only where the file says something else.
 * Long because four imports share how codes are found and what is left out.
 */
import { askImported } from './approval-words.ts';
import { amountsOf, isBelowLimit, minorUnits, tooLargeOf } from './arithmetic.ts';
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
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
import { bookOpening, openingGoods } from './opening-stock.ts';
import {
  addressOf,
  countExposure,
  freeNumber,
  insertLine,
  openOrdersOf,
  partyOf,
  paysItself,
  reserveLine,
  shareStock,
  userNameOf,
} from './order-commands.ts';
import { taxRateOf, termsOf } from './order-terms.ts';
import { dayAt, offsetOf, openDayOf, postedAt } from './posting.ts';
import type { Movement } from './stock-ledger.ts';
import { freeReservations } from './stock-words.ts';

const isLive = (row: ModelRow): boolean => row.deletedAt === null;

/** By code; of two with one code the one that was made last. */
function byCode(rows: BusinessRows, table: string): Map<string, ModelRow> {
  return new Map(rows.find(table, isLive).map((row) => [String(row.code), row]));
}

const leftOut = (count: number, before: readonly GivenReason[] = []): Ended => {
  const reasons = count > 0 ? [...before, { code: 'import.rowsLeftOut', params: { count } }] : before;
  return reasons.length === 0 ? applied : adjusted(reasons);
};

/** Cells that the file has and that differ. */
function changesOf(told: ModelRow, known: ModelRow): ModelRow {
  return Object.fromEntries(
    Object.entries(told).filter(([column, value]) => value !== null && value !== (known[column] ?? null)),
  );
}

interface CustomerRow {
  readonly [column: string]: Cell;
  readonly line: number;
  readonly id: string;
  readonly code: string;
  readonly creditLimit: number | null;
  readonly paymentTermsDays: number | null;
}

export function runImportCustomers(rows: BusinessRows, given: unknown, act: Act): Ended {
  const args = given as { territoryId: string; currency: string; paymentTermsDays: number; rows: CustomerRow[] };
  const known = byCode(rows, 'customers');
  const taken = new Set<string>();
  const limits: { customerId: string; limitMinor: number; currency: string }[] = [];
  let problems = 0;
  for (const { line: _line, id, creditLimit, ...told } of args.rows) {
    const customer = known.get(told.code);
    const currency = String(customer?.currency ?? args.currency);
    const limitMinor = creditLimit === null ? null : minorUnits(creditLimit, currency);
    if (taken.has(told.code) || (creditLimit !== null && limitMinor === null)) {
      problems += 1;
      continue;
    }
    taken.add(told.code);
    const changes = customer ? changesOf(told, customer) : {};
    if (!customer) {
      const { territoryId } = args;
      const paymentTermsDays = told.paymentTermsDays ?? args.paymentTermsDays;
      rows.insert(
        'customers',
        {
          ...told,
          id,
          paymentTermsDays,
          territoryId,
          ownerId: null,
          ownerTeamId: null,
          holderId: territoryId,
          heldSince: null,
          paymentTermsId: null,
          currency: args.currency,
        },
        act,
      );
    } else if (Object.keys(changes).length > 0) rows.update('customers', customer, changes, act);
    if (limitMinor !== null) limits.push({ customerId: String(customer?.id ?? id), limitMinor, currency });
  }
  for (const limit of limits) {
    const account = rows.get('creditAccounts', limit.customerId);
    const { limitMinor, currency } = limit;
    if (!account) rows.insert('creditAccounts', { id: limit.customerId, ...limit, validUntil: null }, act);
    else if (account.limitMinor !== limitMinor || account.currency !== currency)
      rows.update('creditAccounts', account, { limitMinor, currency }, act);
  }
  return leftOut(problems);
}

interface ProductRow {
  readonly [column: string]: Cell;
  readonly line: number;
  readonly id: string;
  readonly code: string;
}

export function runImportProducts(rows: BusinessRows, given: unknown, act: Act): Ended {
  const args = given as { currency: string; defaultUnit: string; defaultTaxCode: string; rows: ProductRow[] };
  const known = byCode(rows, 'products');
  for (const { line: _line, id, ...told } of args.rows) {
    const product = known.get(told.code);
    if (!product) {
      const defaults = {
        unit: told.unit ?? args.defaultUnit,
        taxCode: told.taxCode ?? args.defaultTaxCode,
        currency: args.currency,
        reorderPoint: told.reorderPoint ?? 0,
        discontinued: told.discontinued ?? 0,
        floorPrice: null,
        tracking: 'none',
        shelfLifeDays: null,
        pictureHash: null,
      };
      rows.insert('products', { ...told, id, ...defaults }, act);
      continue;
    }
    // A code that stands twice is compared with what was there before both.
    const changes = changesOf(told, product);
    const current = rows.get('products', product.id) ?? product;
    if (Object.keys(changes).length > 0) rows.update('products', current, changes, act);
  }
  return applied;
}

interface StockRow {
  readonly movementId: string;
  readonly receiptId: string;
  readonly productCode: string;
  readonly onHand: number;
  readonly onOrder: number | null;
  readonly dueOn: string | null;
}

export function runImportStock(rows: BusinessRows, given: unknown, act: Act): Ended {
  const { warehouseId, rows: told } = given as { warehouseId: string; rows: StockRow[] };
  const warehouse = rows.get('warehouses', warehouseId);
  if (!warehouse || !isLive(warehouse)) return rejected('inventory.warehouseGone', {});
  const products = byCode(rows, 'products');
  const before = rows.copy();
  const taken = new Set<string>();
  const { at, reasons } = postedAt(rows, act);
  const movements: Movement[] = [];
  let problems = 0;
  for (const row of told) {
    const product = products.get(row.productCode);
    if (!product || taken.has(row.productCode)) {
      problems += 1;
      continue;
    }
    taken.add(row.productCode);
    importStockOf(rows, before, row, { productId: String(product.id), warehouseId }, act);
    const opened = Number(before.get('stockBalances', `${product.id}:${warehouseId}`)?.opening ?? 0);
    const goods = { product, warehouseId, quantity: row.onHand - opened, lotId: null, ...openingGoods };
    if (goods.quantity !== 0) movements.push({ id: row.movementId, ...goods });
  }
  return bookOpening(rows, movements, { at, reasons, problems }, act);
}

function importStockOf(
  rows: BusinessRows,
  before: BusinessRows,
  row: StockRow,
  place: { productId: string; warehouseId: string },
  act: Act,
): void {
  const { productId, warehouseId } = place;
  const [known] = before.find(
    'expectedReceipts',
    (each) =>
      each.productId === productId && each.warehouseId === warehouseId && each.origin === 'import' && isLive(each),
  );
  if (!known) {
    const isUnderWay = row.onOrder !== null && row.onOrder !== 0;
    const receipt = { id: row.receiptId, ...place, quantity: row.onOrder, dueOn: row.dueOn, origin: 'import' };
    if (isUnderWay) rows.insert('expectedReceipts', receipt, act);
    return;
  }
  const quantity = row.onOrder ?? known.quantity ?? null;
  const dueOn = row.dueOn ?? known.dueOn ?? null;
  if (quantity !== known.quantity || dueOn !== known.dueOn)
    rows.update('expectedReceipts', known, { quantity, dueOn }, act);
}

interface ImportedLine {
  readonly id: string;
  readonly reservationId: string;
  readonly productCode: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly discount: number;
  readonly unit?: string | null;
}

interface ImportedOrder {
  readonly id: string;
  readonly exposureEntryId: string;
  readonly importKey: string;
  readonly customerCode: string;
  readonly orderedOn: string;
  readonly requestedOn: string | null;
  readonly shipTo: string | null;
  /** Version 1 has none, and lines without units. */
  readonly warehouse?: string | null;
  readonly lines: readonly ImportedLine[];
}

export function runImportOrders(rows: BusinessRows, given: unknown, act: Act): Ended {
  const args = given as { warehouseId: string; orders: ImportedOrder[] };
  const warehouse = rows.get('warehouses', args.warehouseId);
  if (!warehouse || !isLive(warehouse)) return rejected('inventory.warehouseGone', {});
  const customers = byCode(rows, 'customers');
  const products = byCode(rows, 'products');
  const places = new Map(
    ['name', 'code'].flatMap((column) => rows.find('warehouses', isLive).map((row) => [row[column], String(row.id)])),
  );
  const reasons: GivenReason[] = [];
  const done = { problems: 0, held: 0 };
  for (const order of args.orders) {
    const customer = customers.get(order.customerCode);
    const named = order.warehouse ?? null;
    const isComplete =
      customer &&
      (named === null || places.has(named)) &&
      order.lines.every(({ productCode, unit }) => {
        const product = products.get(productCode);
        return product && ((unit ?? null) === null || unit === product.unit);
      });
    const warehouseId = named === null ? undefined : places.get(named);
    const place = { customer, products, warehouseId, otherwise: args.warehouseId, reasons };
    const ended = isComplete ? importOrder(rows, order, { ...place, customer }, act) : 'problem';
    if (ended === 'problem') done.problems += 1;
    else if (ended === 'asked') done.held += 1;
  }
  if (done.held > 0) reasons.push({ code: 'import.ordersHeld', params: { count: done.held } });
  return leftOut(done.problems, reasons);
}

interface Place {
  readonly customer: ModelRow;
  readonly products: ReadonlyMap<string, ModelRow>;
  /** Undefined: the file names none. */
  readonly warehouseId: string | undefined;
  readonly otherwise: string;
  readonly reasons: GivenReason[];
}

/** @returns problem: its amounts are beyond what an amount may be; asked: its prices wait for a word */
function importOrder(rows: BusinessRows, order: ImportedOrder, place: Place, act: Act): 'problem' | 'asked' | 'done' {
  const { customer, products } = place;
  const known = [...rows.table('orders').values()].find((row) => row.importKey === order.importKey && isLive(row));
  const warehouseId = place.warehouseId ?? String(known?.warehouseId ?? place.otherwise);
  const orderedOn = openDayOf(rows, order.orderedOn);
  const isDecided = (row: ModelRow): boolean => row.orderId === known?.id;
  const wasChanged = known !== undefined && rows.find('orderChanges', isDecided).length > 0;
  const asRead = { ...order, warehouseId, orderedOn };
  if (known && (known.state !== 'open' || wasChanged || isUnchanged(rows, known, asRead))) return 'done';
  const currency = String(customer.currency);
  const terms = termsOf(rows, currency);
  const today = dayAt(act.now, offsetOf(rows));
  const lines = order.lines.map((line) => {
    const product = products.get(line.productCode) as ModelRow;
    const taxRate = taxRateOf(rows, String(product.taxCode), today);
    return { ...line, product, productId: String(product.id), listPrice: Number(product.basePrice), taxRate };
  });
  const counted = known?.customerId === customer.id ? Number(known?.totalMinor ?? 0) : 0;
  if (tooLargeOf(lines, terms, openOrdersOf(rows, String(customer.id), currency) - counted)) return 'problem';
  if (orderedOn !== order.orderedOn)
    place.reasons.push({ code: 'admin.periodClosed', params: { day: order.orderedOn, openDay: orderedOn } });
  const orderId = String(known?.id ?? order.id);
  if (known) freeReservations(rows, orderId, act);
  const stock = shareStock(rows, warehouseId, lines, act);
  const number = known ? String(known.number) : freeNumber(rows, order.importKey);
  if (!known && number !== order.importKey)
    place.reasons.push({ code: 'sales.numberTaken', params: { wanted: order.importKey, number } });
  const amounts = amountsOf(lines, terms);
  const open = {
    id: orderId,
    importKey: order.importKey,
    number,
    state: 'open',
    creditHold: 0,
    manualHold: 0,
    ...partyOf(customer),
    ...paysItself(partyOf(customer)),
    sourceKind: 'import',
    documentDiscount: 0,
    documentDiscountMinor: 0,
    roundedOffMinor: 0,
    shipTo: order.shipTo ?? known?.shipTo ?? addressOf(customer),
    warehouseId,
    ...terms,
    orderedOn,
    requestedOn: order.requestedOn ?? known?.requestedOn ?? null,
    paymentTermsDays: customer.paymentTermsDays ?? null,
    netMinor: amounts.netMinor,
    taxMinor: amounts.taxMinor,
    totalMinor: amounts.totalMinor,
    lineCount: lines.length,
    backOrderedLines: stock.filter((share) => share.backOrdered > 0).length,
    note: null,
    confirmedAt: Date.parse(`${order.orderedOn}T00:00:00Z`) - offsetOf(rows) * 60_000,
    confirmedBy: act.userId,
    confirmedByName: userNameOf(rows, act.userId),
    deviceCode: act.deviceCode,
  };
  const limit = discountLimitOf(rows, act);
  const why = lines.flatMap((line, at): GivenReason[] => {
    const where = { line: at + 1, product: line.product.name ?? '' };
    const floorPrice = line.product.floorPrice ?? null;
    return [
      ...(isBelowLimit(line, line.listPrice, limit)
        ? [{ code: 'sales.discountBeyondLimit', params: { ...where, limit } }]
        : []),
      ...(isUnderFloor(line, floorPrice)
        ? [{ code: 'sales.priceBelowFloor', params: { ...where, floorPrice, currency } }]
        : []),
    ];
  });
  const bound = lines.map(({ product: _product, ...line }) => line as unknown as ModelRow);
  const word = askImported(rows, open, bound, why, Number(known?.approvalHold ?? 0), act);
  const head = { ...open, approvalHold: word.held };
  if (known) {
    rows.update('orders', known, head, act);
    for (const line of rows.find('orderLines', (row) => row.orderId === orderId && isLive(row)))
      rows.update('orderLines', line, { deletedAt: act.now }, act);
  } else rows.insert('orders', { ...head, minimumLifeDays: customer.minimumLifeDays ?? 0 }, act);
  lines.forEach(({ product, ...line }, at) => {
    const row = { ...line, orderId, position: at + 1, priceSource: 'imported' };
    insertLine(rows, row, product, amounts.lines[at], stock[at], act);
  });
  for (const [at, line] of lines.entries())
    reserveLine(rows, { orderId, warehouseId }, line, stock[at]?.reserved ?? 0, act);
  countExposure(rows, head, order.exposureEntryId, act);
  return word.asked ? 'asked' : 'done';
}

function isUnchanged(rows: BusinessRows, known: ModelRow, order: ImportedOrder & { warehouseId: string }): boolean {
  const lines = rows
    .find('orderLines', (row) => row.orderId === (known.id ?? '') && isLive(row))
    .sort((a, b) => Number(a.position) - Number(b.position));
  if (lines.some((line) => Number(line.shipped) > 0)) return true;
  const isSameHead =
    known.orderedOn === order.orderedOn &&
    known.warehouseId === order.warehouseId &&
    (order.requestedOn === null || known.requestedOn === order.requestedOn) &&
    (order.shipTo === null || known.shipTo === order.shipTo);
  const columns = ['productCode', 'quantity', 'unitPrice', 'discount'] as const;
  return (
    isSameHead &&
    lines.length === order.lines.length &&
    order.lines.every((line, at) => columns.every((column) => lines[at]?.[column] === line[column]))
  );
}
