/** Orders as people take them, and cancel them: for what is there, for the last piece, and for what cannot be. */
import type { CommandGenerator, GeneratorView } from '../../kernel/simulation.ts';
import type { Row } from '../../kernel/table.ts';
import { pricedLines } from './priced-lines.ts';

const UNIT = 10_000;
const sellers = ['rep', 'manager'];

interface Shelf {
  readonly product: Row<'products'>;
  readonly available: number;
}

/** Somebody else's number, a product that is gone: what an order names and this device does not have. */
const absurdities = [
  'unknownCustomer',
  'unknownProduct',
  'unknownWarehouse',
  'hugeQuantity',
  'hugePrice',
  'otherCurrency',
  'strangeNumber',
  'sameOrderAgain',
  'oldPrice',
  'deepDiscount',
  'otherTax',
] as const;

export const generators: readonly CommandGenerator[] = [
  {
    name: 'sales.confirmOrder',
    weight: 10,
    roles: sellers,
    make: (view) =>
      takeOrder(view, (shelf) => view.random.between(1, Math.max(2, Math.floor(shelf.available / UNIT / 3)))),
  },
  {
    name: 'sales.confirmOrder last piece',
    weight: 6,
    roles: sellers,
    make: (view) =>
      takeOrder(
        view,
        (shelf) => Math.max(1, Math.floor(shelf.available / UNIT)) + (view.random.chance(30) ? 1 : 0),
        scarcestFirst,
      ),
  },
  { name: 'sales.confirmOrder absurd', weight: 2, roles: sellers, make: takeAbsurdOrder },
  { name: 'sales.cancelOrder', weight: 3, roles: sellers, make: cancelOpenOrder },
  { name: 'sales.cancelOrder any', weight: 1, roles: sellers, make: cancelAnyOrder },
];

async function readShelves({ db }: GeneratorView, warehouseId: string): Promise<Shelf[]> {
  const products = await db
    .selectFrom('products')
    .selectAll()
    .where('deletedAt', 'is', null)
    .orderBy('code')
    .orderBy('id')
    .execute();
  const balances = await db
    .selectFrom('stockBalances')
    .select(['productId', 'onHand', 'reserved'])
    .where('warehouseId', '=', warehouseId)
    .orderBy('id')
    .execute();
  const available = new Map(balances.map((row) => [row.productId, row.onHand - row.reserved]));
  return products.map((product) => ({ product, available: available.get(product.id) ?? 0 }));
}

const scarcestFirst = (shelves: readonly Shelf[]): Shelf[] =>
  shelves.filter((shelf) => shelf.available > 0).sort((a, b) => a.available - b.available);

async function taxRatesOn({ db }: GeneratorView, day: string): Promise<Map<string, number>> {
  const rates = await db
    .selectFrom('taxRates')
    .select(['code', 'rate'])
    .where('validFrom', '<=', day)
    .orderBy('validFrom')
    .orderBy('id')
    .execute();
  return new Map(rates.map((row) => [row.code, row.rate]));
}

/** Arguments of an order for somebody who is known here; null where there is nobody, or nothing, to sell. */
async function makeOrder(
  view: GeneratorView,
  pieces: (shelf: Shelf) => number,
  choose: (shelves: readonly Shelf[]) => readonly Shelf[],
) {
  const { random } = view;
  const [customer] = random.some(await customersHere(view), 1);
  const [warehouse] = random.some(await warehousesHere(view), 1);
  if (!customer || !warehouse) return null;
  const shelves = choose(await readShelves(view, warehouse.id)).filter(
    ({ product }) => product.currency === customer.currency,
  );
  const chosen = choose === scarcestFirst ? shelves.slice(0, 1) : random.some(shelves, random.between(1, 4));
  if (chosen.length === 0) return null;
  const day = new Date(view.now + 480 * 60_000).toISOString().slice(0, 10);
  const wishes = chosen.map((shelf) => ({ ...shelf, quantity: pieces(shelf) * UNIT }));
  const lines = await pricedLines(view, wishes, { customer, day, taxRates: await taxRatesOn(view, day) });
  return {
    orderId: view.newId(),
    number: await view.nextNumber('order'),
    exposureEntryId: view.newId(),
    customerId: customer.id,
    warehouseId: warehouse.id,
    currency: customer.currency,
    requestedOn: null as string | null,
    paymentTermsDays: customer.paymentTermsDays,
    shipTo: random.chance(20) ? '汉口火车站 3 号库' : null,
    note: random.chance(10) ? '周五前送到' : null,
    ...takenOff(view),
    lines: lines as DrawnLine[],
    dataAsOf: random.chance(90) ? view.now - random.between(0, 48) * 3_600_000 : null,
  };
}

/** As far as somebody spoils it. */
interface DrawnLine {
  productId: string;
  quantity: number;
  listPrice: number;
  unitPrice?: number | null;
  discount?: number;
  taxRate: number;
}

/** R41: percent of the document, an amount, and what is rounded off. */
function takenOff({ random }: GeneratorView) {
  return {
    documentDiscount: random.chance(6) ? random.between(1, 1_500) : 0,
    documentDiscountMinor: random.chance(6) ? random.between(1, 20_000) : 0,
    roundedOffMinor: random.chance(8) ? random.between(1, 3_000) : 0,
  };
}

async function takeOrder(
  view: GeneratorView,
  pieces: (shelf: Shelf) => number,
  choose: (shelves: readonly Shelf[]) => readonly Shelf[] = (shelves) => shelves,
) {
  const args = await makeOrder(view, pieces, choose);
  return args && { name: 'sales.confirmOrder', args };
}

async function takeAbsurdOrder(view: GeneratorView) {
  const args = await makeOrder(
    view,
    () => view.random.between(1, 3),
    (shelves) => shelves,
  );
  const line = args?.lines[0];
  if (!args || !line) return null;
  const [order] = view.random.some(await openOrders(view), 1);
  switch (view.random.oneOf(absurdities)) {
    case 'unknownCustomer':
      args.customerId = view.newId();
      break;
    case 'unknownProduct':
      line.productId = view.newId();
      break;
    case 'unknownWarehouse':
      args.warehouseId = view.newId();
      break;
    case 'hugeQuantity':
      line.quantity = 1e11;
      break;
    case 'hugePrice':
      line.unitPrice = 1e12;
      break;
    case 'otherCurrency':
      args.currency = 'KWD';
      break;
    case 'strangeNumber':
      args.number = 'SO-ZZZZ-000001';
      break;
    case 'sameOrderAgain':
      if (order) args.orderId = order.id;
      break;
    case 'oldPrice':
      line.listPrice += 100;
      break;
    case 'deepDiscount':
      line.discount = 9_000;
      break;
    case 'otherTax':
      line.taxRate = 600;
      break;
  }
  return { name: 'sales.confirmOrder', args };
}

function customersHere({ db }: GeneratorView): Promise<Row<'customers'>[]> {
  return db.selectFrom('customers').selectAll().where('deletedAt', 'is', null).orderBy('id').execute();
}

function warehousesHere({ db }: GeneratorView): Promise<{ id: string }[]> {
  return db.selectFrom('warehouses').select('id').where('deletedAt', 'is', null).orderBy('id').execute();
}

function openOrders({ db }: GeneratorView): Promise<{ id: string }[]> {
  return db.selectFrom('orders').select('id').where('state', '=', 'open').orderBy('id').execute();
}

async function cancelOpenOrder(view: GeneratorView) {
  const [order] = view.random.some(await openOrders(view), 1);
  return order ? { name: 'sales.cancelOrder', args: { orderId: order.id } } : null;
}

/** Cancelled already, refused by the office, or never heard of. */
async function cancelAnyOrder(view: GeneratorView) {
  const orders = await view.db.selectFrom('orders').select('id').orderBy('id').execute();
  const [order] = view.random.chance(10) ? [] : view.random.some(orders, 1);
  return { name: 'sales.cancelOrder', args: { orderId: order?.id ?? view.newId() } };
}
