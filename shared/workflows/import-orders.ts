import { z } from 'zod';
import { companySettings, type Settings, userName } from '../domains/admin/api.ts';
import { type DatedTaxRate, datedTaxRates, openOrdersOf, setOpenOrderExposure } from '../domains/billing/api.ts';
import { taxRateOn } from '../domains/billing/rules/tax-rate.ts';
import { composeAddress, customersByCode } from '../domains/crm/api.ts';
import {
  freeReservations,
  planReservations,
  productsByCode,
  reserve,
  warehouseForDocument,
} from '../domains/inventory/api.ts';
import {
  freeOrderNumber,
  insertOrder,
  linesOfOrder,
  type OrderImport,
  orderByImportKey,
  orderImportSchema,
  replaceOrder,
  wasChanged,
} from '../domains/sales/api.ts';
import { findTooLarge } from '../domains/sales/rules/amount-limit.ts';
import { type AgreedLine, type AgreedOrder, composeOrder } from '../domains/sales/rules/compose-order.ts';
import { type CommandContext, defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';
import type { ImportProblem, ImportResult } from '../kernel/import-fields.ts';
import { type CalendarDate, calendarDateAt, startOfDay } from '../kernel/instants.ts';
import { AMOUNT_LIMIT } from '../kernel/money.ts';
import type { Row, Tx } from '../kernel/table.ts';

const LIMIT_ORDERS = 50;

const refusals = {
  'inventory.warehouseGone': 'reject',
  'import.rowsLeftOut': 'adjust',
  'sales.numberTaken': 'adjust',
} as const;
type Context = CommandContext<typeof refusals>;

/** What holds for every order of a command, read once. */
interface Facts {
  readonly warehouseId: string;
  readonly products: ReadonlyMap<string, Row<'products'>>;
  readonly settings: Settings;
  readonly taxRates: readonly DatedTaxRate[];
  readonly today: CalendarDate;
  readonly userName: string;
}

/**
 * Open orders from another system, by their number there (R110): stock is reserved and exposure counted as for any
 * order, but nothing is held: what was agreed and accepted there stands (decision 9). A second import changes only what
 * differs; empty cells leave what is known.
 */
export const importOrders = defineCommand({
  name: 'sales.importOrders',
  version: 1,
  kind: 'request',
  permission: 'admin.importData',
  args: z.strictObject({
    importId: z.string().max(60),
    warehouseId: idSchema,
    orders: z.array(orderImportSchema).min(1).max(LIMIT_ORDERS),
  }),
  reads: [
    'settings',
    'users',
    'customers',
    'products',
    'warehouses',
    'stockBalances',
    'taxRates',
    'orders',
    'orderLines',
    'orderChanges',
    'exposures',
    'exposureEntries',
  ],
  writes: ['orders', 'orderLines', 'reservations', 'stockBalances', 'exposureEntries', 'exposures'],
  refusals,
  async run(tx, args, context): Promise<ImportResult> {
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
    const facts: Facts = {
      warehouseId: args.warehouseId,
      products,
      settings,
      taxRates: await datedTaxRates(tx),
      today: calendarDateAt(context.now, settings['company.utcOffsetMinutes']),
      userName: (await userName(tx, context.actor.userId)) ?? '',
    };
    const problems: ImportProblem[] = [];
    const counts = { created: 0, updated: 0, unchanged: 0 };
    for (const order of args.orders) {
      const customer = customers.get(order.customerCode);
      const missing = order.lines.find((line) => !products.has(line.productCode));
      if (!customer) {
        problems.push({
          line: order.line,
          column: 'customerCode',
          code: 'import.unknownCustomer',
          params: { cell: order.customerCode },
        });
      } else if (missing) {
        problems.push({
          line: missing.line,
          column: 'productCode',
          code: 'import.unknownProduct',
          params: { cell: missing.productCode },
        });
      } else {
        const saved = await saveOrder(tx, order, customer, facts, context);
        if (typeof saved === 'string') counts[saved] += 1;
        else problems.push(saved);
      }
    }
    if (problems.length > 0) context.adjust('import.rowsLeftOut', { count: problems.length });
    return { ...counts, problems };
  },
  subject: ({ orders, importId: group }) => ({ rows: orders.length, group }),
  makes: ({ orders }) => orders.map((order) => order.id),
});

async function saveOrder(
  tx: Tx,
  order: OrderImport,
  customer: Row<'customers'>,
  facts: Facts,
  context: Context,
): Promise<'created' | 'updated' | 'unchanged' | ImportProblem> {
  const known = await orderByImportKey(tx, order.importKey);
  if (known && (await wasWorkedOn(tx, known, order))) return 'unchanged';
  const { warehouseId } = facts;
  const agreed = agreedOrder(order, known, customer, facts, context);
  const lines = agreedLines(order, facts);
  const counted = known?.customerId === customer.id ? known.totalMinor : 0;
  const owedMinor = (await openOrdersOf(tx, customer.id, agreed.currency)) - counted;
  const tooLarge = findTooLarge(lines, agreed, owedMinor);
  if (tooLarge) {
    const line = 'line' in tooLarge ? (order.lines[tooLarge.line - 1]?.line ?? order.line) : order.line;
    const params = { ...tooLarge, limitMinor: AMOUNT_LIMIT, currency: agreed.currency };
    return { line, column: null, code: 'sales.amountTooLarge', params };
  }
  if (known) await freeReservations(tx, known.id, context);
  const requests = lines.map((line, index) => ({
    reservationId: order.lines[index]?.reservationId ?? '',
    orderLineId: line.id,
    productId: line.product.id,
    quantity: line.quantity,
  }));
  const stock = await planReservations(tx, warehouseId, requests);
  const number = known?.number ?? (await freeOrderNumber(tx, order.importKey));
  if (!known && number !== order.importKey) context.adjust('sales.numberTaken', { wanted: order.importKey, number });
  const standing = { number, creditHold: 0, approvalHold: 0 } as const;
  const { head, lines: rows } = composeOrder(agreed, customer, lines, stock, standing);
  if (known) await replaceOrder(tx, head, rows, context);
  else await insertOrder(tx, head, rows, context);
  await reserve(tx, { orderId: head.id, warehouseId }, requests, stock, context);
  await setOpenOrderExposure(tx, head, order.exposureEntryId, context);
  return known ? 'updated' : 'created';
}

async function wasWorkedOn(tx: Tx, known: Row<'orders'>, order: OrderImport): Promise<boolean> {
  if (known.state !== 'open' || sameOrder(known, await linesOfOrder(tx, known.id), order)) return true;
  return wasChanged(tx, known.id);
}

/** An order that was worked on since, or holds the same already, is left alone. */
function sameOrder(known: Row<'orders'>, lines: readonly Row<'orderLines'>[], order: OrderImport): boolean {
  if (lines.some((line) => line.shipped > 0)) return true;
  const sameHead =
    known.orderedOn === order.orderedOn &&
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
  { settings, userName, warehouseId }: Facts,
  context: Context,
): AgreedOrder {
  return {
    id: known?.id ?? order.id,
    importKey: order.importKey,
    warehouseId,
    currency: customer.currency,
    priceMode: settings['sales.priceMode'],
    taxRounding: settings['sales.taxRounding'],
    orderedOn: order.orderedOn,
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
