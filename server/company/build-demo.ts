/**
 * The demo company: what db/demo plans becomes a company with people, goods and a past. Past orders are written as they
 * would stand today; the rules that computed them are the ones that orders taken by hand go through.
 */
import { demoCategories, demoProducts, demoUnits } from '#db/demo/catalogue.ts';
import { demoCustomers } from '#db/demo/customers.ts';
import type { DemoLanguage } from '#db/demo/language.ts';
import { demoPeople } from '#db/demo/people.ts';
import { type DemoPlan, demoPlan } from '#db/demo/plan.ts';
import { addDays, calendarDateAt } from '#shared/kernel/instants.ts';
import { ONE_UNIT, parseDecimal } from '#shared/kernel/money.ts';
import type { Row, Tx } from '#shared/kernel/table.ts';
import '#shared/domains/billing/tables.ts';
import '#shared/domains/crm/tables.ts';
import '#shared/domains/inventory/tables.ts';
import { runSystemCommand, type SystemContext, type SystemWriter } from '../sync/system-command.ts';
import { createCompany } from './create-company.ts';
import { createTerritory, createWarehouse } from './create-place.ts';
import { createUser } from './create-user.ts';
import { DEMO_CURRENCY, DEMO_UTC_OFFSET_MINUTES, writeDemoOrders } from './demo-orders.ts';

const TAX_CODE = 'standard';

export interface DemoOptions {
  readonly language: DemoLanguage;
  readonly seed: number;
}

/** Builds the demo company in an empty, migrated database. Dates count back from the world's today. */
export async function buildDemo(writer: SystemWriter, { language, seed }: DemoOptions): Promise<{ companyId: string }> {
  const plan = demoPlan(seed);
  const created = await createCompany(writer, {
    name: language === 'zh' ? '江城家居用品' : 'Rivertown Homeware',
    currency: DEMO_CURRENCY,
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
    await writeDemoOrders(tx, context, plan.orders, { products, customers, warehouseIds, people });
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
    currency: DEMO_CURRENCY,
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
      currency: DEMO_CURRENCY,
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
    currency: DEMO_CURRENCY,
    taxCode: TAX_CODE,
    reorderPoint: (plan.stock.find((stock) => stock.productCode === product.code)?.reorderPoint ?? 0) * ONE_UNIT,
    discontinued: 0 as const,
    tracking: 'none' as const,
    shelfLifeDays: null,
    pictureHash: null,
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
  const today = calendarDateAt(context.created.createdAt, DEMO_UTC_OFFSET_MINUTES);
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
