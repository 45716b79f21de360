/**
 * What confirming an order is without the house: the reads and writes of `sales.confirmOrder` and no more, by prepared
 * statements of the same driver in one transaction of the same durability.
 *
 * On this side, because the business needs it: every read that decides (is the order there already, and its number;
 * settings, customer, warehouse, goods, seller's name, stock, tax rates, credit limit, exposure, oldest bill), the order,
 * its lines, reservations and exposure entry, and the kept balances of stock and exposure.
 *
 * Only on the house's side, because the house adds it: arguments parsed, the right checked, amounts computed, the outbox
 * and its hash chain, pre-images, the search index, txContext and savepoint, the list of changed tables.
 */
import { registry } from '#shared/registry.ts';
import type { Database, Statement } from '../raw-sqlite.ts';
import type { OrderRows } from './order-args.ts';

/** Prepares the statements once. @returns what takes one order */
export function prepareRawOrder(database: Database): (rows: OrderRows) => void {
  const prepare = (sqlText: string): Statement => database.prepare(sqlText);
  const orderById = prepare('SELECT "id" FROM "orders" WHERE "id" = ?');
  const settings = prepare('SELECT "id", "value" FROM "settings" ORDER BY "id"');
  const customerById = prepare('SELECT * FROM "customers" WHERE "id" = ? AND "deletedAt" IS NULL');
  const warehouseById = prepare('SELECT * FROM "warehouses" WHERE "id" = ? AND "deletedAt" IS NULL');
  const productById = prepare('SELECT * FROM "products" WHERE "id" = ? AND "deletedAt" IS NULL');
  const userById = prepare('SELECT "name" FROM "users" WHERE "id" = ?');
  const openOrders = prepare('SELECT "openOrdersMinor" FROM "exposures" WHERE "id" = ?');
  const stockById = prepare('SELECT "productId", "onHand", "reserved" FROM "stockBalances" WHERE "id" = ?');
  const taxRates = prepare(
    'SELECT "code", "rate", "validFrom" FROM "taxRates" WHERE "deletedAt" IS NULL ORDER BY "code", "validFrom", "id"',
  );
  const creditById = prepare(
    'SELECT "limitMinor", "validUntil" FROM "creditAccounts" WHERE "id" = ? AND "currency" = ? AND "deletedAt" IS NULL',
  );
  const exposureById = prepare(
    'SELECT "openOrdersMinor", "unbilledMinor", "receivablesMinor", "prepaymentsMinor" FROM "exposures" WHERE "id" = ?',
  );
  const oldestBill = prepare(
    `SELECT "dueOn" FROM "exposureEntries" WHERE "customerId" = ? AND "kind" = 'receivable'
      AND "deletedAt" IS NULL AND "dueOn" IS NOT NULL ORDER BY "dueOn" LIMIT 1`,
  );
  const orderByNumber = prepare('SELECT "id" FROM "orders" WHERE "number" = ?');
  const entryOfOrder = prepare(
    `SELECT "id" FROM "exposureEntries" WHERE "documentId" = ? AND "kind" = 'openOrder' AND "deletedAt" IS NULL
      ORDER BY "id"`,
  );
  const insertOrder = prepareInsert(database, 'orders');
  const insertLine = prepareInsert(database, 'orderLines');
  const insertReservation = prepareInsert(database, 'reservations');
  const insertEntry = prepareInsert(database, 'exposureEntries');
  const addToStock = prepareInsert(database, 'stockBalances', 'reserved');
  const addToExposure = prepareInsert(database, 'exposures', 'openOrdersMinor');

  const take = database.transaction(({ head, lines, reservations, stock, entry, exposure }: OrderRows) => {
    expectNone(orderById.get(head.id));
    settings.all();
    customerById.get(head.customerId);
    warehouseById.get(head.warehouseId);
    for (const { productId } of lines) productById.get(productId);
    userById.get(head.confirmedBy);
    openOrders.get(exposure.id);
    for (const { id } of stock) stockById.get(id);
    taxRates.all();
    creditById.get(head.customerId, head.currency);
    exposureById.get(exposure.id);
    oldestBill.get(head.customerId);
    expectNone(orderByNumber.get(head.number));
    insertOrder(head);
    for (const row of lines) insertLine(row);
    for (const row of reservations) insertReservation(row);
    for (const row of stock) addToStock(row);
    expectNone(entryOfOrder.get(head.id));
    insertEntry(entry);
    addToExposure(exposure);
  });
  return take.immediate;
}

type Cell = string | number | null;

/** An insert of a whole row; `added`: the column of a balance that is added to where there is a row. */
function prepareInsert(
  database: Database,
  tableName: string,
  added?: string,
): (row: Readonly<Record<string, Cell>>) => void {
  const table = registry.tables.find(({ name }) => name === tableName);
  if (!table) throw new Error(`no table ${tableName}`);
  const columns = Object.entries(table.columns);
  const names = columns.map(([column]) => `"${column}"`).join(', ');
  const onConflict = added
    ? `ON CONFLICT ("id") DO UPDATE SET "${added}" = "${tableName}"."${added}" + excluded."${added}",
        "updatedAt" = excluded."updatedAt", "updatedBy" = excluded."updatedBy"`
    : '';
  const marks = columns.map(() => '?').join(', ');
  const statement = database.prepare(`INSERT INTO "${tableName}" (${names}) VALUES (${marks}) ${onConflict}`);
  return (row) => {
    statement.run(columns.map(([column, { default: otherwise }]) => row[column] ?? otherwise ?? null));
  };
}

function expectNone(row: unknown): void {
  if (row !== undefined) throw new Error('an order is taken once');
}
