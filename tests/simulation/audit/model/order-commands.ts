/**
 * What orders must come to, by the rules (R5, R6, R7, R9, R20, R22, R42, R54, R55) and the auditor's own figures.
 * Long because an order is refused, priced, held and cancelled by one set of figures.
 */
import { askAtOnce, voidWords } from './approval-words.ts';
import { amountsOf, isBelowLimit, type PricedLine, type Terms, tooLargeOf } from './arithmetic.ts';
import type { BusinessRows, ModelRow } from './business-rows.ts';
import {
  type Act,
  adjusted,
  applied,
  discountLimitOf,
  type Ended,
  type GivenReason,
  isUnderFloor,
  readSetting,
  rejected,
} from './command-run.ts';
import { dayAt, offsetOf, openDayOf } from './posting.ts';
import { reachesCustomer, reachesOrder } from './reach.ts';
import { drawOnQuotas, freeReservations, promisable } from './stock-words.ts';

interface OrderLineArgs extends PricedLine {
  readonly id: string;
  readonly reservationId: string;
  readonly productId: string;
  readonly listPrice: number;
}

interface OrderArgs {
  readonly orderId: string;
  readonly number: string;
  readonly exposureEntryId: string;
  readonly customerId: string;
  readonly warehouseId: string;
  readonly currency: string;
  readonly requestedOn: string | null;
  readonly paymentTermsDays: number;
  readonly shipTo: string | null;
  readonly note: string | null;
  readonly lines: readonly OrderLineArgs[];
}

const isLive = (row: ModelRow): boolean => row.deletedAt === null;

export function termsOf(rows: BusinessRows, currency: string): Terms {
  return {
    currency,
    priceMode: readSetting(rows, 'sales.priceMode', 'taxExclusive'),
    taxRounding: readSetting(rows, 'sales.taxRounding', 'perLine'),
  };
}

export function taxRateOf(rows: BusinessRows, code: string, day: string): number {
  const rates = rows.find('taxRates', (row) => isLive(row) && row.code === code && String(row.validFrom) <= day);
  rates.sort((a, b) => (String(a.validFrom) < String(b.validFrom) ? -1 : 1));
  return Number(rates.at(-1)?.rate ?? 0);
}

export const openOrdersOf = (rows: BusinessRows, customerId: string, currency: string): number =>
  Number(rows.get('exposures', `${customerId}:${currency}`)?.openOrdersMinor ?? 0);

/** R22: what of each line is there; lines of one product share it, in their order. */
export function shareStock(
  rows: BusinessRows,
  warehouseId: string,
  lines: readonly { productId: string; quantity: number }[],
  act: Act,
): { reserved: number; backOrdered: number }[] {
  const left = new Map<string, number>();
  return lines.map(({ productId, quantity }) => {
    const there = left.get(productId) ?? promisable(rows, productId, warehouseId, act);
    const reserved = Math.max(0, Math.min(quantity, there));
    left.set(productId, there - reserved);
    return { reserved, backOrdered: quantity - reserved };
  });
}

/** R7: the number, or with the first suffix that nobody has. */
export function freeNumber(rows: BusinessRows, wanted: string): string {
  const taken = new Set([...rows.table('orders').values()].map((row) => row.number));
  let number = wanted;
  for (let suffix = 2; taken.has(number); suffix += 1) number = `${wanted}-${suffix}`;
  return number;
}

export function addressOf(customer: ModelRow): string | null {
  const text = (column: string): string | null => (customer[column] ? String(customer[column]) : null);
  const [address, city, region] = [text('address'), text('city'), text('region')];
  const [postalCode, country] = [text('postalCode'), text('country')];
  const joined = (parts: readonly (string | null)[], between: string): string =>
    parts.filter((part) => part !== null && part !== '').join(between);
  if (/\p{Script=Han}/u.test(joined([address, city, region], ''))) {
    const place = joined([country, region, city === region ? null : city, address], '');
    return joined([place, postalCode], ' ');
  }
  return joined([address, joined([postalCode, city], ' '), region, country], ', ') || null;
}

/** Who an order is for, as it stores it. */
interface Party {
  readonly customerId: string;
  readonly customerCode: string;
  readonly customerName: string;
  readonly contactName: string | null;
  readonly phone: string | null;
  readonly territoryId: string;
}

export const partyOf = (customer: ModelRow): Party => ({
  customerId: String(customer.id),
  customerCode: String(customer.code),
  customerName: String(customer.name),
  contactName: customer.contactName as string | null,
  phone: customer.phone as string | null,
  territoryId: String(customer.territoryId),
});

/** R11: who buys is billed and pays, as long as nobody says otherwise. */
export const paysItself = ({ customerId, customerName }: Party) => ({
  billToId: customerId,
  billToName: customerName,
  payerId: customerId,
  payerName: customerName,
});

export const userNameOf = (rows: BusinessRows, userId: string): string => String(rows.get('users', userId)?.name ?? '');

function headOf(rows: BusinessRows, args: OrderArgs, party: Party, act: Act): ModelRow {
  const { currency: _, ...terms } = termsOf(rows, args.currency);
  return {
    id: args.orderId,
    importKey: null,
    state: 'open',
    creditHold: 0,
    approvalHold: 0,
    manualHold: 0,
    ...party,
    ...paysItself(party),
    shipTo: args.shipTo,
    warehouseId: args.warehouseId,
    currency: args.currency,
    ...terms,
    orderedOn: openDayOf(rows, dayAt(act.now, offsetOf(rows))),
    requestedOn: args.requestedOn,
    paymentTermsDays: args.paymentTermsDays,
    netMinor: 0,
    taxMinor: 0,
    totalMinor: 0,
    lineCount: 0,
    backOrderedLines: 0,
    note: args.note,
    confirmedAt: act.now,
    confirmedBy: act.userId,
    confirmedByName: userNameOf(rows, act.userId),
    deviceCode: act.deviceCode,
  };
}

const isOwn = (number: string, act: Act): boolean => {
  const code = number.split('-')[1] ?? '';
  return code === act.deviceCode || act.formerCodes.includes(code);
};

/** A refused order leaves its number behind on the server. */
function leaveStub(rows: BusinessRows, args: OrderArgs, act: Act): void {
  if (!act.leavesStub || rows.get('orders', args.orderId) || !isOwn(args.number, act)) return;
  // Removed or not: it was somebody's.
  const customer = rows.get('customers', args.customerId);
  const nobody = {
    customerId: args.customerId,
    customerCode: '',
    customerName: '',
    contactName: null,
    phone: null,
    territoryId: customer && reachesCustomer(customer, act) ? String(customer.territoryId) : '',
  };
  const number = freeNumber(rows, args.number);
  rows.insert('orders', { ...headOf(rows, args, nobody, act), number, state: 'rejected' }, act);
}

export function runConfirmOrder(rows: BusinessRows, given: unknown, act: Act): Ended {
  const args = given as OrderArgs;
  const reason = refusalOf(rows, args, act);
  if (reason) {
    leaveStub(rows, args, act);
    return rejected(reason.code, reason.params);
  }
  const customer = rows.get('customers', args.customerId) as ModelRow;
  const reasons: GivenReason[] = [];
  const note = (code: string, params: GivenReason['params']) => reasons.push({ code, params });
  const products = args.lines.map((line) => rows.get('products', line.productId) as ModelRow);
  const day = dayAt(act.now, offsetOf(rows));
  const openDay = openDayOf(rows, day);
  if (day !== openDay) note('admin.periodClosed', { day, openDay });
  const stock = shareStock(rows, args.warehouseId, args.lines, act);
  stock.forEach((share, at) => {
    if (share.backOrdered === 0) return;
    const { name: product = '', unit = '' } = products[at] ?? {};
    note('inventory.shortStock', { line: at + 1, product, unit, ...share });
  });
  const deviations = noteDeviations(rows, args, products, act, note);
  const amounts = amountsOf(args.lines, termsOf(rows, args.currency));
  const credit = creditReason(rows, customer, args.currency, amounts.totalMinor, openDay);
  if (credit) note(credit.code, credit.params);
  const number = freeNumber(rows, args.number);
  if (number !== args.number) note('sales.numberTaken', { wanted: args.number, number });
  const shipped = { ...args, shipTo: args.shipTo ?? addressOf(customer) };
  const head = {
    ...headOf(rows, shipped, partyOf(customer), act),
    number,
    creditHold: credit ? 1 : 0,
    approvalHold: deviations.length > 0 ? 1 : 0,
    netMinor: amounts.netMinor,
    taxMinor: amounts.taxMinor,
    totalMinor: amounts.totalMinor,
    lineCount: args.lines.length,
    backOrderedLines: stock.filter((share) => share.backOrdered > 0).length,
    minimumLifeDays: customer.minimumLifeDays ?? 0,
  };
  rows.insert('orders', head, act);
  args.lines.forEach((line, at) => {
    const priceSource = line.unitPrice === line.listPrice ? 'base' : 'manual';
    insertLine(
      rows,
      { ...line, orderId: args.orderId, position: at + 1, priceSource },
      products[at],
      amounts.lines[at],
      stock[at],
      act,
    );
  });
  for (const [at, line] of args.lines.entries()) reserveLine(rows, args, line, stock[at]?.reserved ?? 0, act);
  countExposure(rows, head, args.exposureEntryId, act);
  askAtOnce(rows, head, args.lines as unknown as readonly ModelRow[], { prices: deviations, credit }, act);
  return reasons.length === 0 ? applied : adjusted(reasons);
}

export interface NewLine extends PricedLine {
  readonly id: string;
  readonly orderId: string;
  readonly position: number;
  readonly listPrice: number;
  readonly priceSource: string;
}

export function insertLine(
  rows: BusinessRows,
  line: NewLine,
  product: ModelRow | undefined,
  amounts: { netMinor: number; taxMinor: number } | undefined,
  stock: { reserved: number; backOrdered: number } | undefined,
  act: Act,
): void {
  const row = {
    id: line.id,
    orderId: line.orderId,
    position: line.position,
    productId: product?.id ?? null,
    productCode: product?.code ?? null,
    productName: product?.name ?? null,
    unit: product?.unit ?? null,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    listPrice: line.listPrice,
    priceSource: line.priceSource,
    discount: line.discount,
    taxCode: product?.taxCode ?? null,
    taxRate: line.taxRate,
    netMinor: amounts?.netMinor ?? 0,
    taxMinor: amounts?.taxMinor ?? 0,
    reserved: stock?.reserved ?? 0,
    backOrdered: stock?.backOrdered ?? 0,
    shipped: 0,
  };
  rows.insert('orderLines', row, act);
}

export function reserveLine(
  rows: BusinessRows,
  order: { orderId: string; warehouseId: string },
  line: { id: string; reservationId: string; productId: string },
  quantity: number,
  act: Act,
): void {
  if (quantity === 0) return;
  const { orderId, warehouseId } = order;
  const { id: orderLineId, productId } = line;
  rows.insert('reservations', { id: line.reservationId, orderId, orderLineId, productId, warehouseId, quantity }, act);
  drawOnQuotas(rows, { productId, warehouseId, quantity }, act);
}

export function countExposure(rows: BusinessRows, order: ModelRow, entryId: string, act: Act): void {
  const [known] = rows.find(
    'exposureEntries',
    (row) => row.documentId === (order.id ?? '') && row.kind === 'openOrder' && isLive(row),
  );
  if (known) {
    rows.update('exposureEntries', known, { amountMinor: order.totalMinor ?? 0 }, act);
    return;
  }
  const entry = {
    id: entryId,
    customerId: order.customerId ?? null,
    documentId: order.id ?? null,
    documentNumber: order.number ?? null,
    documentDate: null,
    kind: 'openOrder',
    amountMinor: order.totalMinor ?? 0,
    currency: order.currency ?? null,
    dueOn: null,
    originalMinor: null,
    openingMinor: null,
  };
  rows.insert('exposureEntries', entry, act);
}

function refusalOf(rows: BusinessRows, args: OrderArgs, act: Act): GivenReason | null {
  const refuse = (code: string, params: GivenReason['params'] = {}): GivenReason => ({ code, params });
  if (rows.get('orders', args.orderId)) return refuse('sales.orderExists', { number: args.number });
  if (!isOwn(args.number, act)) return refuse('sales.numberNotOwn', { number: args.number });
  const customer = rows.get('customers', args.customerId);
  if (!customer || !isLive(customer) || !reachesCustomer(customer, act)) return refuse('crm.customerGone');
  if (customer.currency !== args.currency)
    return refuse('sales.currencyDiffers', { currency: customer.currency ?? '' });
  const warehouse = rows.get('warehouses', args.warehouseId);
  if (!warehouse || !isLive(warehouse)) return refuse('inventory.warehouseGone');
  const products = args.lines.map((line) => rows.get('products', line.productId));
  // One that somebody took away is named before one that never was.
  const taken = products.findIndex((product) => product && !isLive(product));
  const gone = taken >= 0 ? taken : products.indexOf(undefined);
  if (gone >= 0) return refuse('inventory.productGone', { line: gone + 1 });
  const foreign = products.findIndex((product) => product?.currency !== args.currency);
  if (foreign >= 0) {
    const { name: product = '', currency = '' } = products[foreign] ?? {};
    return refuse('sales.productCurrencyDiffers', { line: foreign + 1, product, currency });
  }
  const owed = openOrdersOf(rows, args.customerId, args.currency);
  const tooLarge = tooLargeOf(args.lines, termsOf(rows, args.currency), owed);
  return tooLarge && refuse('sales.amountTooLarge', { ...tooLarge, limitMinor: 1e14, currency: args.currency });
}

/** R9, R43. @returns why it waits for approval, as what waits says it */
function noteDeviations(
  rows: BusinessRows,
  args: OrderArgs,
  products: readonly ModelRow[],
  act: Act,
  note: (code: string, params: GivenReason['params']) => void,
): readonly GivenReason[] {
  const limit = discountLimitOf(rows, act);
  const day = openDayOf(rows, dayAt(act.now, offsetOf(rows)));
  const asked: GivenReason[] = [];
  args.lines.forEach((line, at) => {
    const product = products[at] ?? {};
    const where = { line: at + 1, product: product.name ?? '' };
    const listPrice = Number(product.basePrice);
    const floorPrice = product.floorPrice ?? null;
    const taxRate = taxRateOf(rows, String(product.taxCode), day);
    const deviations: [boolean, string, GivenReason['params'], GivenReason['params']?][] = [
      [
        listPrice !== line.listPrice,
        'sales.priceNotListed',
        { ...where, listPrice, currency: args.currency },
        { seenPrice: line.listPrice },
      ],
      [isBelowLimit(line, listPrice, limit), 'sales.discountBeyondLimit', { ...where, limit }],
      [isUnderFloor(line, floorPrice), 'sales.priceBelowFloor', { ...where, floorPrice, currency: args.currency }],
      [taxRate !== line.taxRate, 'billing.taxRateDiffers', { ...where, taxRate }, { seenRate: line.taxRate }],
    ];
    for (const [deviates, code, params, seen] of deviations) {
      if (!deviates) continue;
      note(code, params);
      asked.push({ code, params: { ...params, ...seen } });
    }
  });
  return asked;
}

/** R54, R55. */
export function creditReason(
  rows: BusinessRows,
  customer: ModelRow,
  currency: string,
  totalMinor: number,
  today: string,
): GivenReason | null {
  const account = rows.get('creditAccounts', customer.id);
  const hasLimit = account !== undefined && isLive(account) && account.currency === currency;
  const exposure = rows.get('exposures', `${customer.id}:${currency}`);
  const sum = (column: string): number => Number(exposure?.[column] ?? 0);
  const owed = sum('receivablesMinor') + sum('unbilledMinor') + sum('openOrdersMinor') - sum('prepaymentsMinor');
  const left = hasLimit ? Number(account.limitMinor) - owed - totalMinor : null;
  const overMinor = left === null ? 0 : Math.max(0, -left);
  const because = (code: string): GivenReason => ({
    code,
    params: { customer: customer.name ?? '', overMinor, currency },
  });
  if (hasLimit && account.validUntil !== null && String(account.validUntil) < today)
    return because('billing.limitExpired');
  if (left !== null && left < 0) return because('billing.limitExceeded');
  const dues = rows
    .find(
      'exposureEntries',
      (row) => row.customerId === (customer.id ?? '') && row.kind === 'receivable' && isLive(row),
    )
    .flatMap((row) => (row.dueOn === null ? [] : [String(row.dueOn)]))
    .sort();
  const oldest = dues[0];
  const allowed = Number(readSetting(rows, 'billing.overdueHoldDays', '30'));
  if (oldest !== undefined && (Date.parse(today) - Date.parse(oldest)) / 86_400_000 > allowed)
    return because('billing.overdue');
  return null;
}

/** Who took an order knows that there was one, whoever sees what its rejection left. */
export const isOwnStub = (order: ModelRow, act: Act): boolean =>
  order.state === 'rejected' && order.confirmedBy === act.userId;

export function runCancelOrder(rows: BusinessRows, given: unknown, act: Act): Ended {
  const { orderId } = given as { orderId: string };
  const order = rows.get('orders', orderId);
  const isSeen = order && reachesOrder(rows, order, act);
  if (!order || !isLive(order) || !(isSeen || isOwnStub(order, act))) return rejected('sales.orderGone', {});
  const number = order.number ?? '';
  if (order.state === 'rejected') return rejected('sales.orderRejected', { number });
  if (order.state !== 'open') return rejected('sales.orderNotOpen', { number, state: order.state ?? '' });
  const lines = rows.find('orderLines', (row) => row.orderId === orderId && isLive(row));
  if (lines.some((line) => Number(line.shipped) > 0)) return rejected('sales.orderShipped', { number });
  rows.update('orders', order, { state: 'cancelled' }, act);
  for (const line of lines) rows.update('orderLines', line, { reserved: 0, backOrdered: 0 }, act);
  freeReservations(rows, orderId, act);
  const entries = rows.find(
    'exposureEntries',
    (row) => row.documentId === orderId && row.kind === 'openOrder' && isLive(row),
  );
  for (const entry of entries) rows.update('exposureEntries', entry, { deletedAt: act.now }, act);
  voidWords(rows, orderId, act);
  return applied;
}
