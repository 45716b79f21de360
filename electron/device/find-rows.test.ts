/** What typing finds, through the queries that every list, picker and Ctrl+K ask, over the search index of a device. */
import { beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '#db/migrations/migrate.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite, type SqliteDatabase } from '#db/sqlite.ts';
import { namedCustomers } from '#shared/domains/crm/demo/named-customers.ts';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import { demoCategories } from '#shared/domains/inventory/demo/kinds.ts';
import { namedProducts } from '#shared/domains/inventory/demo/named-products.ts';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { StockCounts, StockListRow } from '#shared/domains/inventory/queries/stock-list.ts';
import { isOut } from '#shared/domains/inventory/rules/availability.ts';
import { needsReorder } from '#shared/domains/inventory/rules/reorder.ts';
import type { OrderListRow } from '#shared/domains/sales/queries/order-list.ts';
import type { Page } from '#shared/kernel/paging.ts';
import type { Row } from '#shared/kernel/table.ts';
import { registry } from '#shared/registry.ts';
import { NOW, newId } from '../../tests/support/company.ts';
import { schema, writeAs } from '../../tests/support/databases.ts';
import { describeNorthwind, readNorthwind } from '../../tests/support/northwind.ts';
import { audited, customer, order } from '../../tests/support/sample-rows.ts';
import { answerQuestion } from './readers.ts';

const warehouseId = newId();
const allRights = ['crm.see', 'inventory.see', 'sales.see'];
let database: SqliteDatabase;

beforeEach(async () => {
  database = openSqlite({ path: ':memory:', functions: searchFunctions });
  await migrate(database, 'device', schema);
  return () => database.close();
});

function product(code: string, given: Partial<Row<'products'>> = {}): Row<'products'> {
  return {
    id: newId(),
    code,
    name: `Product ${code}`,
    category: null,
    unit: 'pcs',
    packaging: null,
    ...{ brand: null, otherName: null },
    barcode: null,
    basePrice: 10_000,
    floorPrice: null,
    currency: 'CNY',
    taxCode: 'standard',
    reorderPoint: 0,
    discontinued: 0,
    tracking: 'none',
    shelfLifeDays: null,
    pictureHash: null,
    ...{ familyId: null, variant: null, weightGrams: null },
    ...audited,
    ...given,
  };
}

async function put(rows: {
  products?: readonly Row<'products'>[];
  customers?: readonly Row<'customers'>[];
  orders?: readonly Row<'orders'>[];
  stock?: readonly { product: Row<'products'>; onHand: number; reserved: number; incoming: number }[];
}): Promise<void> {
  await writeAs(database, 'apply', async (tx) => {
    for (const row of rows.products ?? []) await tx.insertInto('products').values(row).execute();
    for (const row of rows.customers ?? []) await tx.insertInto('customers').values(row).execute();
    for (const row of rows.orders ?? []) await tx.insertInto('orders').values(row).execute();
    for (const { product: of, ...figures } of rows.stock ?? []) {
      const key = { id: `${of.id}:${warehouseId}`, productId: of.id, warehouseId, opening: 0 };
      await tx
        .insertInto('stockBalances')
        .values({ ...audited, ...key, ...figures })
        .execute();
    }
  });
}

async function ask<Result>(name: string, args: object): Promise<Result> {
  const question = { name, args, userId: newId(), permissions: allRights, deviceCodes: [], now: NOW };
  const reply = await answerQuestion(database, registry, question);
  if (!reply.ok) throw new Error(JSON.stringify(reply.reason));
  return reply.rows as Result;
}

const stockQuestion = (given: object = {}) => ({ search: '', warehouseId, withDiscontinued: false, ...given });
const shelf = (given: object = {}) => ({ ...stockQuestion(given), category: null, expiringBy: '2026-12-23' });
const productsFor = async (search: string, limit = 8, given: object = {}) => {
  const args = { ...stockQuestion({ search, ...given }), filter: null, cursor: null, limit };
  return (await ask<Page<ProductListRow>>('inventory.productList', args)).rows;
};
const customersFor = async (search: string, limit = 8) =>
  (await ask<Page<CustomerListRow>>('crm.customerList', { search, cursor: null, limit })).rows;
const ordersFor = async (search: string, given: object = {}) => {
  const args = { search, filter: null, warehouseId: null, customerId: null, cursor: null, limit: 6, ...given };
  return (await ask<Page<OrderListRow>>('sales.orderList', args)).rows;
};
const firstCodes = async (codes: readonly string[]) =>
  Promise.all(codes.map(async (code) => (await productsFor(code))[0]?.code));

/** The cells of a file of Northwind; quoted cells hold no line breaks there. */
function northwind(name: string): string[][] {
  const [, ...lines] = new TextDecoder().decode(readNorthwind(name)).trim().split(/\r?\n/);
  return lines.map((line) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => cell.replace(/^"|"$/g, '')),
  );
}

describe('a code typed in full comes first, whatever changed last', () => {
  describeNorthwind('Northwind', () => {
    it('every SKU, the discontinued ones too', async () => {
      const rows = northwind('products.csv');
      await put({
        products: rows.map(([code = '', name = '', ...cells], place) =>
          product(code, { name, discontinued: cells.at(-1) === '1' ? 1 : 0, updatedAt: 1_000 + place }),
        ),
      });
      const codes = rows.map(([code = '']) => code);
      expect(codes).toHaveLength(77);
      expect(await firstCodes(codes)).toEqual(codes);
      // The rest in the order of the codes: nothing hangs on what changed last.
      expect((await productsFor('1')).map((row) => row.code).slice(0, 4)).toEqual(['1', '10', '11', '12']);
    });

    it('every customer', async () => {
      const rows = northwind('customers.csv');
      await put({ customers: rows.map(([code = '', name = '']) => customer(newId(), { code, name })) });
      const codes = rows.map(([code = '']) => code);
      expect(codes.length).toBeGreaterThan(90);
      const found = await Promise.all(codes.map(async (code) => (await customersFor(code.toLowerCase(), 1))[0]?.code));
      expect(found).toEqual(codes);
    });
  });

  it.each(['en', 'zh'] as const)('every SKU and customer of the demo company in %s', async (language) => {
    await put({
      products: namedProducts.map((of) =>
        product(of.code, { name: of.name[language], category: demoCategories[of.category][language] }),
      ),
      customers: namedCustomers.map((of) => customer(newId(), { code: of.code, name: of.name[language] })),
    });
    const codes = namedProducts.map((of) => of.code);
    expect(await firstCodes(codes)).toEqual(codes);
    expect(await firstCodes(codes.map((code) => code.toLowerCase().replace('-', '')))).toEqual(codes);
    const customerCodes = namedCustomers.map((of) => of.code);
    expect(await Promise.all(customerCodes.map(async (code) => (await customersFor(code))[0]?.code))).toEqual(
      customerCodes,
    );
  });

  it('among more hits than are looked through', async () => {
    const many = Array.from({ length: 2_200 }, (_, place) =>
      product(`7${place + 1_000}`, { updatedAt: 5_000 + place }),
    );
    await put({ products: [product('7', { updatedAt: 1 }), ...many] });
    expect((await productsFor('7', 1)).map((row) => row.code)).toEqual(['7']);
    expect((await productsFor('product', 8)).length).toBe(8);
  });

  it('then the barcode, then codes that begin with it, then the rest', async () => {
    await put({
      products: [
        product('X-1', { name: '6901 mug', updatedAt: 90 }),
        product('69010', { updatedAt: 80 }),
        product('A-1', { barcode: '6901' }),
        product('6901'),
      ],
    });
    expect((await productsFor('6901')).map((row) => row.code)).toEqual(['6901', 'A-1', '69010', 'X-1']);
    expect((await productsFor('６９０１', 2)).map((row) => row.code)).toEqual(['6901', 'A-1']);
  });

  it('orders by their number, and then the newest', async () => {
    const orders = Array.from({ length: 30 }, (_, place) =>
      order(newId(), { number: `SO-K7-${String(place + 1).padStart(6, '0')}`, confirmedAt: 1_000 + place }),
    );
    await put({ orders: [order(newId(), { number: 'SO-K7', confirmedAt: 1 }), ...orders] });
    expect((await ordersFor('so-k7')).map((row) => row.number)).toEqual([
      'SO-K7',
      ...['30', '29', '28', '27', '26'].map((end) => `SO-K7-0000${end}`),
    ]);
    expect((await ordersFor('so-k7-000003'))[0]?.number).toBe('SO-K7-000003');
  });
});

describe('filters come before the cut', () => {
  it('a held order behind many others of the same customer', async () => {
    const orders = Array.from({ length: 700 }, (_, place) =>
      order(newId(), { number: `SO-${place}`, confirmedAt: 1_000 + place, creditHold: place === 3 ? 1 : 0 }),
    );
    await put({ orders });
    expect((await ordersFor('customer', { filter: 'held' })).map((row) => row.number)).toEqual(['SO-3']);
    expect(await ordersFor('customer', { warehouseId: newId() })).toEqual([]);
    expect((await ordersFor('customer')).map((row) => row.number)[0]).toBe('SO-699');
  });

  it('a product that is still sold behind many that are not', async () => {
    const gone = Array.from({ length: 600 }, (_, place) => product(`G-${place}`, { discontinued: 1, updatedAt: 99 }));
    await put({ products: [...gone, product('S-1')] });
    expect((await productsFor('product')).map((row) => row.code)).toEqual(['S-1']);
    expect((await productsFor('g-5')).map((row) => [row.code, row.discontinued])).toEqual([['G-5', 1]]);
    expect(await productsFor('product', 8, { withDiscontinued: true })).toHaveLength(8);
  });
});

describe('R34 what is to order, and what is out', () => {
  const figures = [-2, 0, 1, 5];
  const all = figures.flatMap((onHand) =>
    [0, 1, 3].flatMap((reserved) =>
      [0, 2].flatMap((incoming) => [0, 1].map((gone) => ({ onHand, reserved, incoming, gone }))),
    ),
  );

  beforeEach(async () => {
    const stock = all.map(({ gone, ...of }, place) => ({
      ...of,
      product: product(`P-${place}`, { reorderPoint: place % 4, discontinued: gone === 1 ? 1 : 0 }),
    }));
    const unmoved = [product('Z-1', { reorderPoint: 3 }), product('Z-2', { reorderPoint: -1 })];
    await put({ products: [...stock.map((of) => of.product), ...unmoved], stock });
  });

  it.each(['', 'product'])('the filter and its count are the rules, searching for "%s"', async (search) => {
    const list = async (filter: 'out' | null) => {
      const args = { ...stockQuestion({ search, withDiscontinued: true }), filter, cursor: null, limit: 500 };
      return (await ask<Page<ProductListRow>>('inventory.productList', args)).rows;
    };
    const rows = await list(null);
    expect(rows).toHaveLength(50);
    const toOrder = rows.filter((row) => needsReorder({ ...row, backOrdered: 0, maximum: 0 }));
    const out = rows.filter((row) => row.discontinued === 0 && isOut(row));
    expect(await list('out')).toEqual(out);
    expect(toOrder.length * out.length).toBeGreaterThan(0);
    const stockList = async (filter: 'toOrder' | 'out' | null) => {
      const args = { ...shelf({ search, withDiscontinued: true }), filter, cursor: null, limit: 500 };
      return (await ask<Page<StockListRow>>('inventory.stockList', args)).rows.map((row) => row.productId);
    };
    const idsOf = (some: readonly ProductListRow[]) => some.map((row) => row.id);
    expect(await stockList(null)).toEqual(idsOf(rows));
    expect(await stockList('toOrder')).toEqual(idsOf(toOrder));
    expect(await stockList('out')).toEqual(idsOf(out));
    expect(await ask<StockCounts>('inventory.stockCounts', shelf({ search, withDiscontinued: true }))).toEqual({
      all: 50,
      toOrder: toOrder.length,
      out: out.length,
      expiring: 0,
      negative: rows.filter(({ onHand }) => onHand < 0).length,
    });
    expect((await ask<StockCounts>('inventory.stockCounts', shelf({ search }))).all).toBe(26);
  });
});

it('finds the products of 300 pasted codes at once, by code or barcode, and no other', async () => {
  const sold = Array.from({ length: 290 }, (_, place) => product(`a-${place}`));
  const others = Array.from({ length: 50 }, (_, place) => product(`A-${place}-2`));
  await put({ products: [...sold, ...others, product('B-1', { barcode: '690123', discontinued: 1 })] });
  const codes = [
    ...sold.map((row) => row.code.toUpperCase()),
    '690123',
    'nobody',
    '',
    '"',
    '*',
    '-',
    '恒',
    'a-',
    'b',
    '69',
  ];
  expect(codes).toHaveLength(300);
  const rows = await ask<ProductListRow[]>('inventory.productsByCodes', { codes, warehouseId });
  expect(rows.map((row) => row.code).sort()).toEqual(['B-1', ...sold.map((row) => row.code)].sort());
});
