/** The company with what an order needs: goods with stock, tax rates, and customers with a credit limit and open bills. */
import { constants, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyRows, type Cell } from '#db/rows.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite } from '#db/sqlite.ts';
import { dropTriggers } from '#db/triggers/install.ts';
import type { Row } from '#shared/kernel/table.ts';
import { registry } from '#shared/registry.ts';
import { writeAs } from '../../support/databases.ts';
import { newId } from '../../support/ids.ts';
import { audited } from '../../support/sample-rows.ts';
import type { BenchCompany } from '../company.ts';
import { type Database, openRaw } from '../raw-sqlite.ts';

export const CURRENCY = 'CNY';
export const SELLER = '周文斌';
const PRODUCTS = 500;
const CUSTOMERS = 500;
const PLENTY = 9_000_000_000_000;

export interface OrderCompany {
  /** A copy of the bench's company with these rows in it; `path` is where it lies. */
  readonly company: BenchCompany;
  readonly warehouseId: string;
  readonly customers: readonly Row<'customers'>[];
  readonly products: readonly Row<'products'>[];
  /**
   * The driver alone on a copy of its own that has all tables and indexes and none of our triggers; the caller closes.
   */
  openRawCopy(): Promise<Database>;
}

/** Makes it in a folder. */
export async function makeOrderCompany(folder: string, bench: BenchCompany): Promise<OrderCompany> {
  const path = join(folder, 'orders.sqlite');
  const { key } = bench;
  copyFileSync(bench.path, path, constants.COPYFILE_FICLONE);
  const company: BenchCompany = {
    ...bench,
    path,
    openWriter: () => openSqlite({ path, key, functions: searchFunctions }),
    openReader: () => openSqlite({ path, key, readOnly: true }),
    openRawReader: () => openRaw({ path, key, readOnly: true }),
  };
  const writer = company.openWriter();
  const warehouseId = newId();
  const customers = await orderingCustomers(writer);
  await writeRows(writer, makeRows(customers, bench.userId, warehouseId));
  const products = await writer.kysely
    .selectFrom('products')
    .selectAll()
    .where('category', '=', CATEGORY)
    .orderBy('id')
    .execute();
  writer.checkpoint('truncate');
  await writer.close();
  return {
    company,
    warehouseId,
    customers,
    products,
    async openRawCopy() {
      const rawPath = join(folder, 'raw.sqlite');
      copyFileSync(path, rawPath, constants.COPYFILE_FICLONE);
      const copy = openSqlite({ path: rawPath, key });
      await copy.kysely.transaction().execute((tx) => dropTriggers(tx));
      copy.checkpoint('truncate');
      await copy.close();
      return openRaw({ path: rawPath, key });
    },
  };
}

type Writer = ReturnType<BenchCompany['openWriter']>;
type SampleRow = Readonly<Record<string, Cell>>;
const CATEGORY = 'bench orders';
const TAX_CODE = 'bench';

/** Customers whom the demo's year left with nothing owed: what the bench adds is all that they owe, and nothing is held. */
function orderingCustomers(writer: Writer): Promise<Row<'customers'>[]> {
  return writer.kysely
    .selectFrom('customers')
    .selectAll()
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('exposureEntries')
            .select('exposureEntries.id')
            .whereRef('exposureEntries.customerId', '=', 'customers.id'),
        ),
      ),
    )
    .orderBy('id')
    .limit(CUSTOMERS)
    .execute();
}

function makeRows(
  customers: readonly Row<'customers'>[],
  userId: string,
  warehouseId: string,
): Record<string, SampleRow[]> {
  const products = Array.from({ length: PRODUCTS }, (_, place) => productRow(place));
  const bills = customers.map(({ id }, place) => billOf(id, place));
  return {
    users: [{ id: userId, login: 'bench', name: SELLER, roleId: newId(), active: 1, ...audited }],
    warehouses: [{ id: warehouseId, code: 'BENCH', name: '武汉仓', ...audited }],
    settings: [{ id: 'company.currency', value: CURRENCY, ...audited }],
    taxRates: [
      { id: newId(), code: TAX_CODE, rate: 1_600, validFrom: '2018-05-01', ...audited },
      { id: newId(), code: TAX_CODE, rate: 1_300, validFrom: '2019-04-01', ...audited },
    ],
    products,
    stockBalances: products.map(({ id }) => ({
      id: `${id}:${warehouseId}`,
      productId: id,
      warehouseId,
      onHand: PLENTY,
      opening: PLENTY,
      reserved: 0,
      incoming: 0,
      ...audited,
    })),
    creditAccounts: customers.map(({ id }) => ({
      id,
      customerId: id,
      limitMinor: PLENTY,
      currency: CURRENCY,
      validUntil: null,
      ...audited,
    })),
    exposureEntries: bills,
    exposures: bills.map(({ customerId, amountMinor }) => ({
      id: `${customerId}:${CURRENCY}`,
      customerId,
      currency: CURRENCY,
      openOrdersMinor: 0,
      unbilledMinor: 0,
      receivablesMinor: amountMinor,
      prepaymentsMinor: 0,
      ...audited,
    })),
  };
}

const productRow = (place: number) => ({
  id: newId(),
  code: `BENCH-${String(place).padStart(5, '0')}`,
  name: `陶瓷马克杯 ${place}`,
  category: CATEGORY,
  unit: '件',
  packaging: null,
  barcode: null,
  basePrice: 62_5000 + place * 100,
  currency: CURRENCY,
  taxCode: TAX_CODE,
  reorderPoint: 0,
  discontinued: 0,
  ...audited,
});

const billOf = (customerId: string, place: number) => ({
  id: newId(),
  customerId,
  documentId: newId(),
  documentNumber: `IN-${place}`,
  kind: 'receivable',
  amountMinor: 120_000,
  currency: CURRENCY,
  // Not due before the bench is forgotten.
  dueOn: '2199-12-31',
  ...audited,
});

/** As sync puts them in. Columns that a later version adds get their default. */
async function writeRows(writer: Writer, rows: Readonly<Record<string, SampleRow[]>>): Promise<void> {
  await writeAs(writer, 'apply', async (tx) => {
    for (const table of registry.tables) {
      const of = rows[table.name];
      if (!of) continue;
      const columns = Object.keys(table.columns);
      const cells = columns.map((column) => of.map((row) => row[column] ?? table.columns[column]?.default ?? null));
      await applyRows(tx, table, columns, cells);
    }
  });
}
