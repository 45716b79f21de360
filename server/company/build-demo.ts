/**
 * The demo company: what db/demo plans becomes a company with people, goods and a past. Past orders are written as they
 * would stand today; the rules that computed them are the ones that orders taken by hand go through.
 */
import { demoCategories, demoProducts, demoUnits } from '#db/demo/catalogue.ts';
import { demoCustomers } from '#db/demo/customers.ts';
import type { DemoLanguage } from '#db/demo/language.ts';
import { demoPeople } from '#db/demo/people.ts';
import { type DemoOrder, type DemoPlan, demoPlan } from '#db/demo/plan.ts';
import { splitByAvailability } from '#shared/domains/inventory/rules/availability.ts';
import { type AgreedLine, composeOrder } from '#shared/domains/sales/rules/compose-order.ts';
import { addDays, calendarDateAt } from '#shared/kernel/instants.ts';
import { ONE_UNIT, parseDecimal } from '#shared/kernel/money.ts';
import type { Row, Tx } from '#shared/kernel/table.ts';
import '#shared/domains/billing/tables.ts';
import '#shared/domains/crm/tables.ts';
import '#shared/domains/inventory/tables.ts';
import '#shared/domains/sales/tables.ts';
import { runSystemCommand, type SystemContext, type SystemWriter } from '../sync/system-command.ts';
import { createCompany } from './create-company.ts';
import { createTerritory, createWarehouse } from './create-place.ts';
import { createUser } from './create-user.ts';

const UTC_OFFSET_MINUTES = 480;
const MS_PER_DAY = 86_400_000;
const TAX_RATE = 1_300;
const TAX_CODE = 'standard';
const CURRENCY = 'CNY';

export interface DemoOptions {
  readonly language: DemoLanguage;
  readonly seed: number;
}

/** What is known of the company while its past is written. */
interface DemoCompany {
  readonly language: DemoLanguage;
  readonly products: ReadonlyMap<string, Row<'products'>>;
  readonly customers: ReadonlyMap<string, Row<'customers'>>;
  readonly warehouseIds: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
}

/** Builds the demo company in an empty, migrated database. Dates count back from the world's today. */
export async function buildDemo(writer: SystemWriter, { language, seed }: DemoOptions): Promise<{ companyId: string }> {
  const plan = demoPlan(seed);
  const created = await createCompany(writer, {
    name: language === 'zh' ? '江城家居用品' : 'Rivertown Homeware',
    currency: CURRENCY,
    country: 'CN',
  });
  const territoryIds = new Map<string, string>();
  for (const { code, name } of plan.territories) {
    territoryIds.set(code, (await createTerritory(writer, { code, name: name[language] })).id);
  }
  const warehouseIds = new Map<string, string>();
  for (const { code, name } of plan.warehouses) {
    warehouseIds.set(code, (await createWarehouse(writer, { code, name: name[language] })).id);
  }
  const people = new Map<string, { id: string; name: string }>();
  for (const person of demoPeople) {
    const name = person.name[language];
    const scopes = [
      ...person.territories.map((code) => `territory:${code}`),
      ...person.warehouses.map((code) => `warehouse:${code}`),
    ];
    const { userId } = await createUser(writer, { ...person, name, scopes });
    people.set(person.login, { id: userId, name });
  }
  await runSystemCommand(writer, async (tx, context) => {
    const customers = await writeCustomers(tx, context, language, territoryIds);
    const products = await writeProducts(tx, context, language, plan);
    await writeStock(tx, context, plan, products, warehouseIds);
    await writeOrders(tx, context, plan.orders, { language, products, customers, warehouseIds, people });
  });
  return created;
}

async function writeCustomers(
  tx: Tx,
  context: SystemContext,
  language: DemoLanguage,
  territoryIds: ReadonlyMap<string, string>,
): Promise<Map<string, Row<'customers'>>> {
  const rows = demoCustomers.map((customer) => ({
    id: context.newId(),
    code: customer.code,
    name: customer.name[language],
    taxNumber: null,
    contactName: customer.contact[language],
    contactTitle: null,
    phone: customer.phone,
    email: null,
    address: customer.address[language],
    city: customer.city[language],
    region: null,
    postalCode: null,
    country: language === 'zh' ? '中国' : 'China',
    territoryId: territoryIds.get(customer.territory) ?? '',
    ownerId: null,
    currency: CURRENCY,
    paymentTermsDays: customer.paymentTermsDays,
    ...context.created,
  }));
  await tx.insertInto('customers').values(rows).execute();
  const limits = demoCustomers.flatMap(({ creditLimit }, index) => {
    const id = rows[index]?.id;
    if (creditLimit === null || id === undefined) return [];
    return {
      id,
      customerId: id,
      limitMinor: creditLimit * 100,
      currency: CURRENCY,
      validUntil: null,
      ...context.created,
    };
  });
  await tx.insertInto('creditAccounts').values(limits).execute();
  return new Map(rows.map((row) => [row.code, row]));
}

async function writeProducts(
  tx: Tx,
  context: SystemContext,
  language: DemoLanguage,
  plan: DemoPlan,
): Promise<Map<string, Row<'products'>>> {
  const rows = demoProducts.map((product, index) => ({
    id: context.newId(),
    code: product.code,
    name: product.name[language],
    category: demoCategories[product.category][language],
    unit: demoUnits[product.unit][language],
    packaging: product.packaging?.[language] ?? null,
    barcode: eanOf(index),
    basePrice: parseDecimal(product.price, 4) ?? 0,
    currency: CURRENCY,
    taxCode: TAX_CODE,
    reorderPoint: (plan.stock.find((stock) => stock.productCode === product.code)?.reorderPoint ?? 0) * ONE_UNIT,
    discontinued: 0 as const,
    ...context.created,
  }));
  await tx.insertInto('products').values(rows).execute();
  return new Map(rows.map((row) => [row.code, row]));
}

/** An EAN-13 of China (690) with its check digit. */
function eanOf(index: number): string {
  const body = `6901234${String(index + 1).padStart(5, '0')}`;
  const sum = [...body].reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

async function writeStock(
  tx: Tx,
  context: SystemContext,
  plan: DemoPlan,
  products: ReadonlyMap<string, Row<'products'>>,
  warehouseIds: ReadonlyMap<string, string>,
): Promise<void> {
  const today = calendarDateAt(context.created.createdAt, UTC_OFFSET_MINUTES);
  for (const stock of plan.stock) {
    const where = {
      productId: products.get(stock.productCode)?.id ?? '',
      warehouseId: warehouseIds.get(stock.warehouseCode) ?? '',
    };
    await tx
      .insertInto('stockMovements')
      .values({
        id: context.newId(),
        ...where,
        quantity: stock.onHand * ONE_UNIT,
        cause: 'openingBalance',
        documentId: null,
        occurredAt: context.created.createdAt,
        ...context.created,
      })
      .execute();
    if (stock.incoming === 0) continue;
    const dueOn = addDays(today, stock.dueInDays);
    await tx
      .insertInto('expectedReceipts')
      .values({
        id: context.newId(),
        ...where,
        quantity: stock.incoming * ONE_UNIT,
        dueOn,
        origin: 'purchase',
        ...context.created,
      })
      .execute();
  }
}

async function writeOrders(
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
  const orderedOn = calendarDateAt(confirmedAt, UTC_OFFSET_MINUTES);
  const lines = agreedLines(context, order, company);
  const shipped = order.state === 'shipped';
  const stock = lines.map((line) => (shipped ? { reserved: 0, backOrdered: 0 } : take(available, line, warehouseId)));
  const composed = composeOrder(
    {
      id: context.newId(),
      importKey: null,
      warehouseId,
      currency: CURRENCY,
      priceMode: 'taxExclusive',
      taxRounding: 'perLine',
      orderedOn,
      requestedOn: addDays(orderedOn, 4),
      paymentTermsDays: customer.paymentTermsDays,
      shipTo: customer.address,
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
      currency: CURRENCY,
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
