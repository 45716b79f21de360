import type { Id } from '#shared/kernel/ids.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import { createWarehouse } from '../../server/company/create-place.ts';
import { insertProduct } from '../support/insert-product.ts';
import type { SimulatedCompany } from '../support/simulated-company.ts';

const PIECES = 6;
/** One that is past its day soon, and one that never is. */
const LOTS = [
  { code: 'L1', expiresOn: '2026-11-24' },
  { code: 'L2', expiresOn: null },
] as const;
const SERIALS = ['SN1', 'SN2', 'SN3'] as const;

/** Adds what a warehouse works with: places, lots, numbered pieces, a supplier. @returns another warehouse */
export async function stockWarehouse(company: SimulatedCompany): Promise<Id> {
  const { database, house, warehouse } = company;
  const writer = { database, world: house.world, pokes: house.pokes };
  const branch = await createWarehouse(writer, { code: 'B', name: 'Branch' });
  await company.write(async (tx, context) => {
    const { created } = context;
    const places: Id[] = [];
    for (const [at, kind] of (['storage', 'quarantine'] as const).entries()) {
      const zoneId = context.newId();
      const zone = { id: zoneId, warehouseId: warehouse, code: `Z${at}`, name: kind, kind };
      await tx
        .insertInto('zones')
        .values({ ...zone, ...created })
        .execute();
      for (const bay of kind === 'storage' ? [1, 2] : [3]) {
        const id = context.newId();
        places.push(id);
        const spot = { code: `A-${bay}`, rack: 'A', bay, level: 1, walkOrder: 10 - bay, active: 1 as const };
        await tx
          .insertInto('locations')
          .values({ id, warehouseId: warehouse, zoneId, ...spot, ...created })
          .execute();
      }
    }
    const contact = { taxNumber: null, contactName: null, phone: null, email: null, address: null, city: null };
    const terms = { country: null, currency: 'CNY', paymentTermsDays: 30, leadDays: 5 };
    await tx
      .insertInto('suppliers')
      .values({ id: context.newId(), code: 'V1', name: '华中供货', ...contact, ...terms, ...created })
      .execute();
    const plain = { cause: 'openingBalance', documentId: null, occurredAt: created.createdAt, ...created } as const;
    for (const tracking of ['lot', 'serial'] as const) {
      const product = { id: context.newId(), code: `T${tracking}`, name: `编号 ${tracking}`, basePrice: 30_0000 };
      await insertProduct(tx, context, warehouse, product, 0);
      await tx
        .updateTable('products')
        .set({ tracking, ...context.updated })
        .where('id', '=', product.id)
        .execute();
      const where = { productId: product.id, warehouseId: warehouse };
      if (tracking === 'lot') {
        for (const [at, { code, expiresOn }] of LOTS.entries()) {
          const lotId = context.newId();
          const lot = { id: lotId, productId: product.id, code, expiresOn, receivedOn: '2026-11-01' };
          await tx
            .insertInto('lots')
            .values({ ...lot, ...created })
            .execute();
          const goods = { ...where, lotId, locationId: places[at] ?? null, quantity: PIECES * ONE_UNIT };
          await tx
            .insertInto('stockMovements')
            .values({ id: context.newId(), ...goods, ...plain })
            .execute();
        }
        continue;
      }
      for (const code of SERIALS) {
        const id = context.newId();
        const at = { lotId: null, warehouseId: warehouse, locationId: null, documentId: null };
        const piece = { id, productId: product.id, code, ...at, state: 'inStock', movedAt: created.createdAt } as const;
        await tx
          .insertInto('serials')
          .values({ ...piece, ...created })
          .execute();
        const goods = { ...where, serialId: id, quantity: ONE_UNIT };
        await tx
          .insertInto('stockMovements')
          .values({ id: context.newId(), ...goods, ...plain })
          .execute();
      }
    }
  });
  return branch.id;
}
