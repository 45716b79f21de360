// Long because both versions of the command run through one way of taking an order, which is read as one.
import { z } from 'zod';
import {
  askFirst,
  companySettings,
  firstOpenDay,
  limitOf,
  type Settings,
  userName,
  userNames,
} from '../../domains/admin/api.ts';
import {
  addOpenOrderExposure,
  askForCredit,
  assessCredit,
  creditReach,
  datedTaxRates,
  explainCredit,
  openOrdersOf,
} from '../../domains/billing/api.ts';
import { taxRateOn } from '../../domains/billing/rules/tax-rate.ts';
import {
  askForCustomer,
  composeAddress,
  customerForDocument,
  territoryOfCustomer,
  whoRemovedCustomer,
  whoTookCustomer,
} from '../../domains/crm/api.ts';
import {
  askForGoods,
  explainShortage,
  planReservations,
  productsForDocument,
  reserve,
  type StockAnswer,
  stockReads,
  stockWrites,
  warehouseForDocument,
  whoRemovedProduct,
} from '../../domains/inventory/api.ts';
import {
  askForOrder,
  documentNumberSchema,
  freeOrderNumber,
  insertOrder,
  insertRejectedOrder,
  isOwnNumber,
  ORDER_LIMIT_LINES,
  orderExists,
  orderLineArgsSchema,
} from '../../domains/sales/api.ts';
import { findTooLarge } from '../../domains/sales/rules/amount-limit.ts';
import { deepestDiscount, orderAsking } from '../../domains/sales/rules/approval-binding.ts';
import { type AgreedLine, type AgreedOrder, composeOrder, totalOf } from '../../domains/sales/rules/compose-order.ts';
import { firstAnswer } from '../../domains/sales/rules/first-answer.ts';
import { type Deviation, findDeviations } from '../../domains/sales/rules/price-deviations.ts';
import { type CommandContext, defineCommand } from '../../kernel/command.ts';
import { mayChange } from '../../kernel/field-rights.ts';
import { idSchema } from '../../kernel/ids.ts';
import { calendarDateAt, calendarDateSchema, instantSchema } from '../../kernel/instants.ts';
import { AMOUNT_LIMIT, currencySchema, quantitySchema } from '../../kernel/money.ts';
import { type Reason, Refusal, type RefusalParams } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';

const ORDER = 'sales.confirmOrder';

const firstArgsSchema = z.strictObject({
  orderId: idSchema,
  number: documentNumberSchema,
  exposureEntryId: idSchema,
  customerId: idSchema,
  warehouseId: idSchema,
  currency: currencySchema,
  requestedOn: calendarDateSchema.nullable(),
  paymentTermsDays: z.int().min(0).max(365),
  shipTo: z.string().max(600).nullable(),
  note: z.string().max(2_000).nullable(),
  lines: z.array(orderLineArgsSchema).min(1).max(ORDER_LIMIT_LINES),
});
type FirstArgs = z.infer<typeof firstArgsSchema>;
/** Version 2 says what the device saw, so that a difference can be explained. */
const argsSchema = firstArgsSchema.extend({
  /** Server time up to which the device's data was whole. */
  dataAsOf: instantSchema.nullable().default(null),
  lines: z
    .array(
      orderLineArgsSchema.extend({
        /** What stood beside the line as available in the warehouse, the lines before it taken off. */
        availableSeen: quantitySchema.nullable().default(null),
      }),
    )
    .min(1)
    .max(ORDER_LIMIT_LINES),
});
type Args = z.infer<typeof argsSchema>;

const refusals = {
  'crm.customerGone': 'reject',
  'inventory.productGone': 'reject',
  'inventory.warehouseGone': 'reject',
  'sales.orderExists': 'reject',
  'sales.numberNotOwn': 'reject',
  'sales.currencyDiffers': 'reject',
  'sales.productCurrencyDiffers': 'reject',
  'sales.amountTooLarge': 'reject',
  'sales.numberTaken': 'adjust',
  'admin.periodClosed': 'adjust',
  'sales.priceNotListed': 'adjust',
  'sales.discountBeyondLimit': 'adjust',
  'sales.priceBelowFloor': 'adjust',
  'billing.taxRateDiffers': 'adjust',
  'inventory.shortStock': 'adjust',
  'billing.limitExceeded': 'adjust',
  'billing.limitExpired': 'adjust',
  'billing.overdue': 'adjust',
} as const;
type Context = CommandContext<typeof refusals>;

/** What the screen gets back: the order as it now stands. */
export interface ConfirmedOrder {
  readonly orderId: string;
  readonly number: string;
  readonly customerName: string;
  readonly totalMinor: number;
  readonly creditHold: 0 | 1;
  readonly approvalHold: 0 | 1;
  readonly backOrderedLines: number;
}

/**
 * Takes an order: sales writes it, inventory reserves what is there and back-orders the rest (R22), billing counts its
 * exposure and holds it beyond the limit (R54, R55). Price and tax bind as the person saw them; what deviates from the
 * list beyond the limit, or from what the server knows, waits for approval (R9). Without an address of its own it goes
 * to the customer's, as that stands now.
 */
async function takeOrder(tx: Tx, args: Args, context: Context): Promise<ConfirmedOrder> {
  const { number: wanted } = args;
  await askAhead(tx, args);
  if (await orderExists(tx, args.orderId)) throw context.refusal('sales.orderExists', { number: wanted });
  if (!isOwnNumber(wanted, context.device)) throw context.refusal('sales.numberNotOwn', { number: wanted });
  const settings = await companySettings(tx);
  const customer = await orWhyGone(customerForDocument(tx, args.customerId, context.actor), tx, args, context);
  if (customer.currency !== args.currency) {
    throw context.refusal('sales.currencyDiffers', { currency: customer.currency });
  }
  const warehouse = await warehouseForDocument(tx, args.warehouseId);
  const productIds = args.lines.map((line) => line.productId);
  const products = await orWhyGone(productsForDocument(tx, productIds), tx, args, context);
  const shipTo = args.shipTo ?? composeAddress(customer);
  const agreed = await agreedOrder(tx, { ...args, shipTo }, settings, context);
  const realOn = calendarDateAt(context.now, settings['company.utcOffsetMinutes']);
  if (agreed.orderedOn !== realOn) context.adjust('admin.periodClosed', { day: realOn, openDay: agreed.orderedOn });
  const lines = agreedLines(args, products);
  args.lines.forEach((line, index) => {
    const product = products.get(line.productId);
    if (!product || product.currency === args.currency) return;
    const { name, currency } = product;
    throw context.refusal('sales.productCurrencyDiffers', { line: index + 1, product: name, currency });
  });

  const tooLarge = findTooLarge(lines, agreed, await openOrdersOf(tx, customer.id, args.currency));
  if (tooLarge) {
    throw context.refusal('sales.amountTooLarge', { ...tooLarge, limitMinor: AMOUNT_LIMIT, currency: args.currency });
  }

  const requests = args.lines.map(({ id, reservationId, productId, quantity }) => ({
    orderLineId: id,
    reservationId,
    productId,
    quantity,
  }));
  const here = { warehouseId: args.warehouseId, today: realOn, userId: context.actor.userId, device: context.device };
  const stock = await planReservations(tx, here, requests);
  await tellShortages(tx, args, { lines, stock, warehouse, today: agreed.orderedOn }, context);

  const deviations = await holdForApproval(tx, lines, products, agreed, context);
  const credit = await holdForCredit(tx, args, { lines, customer, agreed, settings }, context);
  const number = await freeOrderNumber(tx, wanted);
  if (number !== wanted) context.adjust('sales.numberTaken', { wanted, number });

  const approvalHold = deviations.length > 0 ? 1 : 0;
  const creditHold = credit ? 1 : 0;
  const { head, lines: rows } = composeOrder(agreed, customer, lines, stock, { number, creditHold, approvalHold });
  await insertOrder(tx, { ...head, minimumLifeDays: customer.minimumLifeDays }, rows, context);
  await reserve(tx, { orderId: head.id, ...here }, requests, stock, context);
  await addOpenOrderExposure(tx, head, args.exposureEntryId, context);
  const { totalMinor, backOrderedLines, note } = head;
  if (deviations.length > 0) {
    const limitValue = deepestDiscount(rows, (productId) => products.get(productId)?.basePrice);
    await askFirst(tx, orderAsking('discount', head, rows, { limitValue, reasons: deviations, note }), context);
  }
  if (credit) {
    const limitValue = await creditReach(tx, head, settings['company.currency'], head.orderedOn);
    await askFirst(tx, orderAsking('credit', head, rows, { limitValue, reasons: [credit], note }), context);
  }
  const customerName = customer.name;
  return { orderId: head.id, number, customerName, totalMinor, creditHold, approvalHold, backOrderedLines };
}

/** All that an order reads whatever it finds. */
async function askAhead(tx: Tx, args: FirstArgs): Promise<void> {
  await askForOrder(tx, args.orderId, args.number);
  await askForCustomer(tx, args.customerId);
  await askForGoods(
    tx,
    args.warehouseId,
    args.lines.map((line) => line.productId),
  );
  await askForCredit(tx, args.customerId, args.currency);
}

/** Nothing can hang on what another order is already, or on a number that this device never gave. */
async function leaveStub(tx: Tx, args: FirstArgs, context: Context): Promise<void> {
  if ((await orderExists(tx, args.orderId)) || !isOwnNumber(args.number, context.device)) return;
  const settings = await companySettings(tx);
  const agreed = await agreedOrder(tx, args, settings, context);
  const territoryId = await territoryOfCustomer(tx, args.customerId, context.actor);
  await insertRejectedOrder(tx, agreed, { customerId: args.customerId, territoryId }, args.number, context);
}

const tables = {
  reads: [
    'settings',
    'periods',
    'legalEntities',
    'users',
    'userLimits',
    'roleLimits',
    'customers',
    'products',
    'warehouses',
    ...stockReads,
    'expectedReceipts',
    'taxRates',
    'creditAccounts',
    'exposures',
    'exposureEntries',
    'exchangeRates',
    'orders',
    'ownerChanges',
  ],
  writes: ['orders', 'orderLines', ...stockWrites, 'exposureEntries', 'exposures', 'approvals'],
} as const;

/** What the ledger of a device makes of it, in all versions. */
const told = {
  subject: (
    { customerId, currency }: FirstArgs,
    { number: document, customerName: party, totalMinor: amountMinor }: ConfirmedOrder,
  ) => ({ document, party, customerId, amountMinor, currency }),
  makes: ({ orderId }: FirstArgs) => [orderId],
  withdraw: ({ orderId }: FirstArgs) => ({ name: 'sales.cancelOrder', args: { orderId } }),
};

/** The arguments say what the device saw; the answer says who came first (R35). */
export const confirmOrder = defineCommand({
  name: ORDER,
  version: 2,
  kind: 'request',
  fields: ['discount'],
  args: argsSchema,
  ...tables,
  refusals,
  run: takeOrder,
  ahead: askAhead,
  stub: leaveStub,
  ...told,
});

/** As it was first released; it runs for ever. */
export const confirmOrderFirst = defineCommand({
  name: ORDER,
  version: 1,
  kind: 'request',
  fields: ['discount'],
  args: firstArgsSchema,
  ...tables,
  refusals,
  run: (tx, args, context) =>
    takeOrder(
      tx,
      { ...args, dataAsOf: null, lines: args.lines.map((line) => ({ ...line, availableSeen: null })) },
      {
        ...context,
        adjust: (code, params = {}) => context.adjust(code, firstAnswer(code, params)),
      },
    ),
  ahead: askAhead,
  stub: leaveStub,
  ...told,
});

/** Names whoever took the customer or a product away meanwhile, when there was such a one that the person may know. */
async function orWhyGone<Found>(found: Promise<Found>, tx: Tx, args: Args, context: Context): Promise<Found> {
  try {
    return await found;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'crm.customerGone') {
      const removed = await whoRemovedCustomer(tx, args.customerId, context.actor);
      if (removed) {
        throw context.refusal('crm.customerGone', { customer: removed.name, ...(await removal(tx, removed)) });
      }
      // R66: whoever had it until it changed hands is told who has it now.
      const taken = await whoTookCustomer(tx, args.customerId, context.actor);
      if (!taken) throw error;
      const { customerName, toOwnerName: officeBy, changedAt: officeAt } = taken;
      throw context.refusal('crm.customerGone', {
        ...(customerName === null ? {} : { customer: customerName }),
        officeAt,
        ...(officeBy === null ? { context: 'toPool' } : { context: 'taken', officeBy }),
      });
    }
    if (error.code === 'inventory.productGone') {
      const productIds = args.lines.map((line) => line.productId);
      const removed = await whoRemovedProduct(tx, productIds);
      if (!removed) throw error;
      const line = productIds.indexOf(removed.productId) + 1;
      throw context.refusal('inventory.productGone', { line, product: removed.name, ...(await removal(tx, removed)) });
    }
    throw error;
  }
}

/** `context` chooses the sentence that names who did it. */
async function removal(tx: Tx, { userId, at }: { userId: string; at: number }): Promise<RefusalParams> {
  const officeBy = await userName(tx, userId);
  return officeBy === null ? { context: 'since', officeAt: at } : { context: 'by', officeAt: at, officeBy };
}

interface Planned {
  readonly lines: readonly AgreedLine[];
  readonly stock: readonly StockAnswer[];
  readonly warehouse: Row<'warehouses'>;
  readonly today: string;
}

/** R22, R35: what each line misses, and who came first. */
async function tellShortages(tx: Tx, args: Args, { lines, stock, warehouse, today }: Planned, context: Context) {
  for (const [index, line] of lines.entries()) {
    const { reserved = 0, backOrdered = 0, available = 0 } = stock[index] ?? {};
    if (backOrdered === 0) continue;
    const availableSeen = args.lines[index]?.availableSeen ?? null;
    const { dataAsOf, warehouseId } = args;
    const shortage = {
      productId: line.product.id,
      warehouseId,
      backOrdered,
      available,
      availableSeen,
      dataAsOf,
      today,
    };
    context.adjust('inventory.shortStock', {
      line: index + 1,
      lineId: line.id,
      product: line.product.name,
      unit: line.product.unit,
      warehouse: warehouse.name,
      wanted: line.quantity,
      reserved,
      backOrdered,
      availableSeen,
      ...(await explainShortage(tx, shortage, (ids) => userNames(tx, ids), context)),
    });
  }
}

async function agreedOrder(tx: Tx, args: FirstArgs, settings: Settings, context: Context): Promise<AgreedOrder> {
  return {
    id: args.orderId,
    importKey: null,
    warehouseId: args.warehouseId,
    currency: args.currency,
    priceMode: settings['sales.priceMode'],
    taxRounding: settings['sales.taxRounding'],
    // The real instant stays in confirmedAt (R12).
    orderedOn: await firstOpenDay(tx, null, calendarDateAt(context.now, settings['company.utcOffsetMinutes'])),
    requestedOn: args.requestedOn,
    paymentTermsDays: args.paymentTermsDays,
    shipTo: args.shipTo,
    note: args.note,
    confirmedAt: context.now,
    confirmedBy: context.actor.userId,
    confirmedByName: (await userName(tx, context.actor.userId)) ?? '',
    deviceCode: context.device.code,
  };
}

function agreedLines(args: Args, products: ReadonlyMap<string, Row<'products'>>): AgreedLine[] {
  return args.lines.flatMap((line) => {
    const product = products.get(line.productId);
    const priceSource = line.unitPrice === line.listPrice ? 'base' : 'manual';
    return product ? { ...line, product, priceSource } : [];
  });
}

/** R9: what deviates from the list or the rates waits for a person. */
async function holdForApproval(
  tx: Tx,
  lines: readonly AgreedLine[],
  products: ReadonlyMap<string, Row<'products'>>,
  agreed: AgreedOrder,
  context: Context,
): Promise<readonly Deviation[]> {
  const taxRates = await datedTaxRates(tx);
  const { actor } = context;
  const deviations = findDeviations(lines, {
    currency: agreed.currency,
    // Whose role may give no discount asks for each.
    discountLimit: mayChange(actor, ORDER, 'discount') ? await limitOf(tx, actor.userId, 'discount') : 0,
    listPriceOf: (productId) => products.get(productId)?.basePrice,
    floorPriceOf: (productId) => products.get(productId)?.floorPrice ?? null,
    taxRateOf: (taxCode) => taxRateOn(taxRates, taxCode, agreed.orderedOn) ?? 0,
  });
  for (const { code, params } of deviations) context.adjust(code, params);
  return deviations;
}

interface Held {
  readonly lines: readonly AgreedLine[];
  readonly customer: Row<'customers'>;
  readonly agreed: AgreedOrder;
  readonly settings: Settings;
}

async function holdForCredit(
  tx: Tx,
  { dataAsOf }: Args,
  { lines, customer, agreed, settings }: Held,
  context: Context,
): Promise<Reason | null> {
  const { currency } = agreed;
  const credit = await assessCredit(tx, {
    customerId: customer.id,
    currency,
    totalMinor: totalOf(lines, agreed),
    today: agreed.orderedOn,
    overdueHoldDays: settings['billing.overdueHoldDays'],
  });
  if (!credit.hold) return null;
  const overMinor = credit.leftMinor === null ? 0 : Math.max(0, -credit.leftMinor);
  const { because } = credit;
  const held = { customerId: customer.id, currency, because, dataAsOf };
  const why = await explainCredit(tx, held, (ids) => userNames(tx, ids), context);
  const params = { customer: customer.name, overMinor, currency, ...why };
  context.adjust(`billing.${because}`, params);
  return { code: `billing.${because}`, params };
}
