/** Files that a manager brings from another system: customers with their limits, and open orders. */
import type { CommandGenerator, GeneratorView } from '../../kernel/simulation.ts';

const managers = ['manager', 'administrator'];
const UNIT = 10_000;

export const generators: readonly CommandGenerator[] = [
  { name: 'crm.importCustomers', weight: 2, roles: managers, make: importCustomers },
  { name: 'crm.importContacts', weight: 1, roles: managers, make: importContacts },
  { name: 'billing.importOpenItems', weight: 2, roles: managers, make: importOpenItems },
  { name: 'sales.importOrders', weight: 2, roles: managers, make: importOrders },
];

/** Some that are known, with another limit, name or place; some that are new; now and then one twice. */
async function importCustomers(view: GeneratorView) {
  const { random, db } = view;
  const territories = await db.selectFrom('territories').select(['id', 'code']).orderBy('id').execute();
  const users = await db.selectFrom('users').select(['login', 'name']).orderBy('id').execute();
  const [territory] = random.some(territories, 1);
  if (!territory) return null;
  const known = await db.selectFrom('customers').select(['code', 'name']).orderBy('id').execute();
  const codes = random.some(known, random.between(0, 2));
  for (let fresh = random.between(0, 2); fresh > 0; fresh -= 1) {
    codes.push({ code: `N${random.between(1, 30)}`, name: `新客户 ${random.between(1, 99)}` });
  }
  const [first] = codes;
  if (!first) return null;
  if (random.chance(10)) codes.push(first);
  const rows = codes.map(({ code, name }, at) => ({
    line: at + 2,
    id: view.newId(),
    code,
    name: random.chance(40) ? `${name.slice(0, 20)} ${random.between(1, 9)}` : name,
    taxNumber: null,
    contactName: random.chance(30) ? '李红梅' : null,
    contactTitle: null,
    phone: null,
    email: null,
    address: random.chance(30) ? `江汉路 ${random.between(1, 200)} 号` : null,
    city: random.chance(30) ? '武汉' : null,
    region: null,
    postalCode: null,
    country: null,
    creditLimit: random.chance(40) ? random.between(0, 500) * 100 * UNIT : random.chance(10) ? 12_345 : null,
    paymentTermsDays: random.chance(20) ? random.between(0, 90) : null,
    contactId: view.newId(),
    ownerLogin: random.chance(10)
      ? random.oneOf([users[0]?.login ?? 'nobody', users[1]?.name ?? 'nobody', 'nobody'])
      : null,
    paymentTerms: random.chance(5) ? 'NO-SUCH-TERMS' : null,
    territory: random.chance(10) ? random.oneOf([territory.code, 'NOWHERE']) : null,
    currency: random.chance(5) ? random.oneOf(['CNY', 'USD']) : null,
  }));
  const contactsFollow = random.chance(50);
  const args = {
    importId: view.newId(),
    territoryId: territory.id,
    currency: 'CNY',
    paymentTermsDays: 30,
    contactsFollow,
    rows,
  };
  return { name: 'crm.importCustomers', args };
}

/** New ones, ones that came before with other lines, and ones for a customer whom nobody knows. */
async function importOrders(view: GeneratorView) {
  const { random, db, now } = view;
  const places = await db.selectFrom('warehouses').select(['id', 'code', 'name']).orderBy('id').execute();
  const [warehouse] = random.some(places, 1);
  const customers = await db.selectFrom('customers').select('code').orderBy('id').execute();
  const products = await db.selectFrom('products').select(['code', 'basePrice', 'unit']).orderBy('id').execute();
  if (!warehouse || customers.length === 0 || products.length === 0) return null;
  const keys = new Set([random.between(1, 12), random.between(1, 12)]);
  const orders = [...keys].map((key, at) => ({
    line: at + 2,
    id: view.newId(),
    exposureEntryId: view.newId(),
    importKey: `OLD-${key}`,
    customerCode: random.chance(5) ? 'NOBODY' : (random.some(customers, 1)[0]?.code ?? ''),
    orderedOn: new Date(now - random.between(0, 30) * 86_400_000).toISOString().slice(0, 10),
    requestedOn: null,
    shipTo: random.chance(30) ? '原系统地址' : null,
    warehouse: random.chance(20) ? random.oneOf([warehouse.code, warehouse.name, 'NOWHERE']) : null,
    lines: random.some(products, random.between(1, 3)).map((product, line) => ({
      line: at + line + 2,
      id: view.newId(),
      reservationId: view.newId(),
      productCode: random.chance(3) ? '=1+1' : product.code,
      quantity: random.between(1, 4) * UNIT,
      unitPrice: product.basePrice,
      // Now and then deeper than whoever imports may go.
      discount: random.chance(20) ? random.oneOf([500, 1_500, 3_000]) : 0,
      unit: random.chance(10) ? random.oneOf([product.unit, '吨']) : null,
    })),
  }));
  return { name: 'sales.importOrders', args: { importId: view.newId(), warehouseId: warehouse.id, orders } };
}

/** Several people at a customer, the same one again, one who is now called first, one at a customer whom nobody knows. */
async function importContacts(view: GeneratorView) {
  const { random, db } = view;
  const customers = await db.selectFrom('customers').select('code').orderBy('id').execute();
  const names: [string, ...string[]] = ['李红梅', '王磊', 'Anna Roth'];
  const rows = Array.from({ length: random.between(1, 3) }, (_, at) => ({
    line: at + 2,
    id: view.newId(),
    customerCode: random.chance(5) ? 'NOBODY' : (random.some(customers, 1)[0]?.code ?? 'NOBODY'),
    name: random.oneOf(names),
    title: random.chance(30) ? '采购经理' : null,
    phone: random.chance(50) ? `138000000${random.between(10, 99)}` : null,
    email: null,
    isPrimary: random.chance(30) ? (1 as const) : null,
    note: null,
  }));
  return { name: 'crm.importContacts', args: { importId: view.newId(), rows } };
}

/** What customers owe or paid ahead, again with other figures, more open than there was, in another currency. */
async function importOpenItems(view: GeneratorView) {
  const { random, db } = view;
  const customers = await db.selectFrom('customers').select('code').orderBy('id').execute();
  const kind = random.chance(70) ? ('receivable' as const) : ('prepayment' as const);
  const rows = Array.from({ length: random.between(1, 3) }, (_, at) => ({
    line: at + 2,
    id: view.newId(),
    customerCode: random.chance(5) ? 'NOBODY' : (random.some(customers, 1)[0]?.code ?? 'NOBODY'),
    documentNumber: `OLD-${random.between(1, 8)}`,
    documentDate: `2026-0${random.between(1, 9)}-15`,
    dueOn: random.chance(30) ? `2026-0${random.between(1, 9)}-20` : null,
    amount: random.chance(50) ? random.between(1, 90) * 100 * UNIT : null,
    openAmount: random.between(-5, 60) * 100 * UNIT,
    currency: random.chance(10) ? random.oneOf(['CNY', 'USD']) : null,
  }));
  return { name: 'billing.importOpenItems', args: { importId: view.newId(), kind, rows } };
}
