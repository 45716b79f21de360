import type { Id } from '#shared/kernel/ids.ts';
import { insertProduct } from '../support/insert-product.ts';
import { customer } from '../support/sample-rows.ts';
import type { SimulatedCompany } from '../support/simulated-company.ts';
import { stockWarehouse } from './stock-warehouse.ts';

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
      const product = { id: context.newId(), code: `S${at}`, name: `紧俏 ${at}`, basePrice: (at + 1) * 12_5000 };
      await insertProduct(tx, context, company.warehouse, product, at * 5 + 1);
    }
  });
  return [company.warehouse, await stockWarehouse(company)];
}
