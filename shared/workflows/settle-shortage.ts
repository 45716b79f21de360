// Long because the four ways of settling share one reading and one recount, and are read as one.
import { z } from 'zod';
import { companySettings, limitOf, reviseWord, type Settings, userName, userNames } from '../domains/admin/api.ts';
import {
  assessCredit,
  correctOpenOrderExposure,
  creditReach,
  datedTaxRates,
  explainCredit,
  openOrdersOf,
} from '../domains/billing/api.ts';
import { taxRateOn } from '../domains/billing/rules/tax-rate.ts';
import {
  explainShortage,
  planReservations,
  productsForDocument,
  reserve,
  stockReads,
  stockWrites,
  warehouseForDocument,
} from '../domains/inventory/api.ts';
import {
  insertLines,
  type LineDecision,
  linesOfOrder,
  noteDecisions,
  ORDER_LIMIT_LINES,
  openOrderOrTell,
  orderLineArgsSchema,
  removeLine,
  setLineQuantities,
  storeRecount,
  valueShipped,
} from '../domains/sales/api.ts';
import { findTooLarge } from '../domains/sales/rules/amount-limit.ts';
import { deepestDiscount, offDocumentOf, orderAsking } from '../domains/sales/rules/approval-binding.ts';
import { plainLine } from '../domains/sales/rules/plain-order.ts';
import { findDeviations } from '../domains/sales/rules/price-deviations.ts';
import { type Recount, recountOrder } from '../domains/sales/rules/recount-order.ts';
import { type CommandContext, defineCommand } from '../kernel/command.ts';
import { mayChange } from '../kernel/field-rights.ts';
import { idSchema } from '../kernel/ids.ts';
import { calendarDateAt, instantSchema } from '../kernel/instants.ts';
import { AMOUNT_LIMIT, positiveQuantitySchema, type Quantity, quantitySchema } from '../kernel/money.ts';
import type { Reason } from '../kernel/refusal.ts';
import type { Row, Tx } from '../kernel/table.ts';

/** What the device saw of every line, and the row that will say what was decided. */
const decision = {
  changeId: idSchema,
  lineId: idSchema,
  /** On back-order, as the person saw it. */
  backOrderedSeen: positiveQuantitySchema,
};
const availableSeen = quantitySchema.nullable().default(null);

const argsSchema = z.strictObject({
  orderId: idSchema,
  /** Server time up to which the device's data was whole. */
  dataAsOf: instantSchema.nullable().default(null),
  lines: z
    .array(
      z.discriminatedUnion('choice', [
        z.strictObject({ choice: z.literal('keepBackOrder'), ...decision }),
        z.strictObject({
          choice: z.literal('otherWarehouse'),
          ...decision,
          warehouseId: idSchema,
          reservationId: idSchema,
          availableSeen,
        }),
        z.strictObject({ choice: z.literal('cutLine'), ...decision }),
        z.strictObject({
          choice: z.literal('substitute'),
          ...decision,
          substitute: orderLineArgsSchema.extend({ availableSeen }),
        }),
      ]),
    )
    .min(1)
    .max(ORDER_LIMIT_LINES),
});
type Args = z.infer<typeof argsSchema>;
type Choice = Args['lines'][number];
type Substitute = Extract<Choice, { choice: 'substitute' }>['substitute'];

const refusals = {
  'sales.orderGone': 'reject',
  'sales.orderRejected': 'reject',
  'sales.orderNotOpen': 'reject',
  'sales.lineGone': 'reject',
  'sales.nothingLeft': 'reject',
  'sales.productCurrencyDiffers': 'reject',
  'sales.amountTooLarge': 'reject',
  'inventory.warehouseGone': 'reject',
  'inventory.productGone': 'reject',
  'sales.nothingShort': 'adjust',
  'sales.shortageChanged': 'adjust',
  'inventory.shortStock': 'adjust',
  'sales.priceNotListed': 'adjust',
  'sales.discountBeyondLimit': 'adjust',
  'sales.priceBelowFloor': 'adjust',
  'billing.taxRateDiffers': 'adjust',
  'billing.limitExceeded': 'adjust',
  'billing.limitExpired': 'adjust',
  'billing.overdue': 'adjust',
} as const;
type Context = CommandContext<typeof refusals>;
type Line = Row<'orderLines'>;

/** What the screen gets back: the order as it now stands. */
export interface SettledShortage {
  readonly orderId: string;
  readonly number: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly currency: string;
  readonly totalMinor: number;
  readonly backOrderedLines: number;
}

/**
 * Decides what happens with pieces that are on back-order (R22, R35): they wait, another warehouse delivers them, the
 * line is cut to what is there, or another product takes their place. Whoever may confirm an order may settle it. What
 * changed since the person decided is said: pieces that another warehouse no longer has stay on back-order, a substitute
 * at its own price waits for approval and counts on credit as any line does (R9, R55).
 */
export const settleShortage = defineCommand({
  name: 'sales.settleShortage',
  version: 1,
  kind: 'request',
  permission: 'sales.confirmOrder',
  args: argsSchema,
  reads: [
    'settings',
    'users',
    'userLimits',
    'roleLimits',
    'orders',
    'orderLines',
    'products',
    'warehouses',
    ...stockReads,
    'expectedReceipts',
    'taxRates',
    'creditAccounts',
    'exposures',
    'exposureEntries',
    'exchangeRates',
    'approvals',
  ],
  writes: ['orders', 'orderLines', 'orderChanges', ...stockWrites, 'exposureEntries', 'exposures', 'approvals'],
  refusals,
  async run(tx, args, context): Promise<SettledShortage> {
    const order = await openOrderOrTell(tx, args.orderId, context.actor, (id) => userName(tx, id));
    const settings = await companySettings(tx);
    const today = calendarDateAt(context.now, settings['company.utcOffsetMinutes']);
    const lines = await linesOfOrder(tx, order.id);
    const nextPosition = Math.max(0, ...lines.map(({ position }) => position)) + 1;
    const work: Work = { tx, args, order, settings, today, context, lines, nextPosition, added: [] };
    const decisions: LineDecision[] = [];
    for (const choice of args.lines) {
      const decided = await settleLine(work, choice);
      if (decided) decisions.push(decided);
    }
    const { id: orderId, number, customerId, customerName, currency } = order;
    const about = { orderId, number, customerId, customerName, currency };
    if (decisions.length === 0) {
      return { ...about, totalMinor: order.totalMinor, backOrderedLines: order.backOrderedLines };
    }
    if (work.lines.length === 0) throw context.refusal('sales.nothingLeft', { number });
    if (work.added.length > 0) await refuseTooLarge(work);
    const recount = recountOrder(work.lines, order);
    const { totalMinor, backOrderedLines } = recount.head;
    await storeRecount(tx, order, recount, await revisedHolds(work, recount), context);
    if (totalMinor !== order.totalMinor) {
      // What has left counts as shipped, no longer as open (R54).
      const openMinor = totalMinor - valueShipped(await linesOfOrder(tx, order.id));
      await correctOpenOrderExposure(tx, order.id, openMinor, context);
    }
    const changedByName = (await userName(tx, context.actor.userId)) ?? '';
    await noteDecisions(tx, order, decisions, { totalAfterMinor: totalMinor, changedByName }, context);
    return { ...about, totalMinor, backOrderedLines };
  },
  subject: (_, { number: document, customerName: party, customerId, totalMinor: amountMinor, currency }) => ({
    document,
    party,
    customerId,
    amountMinor,
    currency,
  }),
  makes: ({ lines }) => lines.flatMap((line) => (line.choice === 'substitute' ? line.substitute.id : [])),
});

interface Work {
  readonly tx: Tx;
  readonly args: Args;
  readonly order: Row<'orders'>;
  readonly settings: Settings;
  readonly today: string;
  readonly context: Context;
  /** As they stand after each decision. */
  lines: Line[];
  /** Of the next line: above every one that the order had, so that no number means two lines. */
  nextPosition: number;
  /** Substitutes that were added. */
  readonly added: { readonly line: Line; readonly product: Row<'products'> }[];
}

/** Null where nothing is on back-order any more: that is said, and nothing is done. */
async function settleLine(work: Work, choice: Choice): Promise<LineDecision | null> {
  const { lines, order, context } = work;
  const line = lines.find(({ id }) => id === choice.lineId);
  if (!line) throw context.refusal('sales.lineGone', { number: order.number });
  const { position, productName: product, unit, backOrdered } = line;
  if (backOrdered === 0) {
    context.adjust('sales.nothingShort', { line: position, product });
    return null;
  }
  if (backOrdered !== choice.backOrderedSeen) {
    context.adjust('sales.shortageChanged', {
      line: position,
      product,
      unit,
      backOrdered,
      seen: choice.backOrderedSeen,
    });
  }
  const decided = {
    id: choice.changeId,
    line,
    quantity: backOrdered,
    quantityBefore: line.quantity,
    quantityAfter: line.quantity,
    warehouse: null,
    newLine: null,
  };
  if (choice.choice === 'keepBackOrder') return { ...decided, kind: 'backOrderKept' };
  if (choice.choice === 'otherWarehouse') {
    const { warehouse, reserved } = await takeFrom(work, line, choice);
    if (reserved === 0) return null;
    return { ...decided, kind: 'otherWarehouse', quantity: reserved, warehouse };
  }
  const quantityAfter = await cutLine(work, line);
  if (choice.choice === 'cutLine') return { ...decided, kind: 'lineCut', quantityAfter };
  const newLine = await addSubstitute(work, choice.substitute);
  return { ...decided, kind: 'substituted', quantityAfter, newLine };
}

/** Holds back in another warehouse what it has of the missing pieces; the rest stays on back-order. */
async function takeFrom(
  work: Work,
  line: Line,
  choice: Extract<Choice, { choice: 'otherWarehouse' }>,
): Promise<{ warehouse: Row<'warehouses'>; reserved: Quantity }> {
  const { tx, order, today, context } = work;
  const { warehouseId, reservationId } = choice;
  const warehouse = await warehouseForDocument(tx, warehouseId);
  const { id: orderLineId, productId, backOrdered: quantity } = line;
  const requests = [{ reservationId, orderLineId, productId, quantity }];
  const stock = await planReservations(tx, { warehouseId, ...whoReserves(work) }, requests);
  const { reserved = 0, backOrdered = 0, available = 0 } = stock[0] ?? {};
  if (backOrdered > 0) {
    await tellShort(work, { line, warehouse, wanted: quantity, reserved, backOrdered, available, ...choice });
  }
  if (reserved > 0) {
    await reserve(tx, { orderId: order.id, warehouseId, today }, requests, stock, context);
    await changeLine(work, { ...line, reserved: line.reserved + reserved, backOrdered });
  }
  return { warehouse, reserved };
}

const whoReserves = ({ today, context: { actor, device } }: Work) => ({ today, userId: actor.userId, device });

/** Leaves of a line what is held back or gone out; takes it off when that is nothing. */
async function cutLine(work: Work, line: Line): Promise<Quantity> {
  const quantity = line.quantity - line.backOrdered;
  if (quantity > 0) {
    await changeLine(work, { ...line, quantity, backOrdered: 0 });
    return quantity;
  }
  await removeLine(work.tx, line.id, work.context);
  work.lines = work.lines.filter(({ id }) => id !== line.id);
  return 0;
}

async function changeLine(work: Work, line: Line): Promise<void> {
  await setLineQuantities(work.tx, line, work.context);
  work.lines = work.lines.map((each) => (each.id === line.id ? line : each));
}

/** A line of its own at the end, so that the other lines keep their numbers. */
async function addSubstitute(work: Work, wish: Substitute): Promise<{ id: string; productName: string }> {
  const { tx, order, context, lines } = work;
  const { reservationId, availableSeen: seen, productId, ...agreed } = wish;
  const position = work.nextPosition;
  work.nextPosition += 1;
  const product = (await productsForDocument(tx, [productId])).get(productId);
  if (!product) throw context.refusal('inventory.productGone', { line: position });
  if (product.currency !== order.currency) {
    const params = { line: position, product: product.name, currency: product.currency };
    throw context.refusal('sales.productCurrencyDiffers', params);
  }
  const requests = [{ reservationId, orderLineId: agreed.id, productId, quantity: agreed.quantity }];
  const here = { warehouseId: order.warehouseId, ...whoReserves(work) };
  const stock = await planReservations(tx, here, requests);
  const [{ reserved, backOrdered, available } = { reserved: 0, backOrdered: 0, available: 0 }] = stock;
  const line = {
    ...plainLine,
    ...agreed,
    orderId: order.id,
    position,
    productId,
    productCode: product.code,
    productName: product.name,
    unit: product.unit,
    priceSource: agreed.unitPrice === agreed.listPrice ? ('base' as const) : ('manual' as const),
    taxCode: product.taxCode,
    // Counted with the whole order.
    ...{ netMinor: 0, taxMinor: 0, reserved, backOrdered, shipped: 0 },
  };
  await insertLines(tx, [line], context);
  await reserve(tx, { orderId: order.id, ...here }, requests, stock, context);
  const row = { ...line, ...context.created() };
  work.lines = [...lines, row];
  work.added.push({ line: row, product });
  if (backOrdered > 0) {
    const warehouse = await warehouseForDocument(tx, order.warehouseId);
    const short = { wanted: agreed.quantity, reserved, backOrdered, available, availableSeen: seen };
    await tellShort(work, { line: row, warehouse, ...short });
  }
  return { id: row.id, productName: product.name };
}

interface Short {
  readonly line: Line;
  readonly warehouse: Row<'warehouses'>;
  readonly wanted: Quantity;
  readonly reserved: Quantity;
  readonly backOrdered: Quantity;
  readonly available: Quantity;
  readonly availableSeen: Quantity | null;
}

/** Lost again: said as it was said when the order was confirmed. */
async function tellShort({ tx, args, today, context }: Work, short: Short): Promise<void> {
  const { line, warehouse, wanted, reserved, backOrdered, available, availableSeen: seen } = short;
  const { productId } = line;
  const shortage = { productId, warehouseId: warehouse.id, backOrdered, available, availableSeen: seen, today };
  context.adjust('inventory.shortStock', {
    line: line.position,
    lineId: line.id,
    product: line.productName,
    unit: line.unit,
    warehouse: warehouse.name,
    wanted,
    reserved,
    backOrdered,
    availableSeen: seen,
    ...(await explainShortage(tx, { ...shortage, dataAsOf: args.dataAsOf }, (ids) => userNames(tx, ids), context)),
  });
}

/** Before anything is counted: beyond the limit sums are no longer exact. */
async function refuseTooLarge({ tx, order, lines, context }: Work): Promise<void> {
  const { currency, customerId } = order;
  const owedMinor = (await openOrdersOf(tx, customerId, currency)) - order.totalMinor;
  const tooLarge = findTooLarge(lines.map(asAgreed), order, owedMinor);
  if (tooLarge) throw context.refusal('sales.amountTooLarge', { ...tooLarge, limitMinor: AMOUNT_LIMIT, currency });
}

function asAgreed(line: Line) {
  const { productId: id, productCode: code, productName: name, unit, taxCode } = line;
  return { ...line, product: { id, code, name, unit, taxCode } };
}

/** The order's holds after the change: words that bound what it was are void, and asked anew (R9). */
async function revisedHolds(work: Work, { head }: Recount): Promise<{ creditHold: 0 | 1; approvalHold: 0 | 1 }> {
  const { tx, order, lines, added, settings, today, context } = work;
  const after = { ...order, ...head };
  const fresh = await reasonsOfSubstitutes(work, head.totalMinor);
  const places = new Set<unknown>(lines.map(({ position }) => position));
  const basePrices = new Map(added.map(({ product }) => [product.id, product.basePrice]));
  const basePriceOf = (productId: string) => basePrices.get(productId);
  const limitOfPrices = deepestDiscount(lines, basePriceOf, offDocumentOf(after, lines));
  const approvalHold = await reviseWord(
    tx,
    orderAsking('discount', after, lines, { limitValue: limitOfPrices, reasons: fresh.prices, note: null }),
    order.approvalHold,
    { staysNeeded: true, concerns: ({ params }) => places.has(params.line) },
    context,
  );
  const limitValue = await creditReach(tx, after, settings['company.currency'], today);
  const creditHold = await reviseWord(
    tx,
    orderAsking('credit', after, lines, { limitValue, reasons: fresh.credit, note: null }),
    order.creditHold,
    { staysNeeded: false, concerns: () => true },
    context,
  );
  return { creditHold, approvalHold };
}

/** What the order's substitutes have to ask for (R9, R55). */
async function reasonsOfSubstitutes(
  work: Work,
  totalMinor: number,
): Promise<{ readonly prices: readonly Reason[]; readonly credit: readonly Reason[] }> {
  const { tx, order, added, today, context } = work;
  if (added.length === 0) return { prices: [], credit: [] };
  const taxRates = await datedTaxRates(tx);
  const fresh = added.map(({ line }) => asAgreed(line));
  const mayDiscount = mayChange(context.actor, 'sales.confirmOrder', 'discount');
  const deviations = findDeviations(
    fresh,
    {
      currency: order.currency,
      discountLimit: mayDiscount ? await limitOf(tx, context.actor.userId, 'discount') : 0,
      listPriceOf: (productId) => added.find(({ product }) => product.id === productId)?.product.basePrice,
      floorPriceOf: (productId) => added.find(({ product }) => product.id === productId)?.product.floorPrice ?? null,
      taxRateOf: (taxCode) => taxRateOn(taxRates, taxCode, today) ?? 0,
    },
    fresh.map(({ position }) => position),
  );
  for (const { code, params } of deviations) context.adjust(code, params);
  const raisedMinor = totalMinor - order.totalMinor;
  const asksCredit = raisedMinor > 0 && order.creditHold === 0;
  return { prices: deviations, credit: asksCredit ? await creditReasons(work, raisedMinor) : [] };
}

/** R55: checked when an order is raised; its exposure counts already. */
async function creditReasons(
  { tx, args, order, settings, today, context }: Work,
  raisedMinor: number,
): Promise<readonly Reason[]> {
  const { customerId, currency, customerName: customer } = order;
  const overdueHoldDays = settings['billing.overdueHoldDays'];
  const credit = await assessCredit(tx, { customerId, currency, totalMinor: raisedMinor, today, overdueHoldDays });
  if (!credit.hold) return [];
  const { because } = credit;
  const overMinor = credit.leftMinor === null ? 0 : Math.max(0, -credit.leftMinor);
  const held = { customerId, currency, because, dataAsOf: args.dataAsOf };
  const why = await explainCredit(tx, held, (ids) => userNames(tx, ids), context);
  const params = { customer, overMinor, currency, ...why };
  context.adjust(`billing.${because}`, params);
  return [{ code: `billing.${because}`, params }];
}
