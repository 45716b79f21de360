// Long because every kind of command has its step here, and their mix is what is compared.
/**
 * The same commands give the same rows on SQLite and PostgreSQL: random histories of orders, cancellations and imports
 * run on both, then every row of every synced table and the whole scope log are compared. What warehouses do:
 * differential-warehouse.test.ts.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import { importProductsFirst } from '#shared/domains/inventory/commands/import-products-first.ts';
import type { AnyCommand } from '#shared/kernel/command.ts';
import { cancelOrder } from '#shared/workflows/cancel-order.ts';
import { importCustomersFirst } from '#shared/workflows/import-customers-first.ts';
import { importOrders } from '#shared/workflows/import-orders.ts';
import { importStockFirst } from '#shared/workflows/import-stock.ts';
import { confirmOrder } from '#shared/workflows/orders/confirm-order.ts';
import { settleShortage } from '#shared/workflows/settle-shortage.ts';
import { makeCompany, NOW, newId, restartIds, type TestCompany } from '../support/company.ts';
import { dropPostgres, emptyDatabase, newPostgres, newSqlite } from '../support/databases.ts';
import { readEverything } from '../support/read-everything.ts';

let postgres: SatchelDatabase;
beforeAll(async () => {
  postgres = await newPostgres('server');
});
afterAll(() => dropPostgres(postgres));

type Step = (
  company: TestCompany,
  orderIds: string[],
  lineIds: Map<string, string[]>,
) => { command: AnyCommand; args: unknown };

const pieces = fc.integer({ min: 1, max: 90 });
/** Prices and discounts around their limits, names that sort and fold differently, and odd characters. */
const name = fc.constantFrom('武汉恒通', 'Ärger & Söhne', 'alpha', 'Alpha', 'ﬁn', "O'Brien", 'Zoë 💼', ' ');

const confirmStep: fc.Arbitrary<Step> = fc
  .record({
    other: fc.boolean(),
    priceFactor: fc.constantFrom(1, 1, 0.9, 0.5),
    lines: fc.array(
      fc.record({
        product: fc.constantFrom('mug', 'jug', 'box'),
        pieces,
        discount: fc.constantFrom(0, 300, 1_000, 1_001),
      }),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    number: fc.integer({ min: 1, max: 4 }),
  })
  .map(
    ({ other, priceFactor, lines, number }): Step =>
      (company, orderIds, lineIds) => {
        const orderId = newId();
        orderIds.push(orderId);
        const ids = lines.map(() => newId());
        lineIds.set(orderId, ids);
        return {
          command: confirmOrder,
          args: {
            orderId,
            number: `SO-K7-00000${number}`,
            exposureEntryId: newId(),
            customerId: other ? company.otherCustomerId : company.customerId,
            warehouseId: company.warehouseId,
            currency: 'CNY',
            requestedOn: null,
            paymentTermsDays: 30,
            shipTo: null,
            note: null,
            dataAsOf: NOW - 1,
            lines: lines.map((line, index) => {
              const product = company[line.product as 'mug' | 'jug' | 'box'];
              return {
                id: ids[index],
                availableSeen: 900_000,
                productId: product.id,
                quantity: line.pieces * 10_000,
                unitPrice: Math.round(product.basePrice * priceFactor),
                listPrice: product.basePrice,
                discount: line.discount,
                taxRate: 1_300,
              };
            }),
          },
        };
      },
  );

const cancelStep: fc.Arbitrary<Step> = fc.nat(10).map(
  (which): Step =>
    (_, orderIds) => ({
      command: cancelOrder,
      args: { orderId: orderIds[which % Math.max(1, orderIds.length)] ?? newId() },
    }),
);

const settleStep: fc.Arbitrary<Step> = fc
  .record({
    which: fc.nat(10),
    line: fc.nat(3),
    choice: fc.constantFrom('keepBackOrder', 'otherWarehouse', 'cutLine', 'substitute'),
    product: fc.constantFrom('mug', 'jug', 'box'),
    pieces,
    own: fc.boolean(),
  })
  .map(
    ({ which, line, choice, product: name, pieces: count, own }): Step =>
      (company, orderIds, lineIds) => {
        const orderId = orderIds[which % Math.max(1, orderIds.length)] ?? newId();
        const ids = lineIds.get(orderId) ?? [];
        const product = company[name as 'mug' | 'jug' | 'box'];
        const common = {
          changeId: newId(),
          lineId: ids[line % Math.max(1, ids.length)] ?? newId(),
          backOrderedSeen: 10_000,
        };
        const more: Readonly<Record<string, object>> = {
          otherWarehouse: {
            warehouseId: own ? company.warehouseId : company.otherWarehouseId,
            reservationId: newId(),
            availableSeen: 900_000,
          },
          substitute: {
            substitute: {
              id: newId(),
              reservationId: newId(),
              productId: product.id,
              quantity: count * 10_000,
              unitPrice: product.basePrice,
              listPrice: product.basePrice,
              discount: 0,
              taxRate: 1_300,
              availableSeen: null,
            },
          },
        };
        return {
          command: settleShortage,
          args: {
            orderId,
            dataAsOf: NOW - 1,
            lines: [{ choice, ...common, ...more[choice] }],
          },
        };
      },
  );

const stockStep: fc.Arbitrary<Step> = fc
  .record({
    code: fc.constantFrom('A-100', 'B-020', 'D-412', 'NONE'),
    onHand: fc.nat(200),
    onOrder: fc.option(fc.nat(50)),
  })
  .map(
    ({ code, onHand, onOrder }): Step =>
      ({ warehouseId }) => ({
        command: importStockFirst,
        args: {
          importId: 'i',
          warehouseId,
          rows: [
            {
              line: 2,
              movementId: newId(),
              receiptId: newId(),
              productCode: code,
              onHand: onHand * 10_000,
              onOrder: onOrder === null ? null : onOrder * 10_000,
              dueOn: onOrder === null ? null : '2026-12-01',
            },
          ],
        },
      }),
  );

const customerStep: fc.Arbitrary<Step> = fc
  .record({
    code: fc.constantFrom('C0001', 'X1', 'x1'),
    name,
    city: fc.option(name),
    limit: fc.option(fc.nat(1_000_000)),
  })
  .map(
    ({ code, name: called, city, limit }): Step =>
      ({ territoryId }) => ({
        command: importCustomersFirst,
        args: {
          importId: 'i',
          territoryId,
          currency: 'CNY',
          paymentTermsDays: 30,
          rows: [
            {
              line: 2,
              id: newId(),
              code,
              name: called,
              taxNumber: null,
              contactName: null,
              contactTitle: null,
              phone: null,
              email: null,
              address: null,
              city,
              region: null,
              postalCode: null,
              country: null,
              creditLimit: limit,
              paymentTermsDays: null,
            },
          ],
        },
      }),
  );

const productStep: fc.Arbitrary<Step> = fc
  .record({ code: fc.constantFrom('A-100', 'N-1'), called: name, basePrice: fc.nat(10_000_000) })
  .map(
    ({ code, called, basePrice }): Step =>
      () => ({
        command: importProductsFirst,
        args: {
          importId: 'i',
          currency: 'CNY',
          defaultUnit: '件',
          defaultTaxCode: 'standard',
          rows: [
            {
              line: 2,
              id: newId(),
              code,
              name: called,
              category: null,
              unit: null,
              packaging: null,
              barcode: null,
              basePrice,
              taxCode: null,
              reorderPoint: null,
              discontinued: null,
            },
          ],
        },
      }),
  );

const orderImportStep: fc.Arbitrary<Step> = fc
  .record({
    key: fc.constantFrom('11008', '11009'),
    customerCode: fc.constantFrom('C0001', 'C0002', 'NOBODY'),
    pieces,
    warehouse: fc.constantFrom(null, null, 'NOWHERE'),
    unit: fc.constantFrom(null, null, null, '吨'),
    discount: fc.constantFrom(0, 250, 2_500),
  })
  .map(
    ({ key, customerCode, pieces: count, warehouse, unit, discount }): Step =>
      ({ warehouseId }) => ({
        command: importOrders,
        args: {
          importId: 'i',
          warehouseId,
          orders: [
            {
              line: 2,
              id: newId(),
              exposureEntryId: newId(),
              importKey: key,
              customerCode,
              orderedOn: '2020-04-08',
              requestedOn: null,
              shipTo: null,
              warehouse,
              lines: [
                {
                  line: 2,
                  id: newId(),
                  reservationId: newId(),
                  productCode: 'B-020',
                  quantity: count * 10_000,
                  unitPrice: 89_0000,
                  discount,
                  unit,
                },
              ],
            },
          ],
        },
      }),
  );

const history = fc.array(
  fc.oneof(
    confirmStep,
    confirmStep,
    confirmStep,
    cancelStep,
    settleStep,
    settleStep,
    settleStep,
    stockStep,
    customerStep,
    productStep,
    orderImportStep,
  ),
  {
    minLength: 5,
    maxLength: 18,
  },
);

async function companyOn(database: SatchelDatabase): Promise<TestCompany> {
  restartIds();
  return makeCompany(database);
}

it('the same commands give the same rows and the same scope log on both databases', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      await emptyDatabase(postgres);
      const sqlite = await newSqlite('server');
      const companies = [await companyOn(sqlite), await companyOn(postgres)] as const;
      const orderIds: string[] = [];
      const lineIds = new Map<string, string[]>();
      for (const [index, step] of steps.entries()) {
        const { command, args } = step(companies[0], orderIds, lineIds);
        const options = { now: NOW + index, version: index + 2, leaveStub: true };
        const onSqlite = await companies[0].run(command, args, options);
        const onPostgres = await companies[1].run(command, args, options);
        expect(onPostgres).toEqual(onSqlite);
      }
      expect(await readEverything(postgres)).toEqual(await readEverything(sqlite));
      await sqlite.close();
    }),
    { numRuns: 25 },
  );
}, 120_000);
