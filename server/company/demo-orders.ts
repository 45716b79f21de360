/** The past of the demo company: orders that shipped and were paid or not, and orders that are still open. */
import type { DemoOrder } from '#db/demo/plan.ts';
import { composeAddress } from '#shared/domains/crm/rules/compose-address.ts';
import { splitByAvailability } from '#shared/domains/inventory/rules/availability.ts';
import { type AgreedLine, composeOrder } from '#shared/domains/sales/rules/compose-order.ts';
import { addDays, calendarDateAt } from '#shared/kernel/instants.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import type { Row, Tx } from '#shared/kernel/table.ts';
import '#shared/domains/billing/tables.ts';
import '#shared/domains/crm/tables.ts';
import '#shared/domains/inventory/tables.ts';
import '#shared/domains/sales/tables.ts';
import type { SystemContext } from '../sync/system-command.ts';

export const DEMO_CURRENCY = 'CNY';
export const DEMO_UTC_OFFSET_MINUTES = 480;
const MS_PER_DAY = 86_400_000;
const TAX_RATE = 1_300;

/** What is known of the company while its past is written. */
export interface DemoCompany {
  readonly products: ReadonlyMap<string, Row<'products'>>;
  readonly customers: ReadonlyMap<string, Row<'customers'>>;
  readonly warehouseIds: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
}

/** Writes the orders in the order of their dates; stock that open ones take is shared among them as it is there. */
export async function writeDemoOrders(
  tx: Tx,
  context: SystemContext,
  orders: readonly DemoOrder[],
  company: DemoCompany,
): Promise<void> {
  const available = await availableStock(tx);
  for (const [index, order] of orders.entries()) await writeOrder(tx, context, order, index + 1, company, available);
}

/** What can still be reserved, by `product:warehouse`. */
async function availableStock(tx: Tx): Promise<Map<string, number>> {
  const balances = await tx.selectFrom('stockBalances').select(['id', 'onHand', 'reserved']).orderBy('id').execute();
  return new Map(balances.map((balance) => [balance.id, balance.onHand - balance.reserved]));
}

async function writeOrder(
  tx: Tx,
  context: SystemContext,
  order: DemoOrder,
  running: number,
  company: DemoCompany,
  available: Map<string, number>,
): Promise<void> {
  const customer = company.customers.get(order.customerCode);
  const person = company.people.get(order.login);
  const warehouseId = company.warehouseIds.get(order.warehouseCode);
  if (!customer || !person || warehouseId === undefined) throw new Error('the plan names what it does not have');
  const confirmedAt = context.created.createdAt - order.daysAgo * MS_PER_DAY + (running % 500) * 60_000;
  const orderedOn = calendarDateAt(confirmedAt, DEMO_UTC_OFFSET_MINUTES);
  const lines = agreedLines(context, order, company);
  const shipped = order.state === 'shipped';
  const stock = lines.map((line) => (shipped ? { reserved: 0, backOrdered: 0 } : take(available, line, warehouseId)));
  const composed = composeOrder(
    {
      id: context.newId(),
      importKey: null,
      warehouseId,
      currency: DEMO_CURRENCY,
      priceMode: 'taxExclusive',
      taxRounding: 'perLine',
      orderedOn,
      requestedOn: addDays(orderedOn, 4),
      paymentTermsDays: customer.paymentTermsDays,
      shipTo: composeAddress(customer),
      note: null,
      confirmedAt,
      confirmedBy: person.id,
      confirmedByName: person.name,
      deviceCode: 'DM',
    },
    customer,
    lines,
    stock,
    { number: `SO-DM-${String(running).padStart(6, '0')}`, creditHold: 0, approvalHold: 0 },
  );
  const audit = {
    createdAt: confirmedAt,
    createdBy: person.id,
    updatedAt: confirmedAt,
    updatedBy: person.id,
    deletedAt: null,
  };
  const { head } = composed;
  await tx
    .insertInto('orders')
    .values({ ...head, state: shipped ? 'closed' : 'open', ...audit })
    .execute();
  await tx
    .insertInto('orderLines')
    .values(composed.lines.map((line) => ({ ...line, shipped: shipped ? line.quantity : 0, ...audit })))
    .execute();
  const reservations = composed.lines.flatMap(({ id, orderId, productId, reserved }) =>
    reserved > 0
      ? { id: context.newId(), orderId, orderLineId: id, productId, warehouseId, quantity: reserved, ...audit }
      : [],
  );
  if (reservations.length > 0) await tx.insertInto('reservations').values(reservations).execute();
  if (shipped && order.paid) return;
  await tx
    .insertInto('exposureEntries')
    .values({
      id: context.newId(),
      customerId: customer.id,
      documentId: head.id,
      documentNumber: head.number,
      kind: shipped ? 'receivable' : 'openOrder',
      amountMinor: head.totalMinor,
      currency: DEMO_CURRENCY,
      dueOn: shipped ? addDays(orderedOn, customer.paymentTermsDays + 4) : null,
      ...audit,
    })
    .execute();
}

function agreedLines(context: SystemContext, order: DemoOrder, company: DemoCompany): AgreedLine[] {
  return order.lines.flatMap(({ productCode, quantity, discount }) => {
    const product = company.products.get(productCode);
    if (!product) return [];
    return {
      id: context.newId(),
      product,
      quantity: quantity * ONE_UNIT,
      unitPrice: product.basePrice,
      listPrice: product.basePrice,
      priceSource: 'base' as const,
      discount,
      taxRate: TAX_RATE,
    };
  });
}

function take(
  available: Map<string, number>,
  line: AgreedLine,
  warehouseId: string,
): { reserved: number; backOrdered: number } {
  const key = `${line.product.id}:${warehouseId}`;
  const split = splitByAvailability(line.quantity, available.get(key) ?? 0);
  available.set(key, (available.get(key) ?? 0) - split.reserved);
  return split;
}
