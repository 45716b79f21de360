import { expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { orderArgs } from '../../tests/support/order-args.ts';
import { saveTerritory } from '../domains/admin/commands/save-territory.ts';
import { company as companyQuery } from '../domains/admin/queries/company.ts';
import { companyBook } from '../domains/admin/queries/company-book.ts';
import { confirmOrder } from './orders/confirm-order.ts';
import { setTerritoryUse } from './set-territory-use.ts';
import { setWarehouseUse } from './set-warehouse-use.ts';

const rejected = (code: string, params: object = {}) => ({ state: 'rejected', reason: { code, params } });

eachDatabase('server', (current) => {
  const actor = { userId: 'u', permissions: new Set<string>() };
  const told = (company: TestCompany) =>
    companyQuery.run(company.database.kysely, {}, { now: NOW, actor } as unknown as Parameters<
      typeof companyQuery.run
    >[2]);
  const empty = (warehouseId: string) =>
    writeAs(current(), 'apply', (tx) =>
      tx
        .updateTable('stockBalances')
        .set({ onHand: 0, reserved: 0, incoming: 0 })
        .where('warehouseId', '=', warehouseId)
        .execute(),
    );

  it('a warehouse goes out of use once nothing lies in it and nothing is delivered from it; documents go on naming it', async () => {
    const company = await makeCompany(current());
    const { warehouseId: id, otherWarehouseId } = company;
    const use = (inUse: 0 | 1, of = id) => company.run(setWarehouseUse, { id: of, inUse });
    await company.run(confirmOrder, orderArgs(company, [{ product: company.mug, pieces: 1 }]));
    expect(await use(0)).toMatchObject(rejected('inventory.warehouseHasOrders', { count: 1 }));
    await writeAs(current(), 'command', (tx) => tx.updateTable('orders').set({ state: 'closed' }).execute());
    expect(await use(0)).toMatchObject(rejected('inventory.warehouseHasStock', { count: 2 }));
    await empty(id);
    expect(await use(0)).toMatchObject({ state: 'applied' });
    const after = await told(company);
    expect(after.warehouses.map((place) => place.id)).toEqual([otherWarehouseId]);
    expect(after.former.warehouses.map((place) => place.id)).toEqual([id]);
    const book = await companyBook.run(company.database.kysely, {}, { now: NOW, actor } as never);
    expect(book.warehouses.map((place) => [place.id, place.outOfUseSince])).toEqual([
      [otherWarehouseId, null],
      [id, NOW],
    ]);
    // Nobody orders from it; the last one stays.
    expect(await company.run(confirmOrder, orderArgs(company, [{ product: company.mug, pieces: 1 }]))).toMatchObject(
      rejected('inventory.warehouseGone'),
    );
    expect(await use(0, otherWarehouseId)).toMatchObject(rejected('inventory.lastWarehouse'));
    expect(await use(1)).toMatchObject({ state: 'applied' });
    expect((await told(company)).warehouses).toHaveLength(2);
    expect(await use(1, newId())).toMatchObject(rejected('inventory.warehouseGone'));
  });

  it('R66 a territory goes out of use once it has no customers; the last one stays', async () => {
    const company = await makeCompany(current());
    const { territoryId: id } = company;
    const use = (inUse: 0 | 1) => company.run(setTerritoryUse, { id, inUse });
    expect(await use(0)).toMatchObject(rejected('admin.lastTerritory'));
    const elsewhere = newId();
    await company.run(saveTerritory, { id: elsewhere, code: 'HN', name: '湖南' });
    expect(await use(0)).toMatchObject(rejected('admin.territoryHasCustomers', { count: 2 }));
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('customers').set({ territoryId: elsewhere, holderId: elsewhere }).execute(),
    );
    expect(await use(0)).toMatchObject({ state: 'applied', result: { name: expect.any(String) } });
    const after = await told(company);
    expect(after.territories.map((place) => place.id)).toEqual([elsewhere]);
    expect(after.former.territories.map((place) => place.id)).toEqual([id]);
    expect(await use(1)).toMatchObject({ state: 'applied' });
    expect(await company.run(setTerritoryUse, { id, inUse: 0 }, { permissions: [] })).toMatchObject(
      rejected('kernel.notPermitted'),
    );
  });
});
