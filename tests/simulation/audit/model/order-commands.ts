/** What orders hold and owe, and how they are cancelled, by the rules (R5, R6, R7, R20, R22, R54, R55) and the auditor's own figures. */
import { voidWords } from './approval-words.ts';
import type { PricedLine } from './arithmetic.ts';
import type { BusinessRows, ModelRow } from './business-rows.ts';
import { type Act, applied, type Ended, type GivenReason, readSetting, rejected } from './command-run.ts';
import { reachesOrder } from './reach.ts';
import { drawOnQuotas, freeReservations, promisable } from './stock-words.ts';

const isLive = (row: ModelRow): boolean => row.deletedAt === null;

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
export interface Party {
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
  more: ModelRow = {},
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
    ...more,
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
