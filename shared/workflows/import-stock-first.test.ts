import { expect, it } from 'vitest';
import { makeCompany, newId, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { importProductsFirst } from '../domains/inventory/commands/import-products-first.ts';
import { importStockFirst } from './import-stock.ts';

eachDatabase('server', (current) => {
  const stockArgs = (company: TestCompany, ...rows: object[]) => ({
    importId: 'i1',
    warehouseId: company.otherWarehouseId,
    rows: rows.map((row, index) => ({
      line: index + 2,
      movementId: newId(),
      receiptId: newId(),
      onOrder: null,
      dueOn: null,
      ...row,
    })),
  });
  const balanceOf = (company: TestCompany) =>
    current()
      .kysely.selectFrom('stockBalances')
      .selectAll()
      .where('id', '=', `${company.jug.id}:${company.otherWarehouseId}`)
      .executeTakeFirst();

  it('R110 books opening stock and goods under way; a second import books only the difference', async () => {
    const company = await makeCompany(current());
    const first = await company.run(
      importStockFirst,
      stockArgs(company, { productCode: 'B-020', onHand: 390_000, onOrder: 400_000 }),
    );
    expect(first).toMatchObject({ state: 'applied', result: { created: 1 } });
    expect(await balanceOf(company)).toMatchObject({ onHand: 390_000, opening: 390_000, incoming: 400_000 });
    const same = await company.run(
      importStockFirst,
      stockArgs(company, { productCode: 'B-020', onHand: 390_000, onOrder: 400_000 }),
    );
    expect(same).toMatchObject({ result: { created: 0, updated: 0, unchanged: 1 } });
    const more = await company.run(
      importStockFirst,
      stockArgs(company, { productCode: 'B-020', onHand: 400_000, onOrder: 0 }),
    );
    expect(more).toMatchObject({ result: { updated: 1 } });
    expect(await balanceOf(company)).toMatchObject({ onHand: 400_000, opening: 400_000, incoming: 0 });
  });

  it('R110 empty cells leave the day and the quantity under way; a product stands once', async () => {
    const company = await makeCompany(current());
    const under = async () =>
      current()
        .kysely.selectFrom('expectedReceipts')
        .select(['quantity', 'dueOn'])
        .where('productId', '=', company.jug.id)
        .orderBy('id')
        .execute();
    const row = { productCode: 'B-020', onHand: 10_000 };
    const bring = (...rows: object[]) => company.run(importStockFirst, stockArgs(company, ...rows));
    await bring({ ...row, onOrder: 400_000, dueOn: '2026-12-01' });
    expect(await bring({ ...row, onOrder: 500_000 })).toMatchObject({ result: { updated: 1 } });
    expect(await under()).toEqual([{ quantity: 500_000, dueOn: '2026-12-01' }]);
    expect(await bring({ ...row, dueOn: '2026-12-09' })).toMatchObject({ result: { updated: 1 } });
    expect(await under()).toEqual([{ quantity: 500_000, dueOn: '2026-12-09' }]);
    expect(await bring(row)).toMatchObject({ result: { unchanged: 1 } });
    expect(await bring(row, { ...row, onHand: 20_000 })).toMatchObject({
      state: 'adjusted',
      result: {
        unchanged: 1,
        problems: [{ line: 3, code: 'import.duplicate', params: { cell: 'B-020', firstLine: 2 } }],
      },
    });
    expect(await balanceOf(company)).toMatchObject({ onHand: 10_000, incoming: 500_000 });
  });

  it('R33 R110 what was sold in between stays sold', async () => {
    const company = await makeCompany(current());
    await company.run(importStockFirst, stockArgs(company, { productCode: 'B-020', onHand: 390_000 }));
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('stockMovements')
        .values({
          id: newId(),
          productId: company.jug.id,
          warehouseId: company.otherWarehouseId,
          quantity: -90_000,
          cause: 'shipment',
          documentId: null,
          occurredAt: 1,
          createdAt: 1,
          createdBy: 't',
          updatedAt: 1,
          updatedBy: 't',
          deletedAt: null,
        })
        .execute(),
    );
    await company.run(importStockFirst, stockArgs(company, { productCode: 'B-020', onHand: 390_000 }));
    expect(await balanceOf(company)).toMatchObject({ onHand: 300_000, opening: 390_000 });
  });

  it('R110 names unknown products and takes the rest; an unknown warehouse is refused', async () => {
    const company = await makeCompany(current());
    const outcome = await company.run(
      importStockFirst,
      stockArgs(company, { productCode: 'B-020', onHand: 10_000 }, { productCode: '=1+1', onHand: 10_000 }),
    );
    expect(outcome).toMatchObject({
      state: 'adjusted',
      result: {
        created: 1,
        problems: [{ line: 3, column: 'productCode', code: 'import.unknownProduct', params: { cell: '=1+1' } }],
      },
    });
    const nowhere = { ...stockArgs(company, { productCode: 'B-020', onHand: 1 }), warehouseId: newId() };
    expect(await company.run(importStockFirst, nowhere)).toMatchObject({ reason: { code: 'inventory.warehouseGone' } });
  });

  it('R110 products: new by code, changed only where the file says something else', async () => {
    const company = await makeCompany(current());
    const args = (rows: object[]) => ({
      importId: 'i1',
      currency: 'CNY',
      defaultUnit: '件',
      defaultTaxCode: 'standard',
      rows: rows.map((row, index) => ({
        line: index + 2,
        id: newId(),
        category: null,
        unit: null,
        packaging: null,
        barcode: null,
        taxCode: null,
        reorderPoint: null,
        discontinued: null,
        ...row,
      })),
    });
    const rows = [
      { code: '1', name: 'Chai', basePrice: 18_0000, packaging: '10 boxes x 20 bags' },
      { code: 'B-020', name: '产品 B-020', basePrice: 91_0000 },
    ];
    expect(await company.run(importProductsFirst, args(rows))).toMatchObject({
      state: 'applied',
      result: { created: 1, updated: 1, unchanged: 0 },
    });
    expect(await company.run(importProductsFirst, args(rows))).toMatchObject({
      result: { created: 0, updated: 0, unchanged: 2 },
    });
    expect(
      await current().kysely.selectFrom('products').selectAll().where('code', '=', '1').executeTakeFirst(),
    ).toMatchObject({
      unit: '件',
      taxCode: 'standard',
      reorderPoint: 0,
      discontinued: 0,
      currency: 'CNY',
    });
  });
});
