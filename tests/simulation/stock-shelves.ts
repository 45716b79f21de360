import type { Id } from '#shared/kernel/ids.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import { customer } from '../support/sample-rows.ts';
import type { SimulatedCompany } from '../support/simulated-company.ts';

const PRODUCTS = 4;
const CUSTOMERS_EACH = 2;

/** Adds what makes devices meet: scarce products, customers with a small limit. @returns the warehouses */
export async function stockShelves(company: SimulatedCompany): Promise<readonly [Id, ...Id[]]> {
  await company.write(async (tx, context) => {
    for (const [at, territoryId] of company.territories.entries()) {
      for (let turn = 0; turn < CUSTOMERS_EACH; turn += 1) {
        const id = context.newId();
        await tx
          .insertInto('customers')
          .values(customer(id, { code: `D${at}${turn}`, name: `客户 ${at}${turn}`, territoryId, ...context.created }))
          .execute();
      }
    }
    for (let at = 0; at < PRODUCTS; at += 1) {
      const id = context.newId();
      await tx
        .insertInto('products')
        .values({
          id,
          code: `S${at}`,
          name: `紧俏 ${at}`,
          category: null,
          unit: '件',
          packaging: null,
          barcode: null,
          currency: 'CNY',
          taxCode: 'standard',
          basePrice: (at + 1) * 12_5000,
          reorderPoint: 0,
          discontinued: 0,
          ...context.created,
        })
        .execute();
      await tx
        .insertInto('stockMovements')
        .values({
          id: context.newId(),
          productId: id,
          warehouseId: company.warehouse,
          quantity: (at * 5 + 1) * ONE_UNIT,
          cause: 'openingBalance',
          documentId: null,
          occurredAt: context.created.createdAt,
          ...context.created,
        })
        .execute();
    }
  });
  return [company.warehouse];
}
