import { z } from 'zod';
import { companySettings, type Settings, userName } from '../domains/admin/api.ts';
import { assessCredit, datedTaxRates, openOrdersOf, setOpenOrderExposure } from '../domains/billing/api.ts';
import { taxRateOn } from '../domains/billing/rules/tax-rate.ts';
import { composeAddress, customerForDocument } from '../domains/crm/api.ts';
import { planReservations, productsForDocument, reserve, warehouseForDocument } from '../domains/inventory/api.ts';
import {
  documentNumberSchema,
  freeOrderNumber,
  insertOrder,
  insertRejectedOrder,
  isOwnNumber,
  ORDER_LIMIT_LINES,
  orderExists,
  orderLineArgsSchema,
} from '../domains/sales/api.ts';
import { findTooLarge } from '../domains/sales/rules/amount-limit.ts';
import { needsApproval } from '../domains/sales/rules/approval.ts';
import { type AgreedLine, type AgreedOrder, composeOrder, totalOf } from '../domains/sales/rules/compose-order.ts';
import { type CommandContext, defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';
import { calendarDateAt, calendarDateSchema } from '../kernel/instants.ts';
import { AMOUNT_LIMIT, currencySchema } from '../kernel/money.ts';
import type { Row, Tx } from '../kernel/table.ts';

const argsSchema = z.strictObject({
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
  'sales.priceNotListed': 'adjust',
  'sales.discountBeyondLimit': 'adjust',
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
export const confirmOrder = defineCommand({
  name: 'sales.confirmOrder',
  version: 1,
  kind: 'request',
  args: argsSchema,
  reads: [
    'settings',
    'users',
    'customers',
    'products',
    'warehouses',
    'stockBalances',
    'taxRates',
    'creditAccounts',
    'exposures',
    'exposureEntries',
    'orders',
  ],
  writes: ['orders', 'orderLines', 'reservations', 'stockBalances', 'exposureEntries', 'exposures'],
  refusals,
  async run(tx, args, context): Promise<ConfirmedOrder> {
    const { number: wanted } = args;
    if (await orderExists(tx, args.orderId)) throw context.refusal('sales.orderExists', { number: wanted });
    if (!isOwnNumber(wanted, context.device)) throw context.refusal('sales.numberNotOwn', { number: wanted });
    const settings = await companySettings(tx);
    const customer = await customerForDocument(tx, args.customerId, context.actor);
    if (customer.currency !== args.currency) {
      throw context.refusal('sales.currencyDiffers', { currency: customer.currency });
    }
    await warehouseForDocument(tx, args.warehouseId);
    const products = await productsForDocument(
      tx,
      args.lines.map((line) => line.productId),
    );
    const shipTo = args.shipTo ?? composeAddress(customer);
    const agreed = await agreedOrder(tx, { ...args, shipTo }, settings, context);
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

    const requests = args.lines.map(({ id, ...line }) => ({ ...line, orderLineId: id }));
    const stock = await planReservations(tx, args.warehouseId, requests);
    lines.forEach((line, index) => {
      const answer = stock[index];
      if (!answer || answer.backOrdered === 0) return;
      context.adjust('inventory.shortStock', {
        line: index + 1,
        product: line.product.name,
        unit: line.product.unit,
        ...answer,
      });
    });

    const approvalHold = await holdForApproval(tx, lines, products, agreed, settings, context);
    const creditHold = await holdForCredit(tx, lines, customer, agreed, settings, context);
    const number = await freeOrderNumber(tx, wanted);
    if (number !== wanted) context.adjust('sales.numberTaken', { wanted, number });

    const { head, lines: rows } = composeOrder(agreed, customer, lines, stock, { number, creditHold, approvalHold });
    await insertOrder(tx, head, rows, context);
    await reserve(tx, { orderId: head.id, warehouseId: head.warehouseId }, requests, stock, context);
    await setOpenOrderExposure(tx, head, args.exposureEntryId, context);
    const { totalMinor, backOrderedLines } = head;
    return { orderId: head.id, number, totalMinor, creditHold, approvalHold, backOrderedLines };
  },
  async stub(tx, args, context) {
    // Nothing can hang on what another order is already, or on a number that this device never gave.
    if ((await orderExists(tx, args.orderId)) || !isOwnNumber(args.number, context.device)) return;
    const settings = await companySettings(tx);
    await insertRejectedOrder(
      tx,
      await agreedOrder(tx, args, settings, context),
      args.customerId,
      args.number,
      context,
    );
  },
});

async function agreedOrder(tx: Tx, args: Args, settings: Settings, context: Context): Promise<AgreedOrder> {
  return {
    id: args.orderId,
    importKey: null,
    warehouseId: args.warehouseId,
    currency: args.currency,
    priceMode: settings['sales.priceMode'],
    taxRounding: settings['sales.taxRounding'],
    orderedOn: calendarDateAt(context.now, settings['company.utcOffsetMinutes']),
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

/** R9, and SYNC.md (time): a price or rate that nobody gave, or a discount beyond the limit, waits for a person. */
async function holdForApproval(
  tx: Tx,
  lines: readonly AgreedLine[],
  products: ReadonlyMap<string, Row<'products'>>,
  agreed: AgreedOrder,
  settings: Settings,
  context: Context,
): Promise<0 | 1> {
  const taxRates = await datedTaxRates(tx);
  const limit = settings['sales.discountLimit'];
  let hold: 0 | 1 = 0;
  lines.forEach((line, index) => {
    const { name, taxCode } = line.product;
    const listPrice = products.get(line.product.id)?.basePrice ?? line.listPrice;
    const taxRate = taxRateOn(taxRates, taxCode, agreed.orderedOn) ?? 0;
    const where = { line: index + 1, product: name };
    if (listPrice !== line.listPrice) {
      context.adjust('sales.priceNotListed', { ...where, listPrice, currency: agreed.currency });
      hold = 1;
    }
    if (needsApproval({ ...line, listPrice }, limit)) {
      context.adjust('sales.discountBeyondLimit', { ...where, limit });
      hold = 1;
    }
    if (taxRate !== line.taxRate) {
      context.adjust('billing.taxRateDiffers', { ...where, taxRate });
      hold = 1;
    }
  });
  return hold;
}

async function holdForCredit(
  tx: Tx,
  lines: readonly AgreedLine[],
  customer: Row<'customers'>,
  agreed: AgreedOrder,
  settings: Settings,
  context: Context,
): Promise<0 | 1> {
  const { currency } = agreed;
  const credit = await assessCredit(tx, {
    customerId: customer.id,
    currency,
    totalMinor: totalOf(lines, agreed),
    today: agreed.orderedOn,
    overdueHoldDays: settings['billing.overdueHoldDays'],
  });
  if (!credit.hold) return 0;
  const overMinor = credit.leftMinor === null ? 0 : Math.max(0, -credit.leftMinor);
  context.adjust(`billing.${credit.because}`, { customer: customer.name, overMinor, currency });
  return 1;
}
