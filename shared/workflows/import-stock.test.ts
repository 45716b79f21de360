import { expect, it } from 'vitest';
import { makeCompany, newId, type RunOptions, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { closePeriod } from '../domains/admin/commands/close-period.ts';
import { saveLegalEntity } from '../domains/admin/commands/save-legal-entity.ts';
import { importProducts, importProductsSecond } from '../domains/inventory/commands/import-products.ts';
import type { ImportResult } from '../kernel/import-fields.ts';
import { importStock } from './import-stock.ts';

const UNIT = 10_000;

eachDatabase('server', (current) => {
  const product = (code: string, change: object = {}) => ({
    line: 2,
    id: newId(),
    code,
    name: code,
    category: null,
    unit: null,
    packaging: null,
    barcode: null,
    basePrice: 20 * UNIT,
    taxCode: null,
    reorderPoint: null,
    discontinued: null,
    floorPrice: null,
    averageCost: null,
    tracking: null,
    shelfLifeDays: null,
    ...{ brand: null, otherName: null },
    ...change,
  });
  const bringProducts = async (company: TestCompany, rows: object[], options?: RunOptions) => {
    const args = { importId: 'i1', currency: 'CNY', defaultUnit: '件', defaultTaxCode: 'standard', rows };
    return company.run(importProducts, args, options);
  };
  const bring = async (company: TestCompany, rows: object[], options?: RunOptions) => {
    const plain = { onOrder: null, dueOn: null, warehouseCode: null, lotCode: null, expiresOn: null, receivedOn: null };
    const full = rows.map((row, at) => ({
      line: at + 2,
      movementId: newId(),
      receiptId: newId(),
      lotId: newId(),
      ...plain,
      unit: null,
      unitCost: null,
      ...row,
    }));
    const args = { importId: 'i1', warehouseId: company.otherWarehouseId, openedOn: '2026-11-01', rows: full };
    const outcome = await company.run(importStock, args, options);
    if (outcome.state === 'rejected') throw new Error(outcome.reason.code);
    return outcome.result as ImportResult;
  };
  const lotBalances = () =>
    current()
      .kysely.selectFrom('lotBalances')
      .innerJoin('lots', 'lots.id', 'lotBalances.lotId')
      .innerJoin('warehouses', 'warehouses.id', 'lotBalances.warehouseId')
      .select([
        'lots.code as lot',
        'warehouses.code as place',
        'lotBalances.onHand',
        'lotBalances.opening',
        'expiresOn',
      ])
      .orderBy('lots.code')
      .orderBy('warehouses.code')
      .execute();
  const costs = () =>
    current().kysely.selectFrom('productCosts').select(['averageCost', 'currency']).orderBy('id').execute();

  it('R110 R29 books lots in their warehouses with the average of what they cost, and again only the difference', async () => {
    const company = await makeCompany(current());
    await bringProducts(company, [product('MILK', { tracking: 'lot', shelfLifeDays: 180 })]);
    const rows = [
      { productCode: 'MILK', lotCode: 'L1', onHand: 10 * UNIT, unitCost: 4 * UNIT, expiresOn: '2027-03-01' },
      { productCode: 'MILK', lotCode: 'L2', onHand: 30 * UNIT, unitCost: 5 * UNIT },
      { productCode: 'MILK', lotCode: 'L2', warehouseCode: '武汉仓', onHand: 2 * UNIT },
      { productCode: 'MILK', lotCode: 'L3', warehouseCode: 'WH', onHand: 0 },
    ];
    expect(await bring(company, rows)).toMatchObject({ created: 3, problems: [] });
    expect(await lotBalances()).toEqual([
      { lot: 'L1', place: 'CS', onHand: 10 * UNIT, opening: 10 * UNIT, expiresOn: '2027-03-01' },
      { lot: 'L2', place: 'CS', onHand: 30 * UNIT, opening: 30 * UNIT, expiresOn: null },
      { lot: 'L2', place: 'WH', onHand: 2 * UNIT, opening: 2 * UNIT, expiresOn: null },
    ]);
    expect(await costs()).toEqual([{ averageCost: 47_500, currency: 'CNY' }]);
    expect(await bring(company, rows)).toEqual({ created: 0, updated: 0, unchanged: 4, problems: [] });
    const changed = [{ ...rows[0], onHand: 12 * UNIT, expiresOn: '2027-04-01' }, ...rows.slice(1)];
    expect(await bring(company, changed)).toMatchObject({ created: 0, updated: 1, unchanged: 3 });
    expect((await lotBalances())[0]).toMatchObject({ onHand: 12 * UNIT, opening: 12 * UNIT, expiresOn: '2027-04-01' });
    const movements = await current()
      .kysely.selectFrom('stockMovements')
      .select('quantity')
      .where('lotId', 'is not', null)
      .orderBy('quantity')
      .execute();
    expect(movements.map((row) => row.quantity / UNIT)).toEqual([2, 2, 10, 30]);
  });

  it('R110 names what cannot be taken: unknown, doubled, wrong unit, lots where there are none and none where there are', async () => {
    const company = await makeCompany(current());
    await bringProducts(company, [product('MILK', { tracking: 'lot' })]);
    const { mug } = company;
    const result = await bring(company, [
      { productCode: 'NONE', onHand: UNIT },
      { productCode: mug.code, onHand: UNIT, warehouseCode: 'XX' },
      { productCode: mug.code, onHand: UNIT, unit: '箱' },
      { productCode: mug.code, onHand: UNIT, lotCode: 'L1' },
      { productCode: mug.code, onHand: UNIT, expiresOn: '2027-01-01' },
      { productCode: 'MILK', onHand: UNIT },
      { productCode: mug.code, onHand: UNIT, unit: '件' },
      { productCode: mug.code, onHand: UNIT },
      { productCode: 'MILK', onHand: UNIT, lotCode: 'L1', expiresOn: '2027-01-01' },
      { productCode: 'MILK', onHand: UNIT, lotCode: 'L1', warehouseCode: 'WH', expiresOn: '2027-01-02' },
    ]);
    expect(result.created).toBe(2);
    expect(result.problems.map(({ line, column, code }) => [line, column, code])).toEqual([
      [2, 'productCode', 'import.unknownProduct'],
      [3, 'warehouseCode', 'import.unknownWarehouse'],
      [4, 'unit', 'import.otherUnit'],
      [5, 'lotCode', 'import.lotNotTracked'],
      [6, 'expiresOn', 'import.expiryWithoutLot'],
      [7, 'lotCode', 'import.lotMissing'],
      [9, 'productCode', 'import.duplicate'],
      [11, 'expiresOn', 'import.lotOtherExpiry'],
    ]);
  });

  it('R47 takes costs only from who may see them, and R32 leaves an average that later receipts made', async () => {
    const company = await makeCompany(current());
    const { mug } = company;
    const blind = { permissions: ['admin.importData'] };
    const row = { productCode: mug.code, onHand: 5 * UNIT, unitCost: 3 * UNIT };
    expect((await bring(company, [row], blind)).problems).toMatchObject([
      { column: 'unitCost', code: 'import.noRightToCost' },
    ]);
    const told = await bringProducts(company, [product(mug.code, { averageCost: UNIT })], blind);
    expect(told).toMatchObject({ state: 'adjusted', result: { problems: [{ code: 'import.noRightToCost' }] } });
    expect(await costs()).toEqual([]);
    await bring(company, [row]);
    expect(await bring(company, [{ ...row, unitCost: 4 * UNIT }])).toMatchObject({ updated: 1 });
    expect(await costs()).toEqual([{ averageCost: 4 * UNIT, currency: 'CNY' }]);
    await receive(company, 7);
    expect(await bring(company, [{ ...row, unitCost: 9 * UNIT }])).toMatchObject({ unchanged: 1 });
    expect(await costs()).toEqual([{ averageCost: 4 * UNIT, currency: 'CNY' }]);
  });

  const receive = async (company: TestCompany, pieces: number) => {
    const audit = { createdAt: 1, createdBy: 'u', updatedAt: 1, updatedBy: 'u', deletedAt: null };
    const goods = { productId: company.mug.id, warehouseId: company.otherWarehouseId, quantity: pieces * UNIT };
    await writeAs(company.database, 'command', async (tx) => {
      await tx
        .insertInto('stockMovements')
        .values({ id: newId(), ...goods, cause: 'receipt', documentId: null, occurredAt: 1, ...audit })
        .execute();
    });
  };

  it('R110 R9 products bring floor prices, tracking and shelf life; what has stock keeps its unit and its tracking', async () => {
    const company = await makeCompany(current());
    const { mug } = company;
    const fresh = product('TEA', { floorPrice: 15 * UNIT, tracking: 'lot', shelfLifeDays: 365, averageCost: 8 * UNIT });
    expect(await bringProducts(company, [fresh])).toMatchObject({ result: { created: 1 } });
    expect(await bringProducts(company, [fresh])).toMatchObject({ result: { unchanged: 1 } });
    expect(await bringProducts(company, [{ ...fresh, averageCost: 9 * UNIT }])).toMatchObject({
      result: { updated: 1 },
    });
    const stored = await current()
      .kysely.selectFrom('products')
      .selectAll()
      .where('code', '=', 'TEA')
      .executeTakeFirst();
    expect(stored).toMatchObject({ floorPrice: 15 * UNIT, tracking: 'lot', shelfLifeDays: 365, brand: null });
    await bringProducts(company, [{ ...fresh, brand: '行囊', otherName: 'Tea' }]);
    // An import that was begun before products had a brand runs for ever, and leaves it.
    const { brand: _, otherName: __, ...second } = { ...fresh, shelfLifeDays: 366 };
    const head = { importId: 'i2', currency: 'CNY', defaultUnit: '件', defaultTaxCode: 'standard' };
    await company.run(importProductsSecond, { ...head, rows: [second] });
    expect(
      await current().kysely.selectFrom('products').selectAll().where('code', '=', 'TEA').executeTakeFirst(),
    ).toMatchObject({ brand: '行囊', otherName: 'Tea', shelfLifeDays: 366 });
    const outcome = await bringProducts(company, [
      product(mug.code, { tracking: 'lot' }),
      product(mug.code, { line: 3, unit: '箱' }),
      product(mug.code, { line: 4, unit: '件', tracking: 'none', floorPrice: UNIT }),
      product(mug.code, { line: 5 }),
    ]);
    expect(outcome).toMatchObject({
      state: 'adjusted',
      result: {
        updated: 1,
        problems: [
          { line: 2, column: 'tracking', code: 'import.trackingFixed' },
          { line: 3, column: 'unit', code: 'import.unitFixed' },
          { line: 5, column: 'code', code: 'import.duplicate' },
        ],
      },
    });
  });

  it('R12 what is booked in a month that was closed meanwhile counts from the first open day on', async () => {
    const company = await makeCompany(current());
    const id = newId();
    const entity = { code: 'MAIN', name: 'M', taxNumber: null, address: null, phone: null, bankName: null };
    const more = { bankAccount: null, logoHash: null, baseCurrency: 'CNY', isDefault: 1, active: 1 };
    await company.run(saveLegalEntity, { id, ...entity, ...more });
    await company.run(closePeriod, { periodId: newId(), legalEntityId: id, month: '2026-10' });
    const args = {
      importId: 'i1',
      warehouseId: company.otherWarehouseId,
      openedOn: '2026-10-01',
      rows: [
        {
          line: 2,
          movementId: newId(),
          receiptId: newId(),
          lotId: newId(),
          productCode: company.mug.code,
          onHand: 5 * UNIT,
          onOrder: null,
          dueOn: null,
          warehouseCode: null,
          lotCode: null,
          expiresOn: null,
          receivedOn: null,
          unit: null,
          unitCost: null,
        },
      ],
    };
    const now = Date.UTC(2026, 9, 20, 4);
    const movement = () =>
      current()
        .kysely.selectFrom('stockMovements')
        .select(['occurredAt', 'createdAt'])
        .where('warehouseId', '=', company.otherWarehouseId)
        .executeTakeFirst();
    expect(await company.run(importStock, args, { now })).toMatchObject({
      state: 'adjusted',
      adjustments: [{ code: 'admin.periodClosed', params: { day: '2026-10-20', openDay: '2026-11-01' } }],
    });
    // Midnight of the office's first of November; when it was really booked stays.
    expect(await movement()).toEqual({ occurredAt: Date.UTC(2026, 9, 31, 16), createdAt: now });
  });
});
