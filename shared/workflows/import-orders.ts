// Long because taking an order of a file, and asking for a word about it, are read as one.
import { z } from 'zod';
import {
  askApproval,
  askFirst,
  companySettings,
  firstOpenDay,
  limitOf,
  type Settings,
  setWord,
  userName,
  wordsOf,
} from '../domains/admin/api.ts';
import { stillBinds } from '../domains/admin/rules/who-decides.ts';
import { type DatedTaxRate, datedTaxRates, openOrdersOf, setOpenOrderExposure } from '../domains/billing/api.ts';
import { taxRateOn } from '../domains/billing/rules/tax-rate.ts';
import { composeAddress, customersByCode } from '../domains/crm/api.ts';
import {
  freeReservations,
  picksOfOrder,
  planReservations,
  productsByCode,
  reserve,
  stockWrites,
  warehouseForDocument,
  warehousesByWord,
} from '../domains/inventory/api.ts';
import {
  freeOrderNumber,
  insertOrder,
  linesOfOrder,
  type OrderImport,
  orderByImportKey,
  orderImportFirstSchema,
  orderImportSchema,
  replaceOrder,
  wasChanged,
} from '../domains/sales/api.ts';
import { findTooLarge } from '../domains/sales/rules/amount-limit.ts';
import { deepestDiscount, orderAsking } from '../domains/sales/rules/approval-binding.ts';
import { type AgreedLine, type AgreedOrder, composeOrder } from '../domains/sales/rules/compose-order.ts';
import { type Deviation, findDeviations } from '../domains/sales/rules/price-deviations.ts';
import { type CommandContext, defineCommand } from '../kernel/command.ts';
import { mayChange } from '../kernel/field-rights.ts';
import { idSchema } from '../kernel/ids.ts';
import type { ImportProblem, ImportResult } from '../kernel/import-fields.ts';
import { type CalendarDate, calendarDateAt, startOfDay } from '../kernel/instants.ts';
import { AMOUNT_LIMIT } from '../kernel/money.ts';
import type { Row, Tx } from '../kernel/table.ts';

const LIMIT_ORDERS = 50;
const ORDER = 'sales.confirmOrder';

const refusals = {
  'inventory.warehouseGone': 'reject',
  'import.rowsLeftOut': 'adjust',
  'import.ordersHeld': 'adjust',
  'admin.periodClosed': 'adjust',
  'sales.numberTaken': 'adjust',
} as const;
type Context = CommandContext<typeof refusals>;

/** What holds for every order of a command, read once. */
interface Facts {
  /** For orders that name none. */
  readonly warehouseId: string;
  readonly warehouses: ReadonlyMap<string, string>;
  readonly products: ReadonlyMap<string, Row<'products'>>;
  readonly settings: Settings;
  readonly taxRates: readonly DatedTaxRate[];
  readonly today: CalendarDate;
  readonly userName: string;
  /** R9: how far below the list whoever imports may go. */
  readonly discountLimit: number;
}

interface Args {
  readonly warehouseId: string;
  readonly orders: readonly OrderImport[];
}

async function takeOrders(tx: Tx, args: Args, context: Context): Promise<ImportResult> {
  await warehouseForDocument(tx, args.warehouseId);
  const customers = await customersByCode(
    tx,
    args.orders.map((order) => order.customerCode),
  );
  const products = await productsByCode(
    tx,
    args.orders.flatMap((order) => order.lines.map((line) => line.productCode)),
  );
  const settings = await companySettings(tx);
  const { userId } = context.actor;
  const facts: Facts = {
    warehouseId: args.warehouseId,
    warehouses: await warehousesByWord(tx),
    products,
    settings,
    taxRates: await datedTaxRates(tx),
    today: calendarDateAt(context.now, settings['company.utcOffsetMinutes']),
    userName: (await userName(tx, userId)) ?? '',
    discountLimit: mayChange(context.actor, ORDER, 'discount') ? await limitOf(tx, userId, 'discount') : 0,
  };
  const problems: ImportProblem[] = [];
  const counts = { created: 0, updated: 0, unchanged: 0 };
  let held = 0;
  for (const order of args.orders) {
    const customer = customers.get(order.customerCode);
    const problem = problemOf(order, customer, facts);
    if (problem || !customer) {
      if (problem) problems.push(problem);
      continue;
    }
    const saved = await saveOrder(tx, order, customer, facts, context);
    if ('code' in saved) problems.push(saved);
    else {
      counts[saved.did] += 1;
      held += saved.asked ? 1 : 0;
    }
  }
  if (held > 0) context.adjust('import.ordersHeld', { count: held });
  if (problems.length > 0) context.adjust('import.rowsLeftOut', { count: problems.length });
  return { ...counts, problems };
}

/** Why an order cannot be taken as it stands in the file. */
function problemOf(
  order: OrderImport,
  customer: Row<'customers'> | undefined,
  { products, warehouses }: Facts,
): ImportProblem | null {
  const { customerCode, warehouse } = order;
  const at = (line: number, column: string, code: string, params: ImportProblem['params']): ImportProblem => ({
    line,
    column,
    code,
    params,
  });
  if (!customer) return at(order.line, 'customerCode', 'import.unknownCustomer', { cell: customerCode });
  if (warehouse !== null && !warehouses.has(warehouse)) {
    return at(order.line, 'warehouse', 'import.unknownWarehouse', { cell: warehouse });
  }
  for (const { line, productCode, unit } of order.lines) {
    const product = products.get(productCode);
    if (!product) return at(line, 'productCode', 'import.unknownProduct', { cell: productCode });
    if (unit !== null && unit !== product.unit) {
      return at(line, 'unit', 'import.otherUnit', { cell: unit, unit: product.unit });
    }
  }
  return null;
}

const tables = {
  reads: [
    'settings',
    'users',
    'userLimits',
    'roleLimits',
    'periods',
    'legalEntities',
    'customers',
    'products',
    'warehouses',
    'stockBalances',
    'lots',
    'stockQuotas',
    'taxRates',
    'orders',
    'orderLines',
    'orderChanges',
    'exposures',
    'exposureEntries',
    'approvals',
  ],
  writes: ['orders', 'orderLines', ...picksOfOrder, ...stockWrites, 'exposureEntries', 'exposures', 'approvals'],
} as const;

interface Told {
  readonly orders: readonly { readonly id: string }[];
  readonly importId: string;
}
const told = {
  subject: ({ orders, importId: group }: Told) => ({ rows: orders.length, group }),
  makes: ({ orders }: Told) => orders.map((order) => order.id),
};

/**
 * Open orders from another system, by their number there (R110): stock is reserved and exposure counted as for any order.
 * Credit holds nothing: what was accepted there stands. A price further below the list than whoever imports may go, or
 * below its floor, waits for a word like anybody else's (R9, docs/decisions/0031). A second import changes only what differs;
 * empty cells leave what is known.
 */
export const importOrders = defineCommand({
  name: 'sales.importOrders',
  version: 2,
  kind: 'request',
  permission: 'admin.importData',
  args: z.strictObject({
    importId: z.string().max(60),
    warehouseId: idSchema,
    orders: z.array(orderImportSchema).min(1).max(LIMIT_ORDERS),
  }),
  ...tables,
  refusals,
  run: takeOrders,
  ...told,
});

/** As it was first released, without warehouse and unit; it runs for ever, by the same rules. */
export const importOrdersFirst = defineCommand({
  name: 'sales.importOrders',
  version: 1,
  kind: 'request',
  permission: 'admin.importData',
  args: z.strictObject({
    importId: z.string().max(60),
    warehouseId: idSchema,
    orders: z.array(orderImportFirstSchema).min(1).max(LIMIT_ORDERS),
  }),
  ...tables,
  refusals,
  run: (tx, { warehouseId, orders }, context) => {
    const whole = orders.map((order) => ({
      ...order,
      warehouse: null,
      lines: order.lines.map((line) => ({ ...line, unit: null })),
    }));
    return takeOrders(tx, { warehouseId, orders: whole }, context);
  },
  ...told,
});

interface Saved {
  readonly did: 'created' | 'updated' | 'unchanged';
  /** Its prices wait for a word that was asked for now. */
  readonly asked: boolean;
}

async function saveOrder(
  tx: Tx,
  order: OrderImport,
  customer: Row<'customers'>,
  facts: Facts,
  context: Context,
): Promise<Saved | ImportProblem> {
  const known = await orderByImportKey(tx, order.importKey);
  const warehouseId = warehouseOf(order, known, facts);
  const orderedOn = await firstOpenDay(tx, null, order.orderedOn);
  if (known && (await wasWorkedOn(tx, known, { ...order, warehouseId, orderedOn }))) {
    return { did: 'unchanged', asked: false };
  }
  const agreed = { ...agreedOrder(order, known, customer, facts, context), warehouseId, orderedOn };
  const lines = agreedLines(order, facts);
  const counted = known?.customerId === customer.id ? known.totalMinor : 0;
  const owedMinor = (await openOrdersOf(tx, customer.id, agreed.currency)) - counted;
  const tooLarge = findTooLarge(lines, agreed, owedMinor);
  if (tooLarge) {
    const line = 'line' in tooLarge ? (order.lines[tooLarge.line - 1]?.line ?? order.line) : order.line;
    const params = { ...tooLarge, limitMinor: AMOUNT_LIMIT, currency: agreed.currency };
    return { line, column: null, code: 'sales.amountTooLarge', params };
  }
  if (orderedOn !== order.orderedOn) {
    context.adjust('admin.periodClosed', { day: order.orderedOn, openDay: orderedOn });
  }
  if (known) await freeReservations(tx, known.id, context);
  const requests = lines.map((line, index) => ({
    reservationId: order.lines[index]?.reservationId ?? '',
    orderLineId: line.id,
    productId: line.product.id,
    quantity: line.quantity,
  }));
  const stock = await planReservations(
    tx,
    { warehouseId, today: facts.today, userId: context.actor.userId, device: context.device },
    requests,
  );
  const number = known?.number ?? (await freeOrderNumber(tx, order.importKey));
  if (!known && number !== order.importKey) context.adjust('sales.numberTaken', { wanted: order.importKey, number });
  const standing = { number, creditHold: 0, approvalHold: 0 } as const;
  const { head: open, lines: rows } = composeOrder(agreed, customer, lines, stock, standing);
  const { approvalHold, asked } = await askForWord(tx, known, open, rows, deviationsOf(lines, agreed, facts), context);
  const head = { ...open, approvalHold };
  if (known) await replaceOrder(tx, head, rows, context);
  else await insertOrder(tx, { ...head, minimumLifeDays: customer.minimumLifeDays }, rows, context);
  await reserve(tx, { orderId: head.id, warehouseId, today: facts.today }, requests, stock, context);
  await setOpenOrderExposure(tx, head, order.exposureEntryId, context);
  return { did: known ? 'updated' : 'created', asked };
}

/** An order that is there keeps its warehouse where the file names none. */
function warehouseOf({ warehouse }: OrderImport, known: Row<'orders'> | undefined, facts: Facts): string {
  const named = warehouse === null ? undefined : facts.warehouses.get(warehouse);
  return named ?? known?.warehouseId ?? facts.warehouseId;
}

function deviationsOf(lines: readonly AgreedLine[], agreed: AgreedOrder, facts: Facts): Deviation[] {
  const products = new Map([...facts.products.values()].map((product) => [product.id, product]));
  return findDeviations(lines, {
    currency: agreed.currency,
    discountLimit: facts.discountLimit,
    listPriceOf: (productId) => products.get(productId)?.basePrice,
    floorPriceOf: (productId) => products.get(productId)?.floorPrice ?? null,
    taxRateOf: (taxCode) => taxRateOn(facts.taxRates, taxCode, facts.today) ?? 0,
  });
}

type Composed = ReturnType<typeof composeOrder>;

/** R9: the prices of an order wait where they deviate, unless a word that stands binds these very prices. */
async function askForWord(
  tx: Tx,
  known: Row<'orders'> | undefined,
  head: Composed['head'],
  rows: Composed['lines'],
  reasons: readonly Deviation[],
  context: Context,
): Promise<{ approvalHold: 0 | 1; asked: boolean }> {
  const asking = orderAsking('discount', head, rows, { limitValue: deepestDiscount(rows), reasons, note: null });
  const words = known ? await wordsOf(tx, known.id) : [];
  const standing = words.find(({ kind, state }) => kind === 'discount' && (state === 'asked' || state === 'approved'));
  if (reasons.length === 0) {
    if (standing) await setWord(tx, standing.id, { state: 'voided' }, context);
    return { approvalHold: 0, asked: false };
  }
  if (known && standing && stillBinds(standing, asking)) return { approvalHold: known.approvalHold, asked: false };
  if (words.length === 0) await askFirst(tx, asking, context);
  else await askApproval(tx, asking, context);
  return { approvalHold: 1, asked: true };
}

/** An order of the file with what its words stand for. */
interface ReadOrder extends OrderImport {
  readonly warehouseId: string;
  /** R12: its own day, or the first open one. */
  readonly orderedOn: CalendarDate;
}

async function wasWorkedOn(tx: Tx, known: Row<'orders'>, order: ReadOrder): Promise<boolean> {
  if (known.state !== 'open' || sameOrder(known, await linesOfOrder(tx, known.id), order)) return true;
  return wasChanged(tx, known.id);
}

/** An order that was worked on since, or holds the same already, is left alone. */
function sameOrder(known: Row<'orders'>, lines: readonly Row<'orderLines'>[], order: ReadOrder): boolean {
  if (lines.some((line) => line.shipped > 0)) return true;
  const sameHead =
    known.orderedOn === order.orderedOn &&
    known.warehouseId === order.warehouseId &&
    (order.requestedOn === null || known.requestedOn === order.requestedOn) &&
    (order.shipTo === null || known.shipTo === order.shipTo);
  const sameLines =
    lines.length === order.lines.length &&
    order.lines.every((line, index) => {
      const there = lines[index];
      return (
        there?.productCode === line.productCode &&
        there.quantity === line.quantity &&
        there.unitPrice === line.unitPrice &&
        there.discount === line.discount
      );
    });
  return sameHead && sameLines;
}

function agreedOrder(
  order: OrderImport,
  known: Row<'orders'> | undefined,
  customer: Row<'customers'>,
  { settings, userName }: Facts,
  context: Context,
): Omit<AgreedOrder, 'warehouseId' | 'orderedOn'> {
  return {
    id: known?.id ?? order.id,
    importKey: order.importKey,
    currency: customer.currency,
    priceMode: settings['sales.priceMode'],
    taxRounding: settings['sales.taxRounding'],
    requestedOn: order.requestedOn ?? known?.requestedOn ?? null,
    paymentTermsDays: customer.paymentTermsDays,
    shipTo: order.shipTo ?? known?.shipTo ?? composeAddress(customer),
    note: null,
    // Taken on its day in the former system: lists sort it there; createdAt says when it was brought in.
    confirmedAt: startOfDay(order.orderedOn, settings['company.utcOffsetMinutes']),
    confirmedBy: context.actor.userId,
    confirmedByName: userName,
    deviceCode: context.device.code,
  };
}

/** What is still to be delivered is taxed on the day of delivery (R43): open orders take today's rate, not their own day's. */
function agreedLines(order: OrderImport, { products, taxRates, today }: Facts): AgreedLine[] {
  return order.lines.flatMap((line) => {
    const product = products.get(line.productCode);
    if (!product) return [];
    const taxRate = taxRateOn(taxRates, product.taxCode, today) ?? 0;
    return { ...line, product, listPrice: product.basePrice, priceSource: 'imported' as const, taxRate };
  });
}
