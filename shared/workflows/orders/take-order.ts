/**
 * Takes an order, in whichever version it was written: sales writes it, inventory reserves what is there and back-orders
 * the rest (R22), billing counts its exposure and holds it beyond the limit (R54, R55). Price and tax bind as the person
 * saw them; what deviates beyond the limit, or from what the server knows, waits for approval (R9).
 */
import {
  askFirst,
  companySettings,
  firstOpenDay,
  type Settings,
  userName,
  userNames,
} from '../../domains/admin/api.ts';
import {
  addOpenOrderExposure,
  askForCredit,
  assessCredit,
  creditReach,
  explainCredit,
  openOrdersOf,
} from '../../domains/billing/api.ts';
import { askForCustomer, composeAddress, customerForDocument, territoryOfCustomer } from '../../domains/crm/api.ts';
import {
  askForGoods,
  explainShortage,
  planReservations,
  productsForDocument,
  reserve,
  type StockAnswer,
  warehouseForDocument,
} from '../../domains/inventory/api.ts';
import {
  askForOrder,
  freeOrderNumber,
  insertOrder,
  insertRejectedOrder,
  isOwnNumber,
  orderExists,
} from '../../domains/sales/api.ts';
import { findTooLarge } from '../../domains/sales/rules/amount-limit.ts';
import { orderAsking } from '../../domains/sales/rules/approval-binding.ts';
import { type AgreedLine, type AgreedOrder, composeOrder, totalOf } from '../../domains/sales/rules/compose-order.ts';
import type { CommandContext } from '../../kernel/command.ts';
import { calendarDateAt } from '../../kernel/instants.ts';
import { AMOUNT_LIMIT } from '../../kernel/money.ts';
import type { Reason } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { orWhyGone } from './explain-gone.ts';
import type { OrderWish } from './order-wish.ts';
import type { PricedOrder, PricingContext, PricingGround } from './pricing-ground.ts';

export const refusals = {
  'crm.customerGone': 'reject',
  'inventory.productGone': 'reject',
  'inventory.warehouseGone': 'reject',
  'sales.orderExists': 'reject',
  'sales.numberNotOwn': 'reject',
  'sales.currencyDiffers': 'reject',
  'sales.productCurrencyDiffers': 'reject',
  'sales.unitGone': 'reject',
  'sales.amountTooLarge': 'reject',
  'sales.numberTaken': 'adjust',
  'admin.periodClosed': 'adjust',
  'sales.priceNotListed': 'adjust',
  'sales.promotionNotGiven': 'adjust',
  'sales.freeNotGiven': 'adjust',
  'sales.sampleBeyond': 'adjust',
  'sales.discountBeyondLimit': 'adjust',
  'sales.roundedBeyondLimit': 'adjust',
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

type PriceOrder = (tx: Tx, wish: OrderWish, ground: PricingGround, context: PricingContext) => Promise<PricedOrder>;

/** Without an address of its own it goes to the customer's, as that stands now. */
export async function takeOrder(
  tx: Tx,
  wish: OrderWish,
  priceOrder: PriceOrder,
  context: Context,
): Promise<ConfirmedOrder> {
  const { number: wanted } = wish;
  await askAhead(tx, wish);
  if (await orderExists(tx, wish.orderId)) throw context.refusal('sales.orderExists', { number: wanted });
  if (!isOwnNumber(wanted, context.device)) throw context.refusal('sales.numberNotOwn', { number: wanted });
  const settings = await companySettings(tx);
  const customer = await orWhyGone(customerForDocument(tx, wish.customerId, context.actor), tx, wish, context);
  if (customer.currency !== wish.currency) {
    throw context.refusal('sales.currencyDiffers', { currency: customer.currency });
  }
  const warehouse = await warehouseForDocument(tx, wish.warehouseId);
  const productIds = wish.lines.map((line) => line.productId);
  const products = await orWhyGone(productsForDocument(tx, productIds), tx, wish, context);
  const shipTo = wish.shipTo ?? composeAddress(customer);
  const agreed = await agreedOrder(tx, { ...wish, shipTo }, settings, context);
  const realOn = calendarDateAt(context.now, settings['company.utcOffsetMinutes']);
  if (agreed.orderedOn !== realOn) context.adjust('admin.periodClosed', { day: realOn, openDay: agreed.orderedOn });

  const { lines, deviations, deepest } = await priceOrder(tx, wish, { customer, products, agreed, settings }, context);
  const tooLarge = findTooLarge(lines, agreed, await openOrdersOf(tx, customer.id, wish.currency));
  if (tooLarge) {
    throw context.refusal('sales.amountTooLarge', { ...tooLarge, limitMinor: AMOUNT_LIMIT, currency: wish.currency });
  }

  const requests = wish.lines.map(({ id, reservationId, productId, quantity }) => ({
    orderLineId: id,
    reservationId,
    productId,
    quantity,
  }));
  const here = { warehouseId: wish.warehouseId, today: realOn, userId: context.actor.userId, device: context.device };
  const stock = await planReservations(tx, here, requests);
  await tellShortages(tx, wish, { lines, stock, warehouse, today: agreed.orderedOn }, context);

  for (const { code, params } of deviations) context.adjust(code, params);
  const credit = await holdForCredit(tx, wish, { lines, customer, agreed, settings }, context);
  const number = await freeOrderNumber(tx, wanted);
  if (number !== wanted) context.adjust('sales.numberTaken', { wanted, number });

  const approvalHold = deviations.length > 0 ? 1 : 0;
  const creditHold = credit ? 1 : 0;
  const { head, lines: rows } = composeOrder(agreed, customer, lines, stock, { number, creditHold, approvalHold });
  await insertOrder(tx, { ...head, minimumLifeDays: customer.minimumLifeDays }, rows, context);
  await reserve(tx, { orderId: head.id, ...here }, requests, stock, context);
  await addOpenOrderExposure(tx, head, wish.exposureEntryId, context);
  const { totalMinor, backOrderedLines, note } = head;
  if (deviations.length > 0) {
    const why = { limitValue: deepest, reasons: deviations, note };
    await askFirst(tx, orderAsking('discount', head, rows, why), context);
  }
  if (credit) {
    const limitValue = await creditReach(tx, head, settings['company.currency'], head.orderedOn);
    await askFirst(tx, orderAsking('credit', head, rows, { limitValue, reasons: [credit], note }), context);
  }
  const customerName = customer.name;
  return { orderId: head.id, number, customerName, totalMinor, creditHold, approvalHold, backOrderedLines };
}

type Named = Pick<OrderWish, 'orderId' | 'number' | 'customerId' | 'warehouseId' | 'currency'> & {
  readonly lines: readonly { readonly productId: string }[];
};

/** All that an order reads whatever it finds. */
export async function askAhead(tx: Tx, wish: Named): Promise<void> {
  await askForOrder(tx, wish.orderId, wish.number);
  await askForCustomer(tx, wish.customerId);
  await askForGoods(
    tx,
    wish.warehouseId,
    wish.lines.map((line) => line.productId),
  );
  await askForCredit(tx, wish.customerId, wish.currency);
}

/** Nothing can hang on what another order is already, or on a number that this device never gave. */
export async function leaveStub(tx: Tx, wish: OrderWish, context: Context): Promise<void> {
  if ((await orderExists(tx, wish.orderId)) || !isOwnNumber(wish.number, context.device)) return;
  const settings = await companySettings(tx);
  const agreed = await agreedOrder(tx, wish, settings, context);
  const territoryId = await territoryOfCustomer(tx, wish.customerId, context.actor);
  await insertRejectedOrder(tx, agreed, { customerId: wish.customerId, territoryId }, wish.number, context);
}

async function agreedOrder(tx: Tx, wish: OrderWish, settings: Settings, context: Context): Promise<AgreedOrder> {
  const { warehouseId, currency, requestedOn, promisedOn, paymentTermsDays, shipTo, note } = wish;
  const { documentDiscount, documentDiscountMinor, roundedOffMinor } = wish;
  return {
    id: wish.orderId,
    importKey: null,
    ...{ warehouseId, currency },
    priceMode: settings['sales.priceMode'],
    taxRounding: settings['sales.taxRounding'],
    ...{ documentDiscount, documentDiscountMinor, roundedOffMinor },
    // The real instant stays in confirmedAt (R12).
    orderedOn: await firstOpenDay(tx, null, calendarDateAt(context.now, settings['company.utcOffsetMinutes'])),
    ...{ requestedOn, promisedOn, paymentTermsDays, shipTo, note },
    confirmedAt: context.now,
    confirmedBy: context.actor.userId,
    confirmedByName: (await userName(tx, context.actor.userId)) ?? '',
    deviceCode: context.device.code,
  };
}

interface Planned {
  readonly lines: readonly AgreedLine[];
  readonly stock: readonly StockAnswer[];
  readonly warehouse: Row<'warehouses'>;
  readonly today: string;
}

/** R22, R35: what each line misses, and who came first. */
async function tellShortages(
  tx: Tx,
  { dataAsOf, warehouseId, lines: wished }: OrderWish,
  { lines, stock, warehouse, today }: Planned,
  context: Context,
): Promise<void> {
  for (const [index, line] of lines.entries()) {
    const { reserved = 0, backOrdered = 0, available = 0 } = stock[index] ?? {};
    if (backOrdered === 0) continue;
    const availableSeen = wished[index]?.availableSeen ?? null;
    const productId = line.product.id;
    const shortage = { productId, warehouseId, backOrdered, available, availableSeen, dataAsOf, today };
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

interface Held {
  readonly lines: readonly AgreedLine[];
  readonly customer: Row<'customers'>;
  readonly agreed: AgreedOrder;
  readonly settings: Settings;
}

async function holdForCredit(
  tx: Tx,
  { dataAsOf }: OrderWish,
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
