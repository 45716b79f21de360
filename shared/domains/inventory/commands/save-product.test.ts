// Products, their units, codes, families, substitutes and reorder settings, on both databases.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, newId, type TestCompany } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { ONE_UNIT } from '../../../kernel/money.ts';
import { saveFamily } from './save-family.ts';
import { saveProduct, saveProductFirst } from './save-product.ts';
import { setProductUse } from './set-product-use.ts';
import { setReorderRule } from './set-reorder-rule.ts';
import { setSubstitutes } from './set-substitutes.ts';

const goods = {
  category: '餐具',
  unit: '件',
  packaging: null,
  basePrice: 19_9000,
  floorPrice: null,
  currency: 'CNY',
  taxCode: 'standard',
  reorderPoint: 0,
  tracking: 'none',
  weightGrams: null,
  shelfLifeDays: null,
} as const;
const fields = { ...goods, code: 'N-1', name: '骨瓷碟', barcode: '6901028075763', pictureHash: null };
const rejected = (code: string, params: object = {}) => ({ state: 'rejected', reason: { code, params } });

eachDatabase('server', (current) => {
  let company: TestCompany;
  const from = () => current().kysely;
  beforeEach(async () => {
    company = await makeCompany(current());
  });
  const save = (productId: string, args: object, permissions?: readonly string[]) =>
    company.run(
      saveProduct,
      { productId, fields: {}, units: null, barcodes: null, ...args },
      permissions ? { permissions } : {},
    );
  const box = (change: object = {}) => ({
    id: newId(),
    name: '箱',
    ratio: 24,
    forSale: true,
    forPurchase: true,
    ...change,
  });
  const product = (id: string) =>
    from().selectFrom('products').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

  it('a product is made with its units and codes, and each thing of it changes by itself', async () => {
    const id = newId();
    const unit = box();
    const barcode = { id: newId(), unitId: unit.id, code: '16901028075760' };
    const made = await save(id, { fields, units: [unit], barcodes: [barcode] });
    expect(made).toMatchObject({ state: 'applied', result: { code: 'N-1', name: '骨瓷碟' } });
    expect(await product(id)).toMatchObject({ ...fields, discontinued: 0, familyId: null });
    expect((await save(id, { fields: { name: '骨瓷碟 8 寸' } })).state).toBe('applied');
    expect((await save(id, { fields: { weightGrams: 320 } })).state).toBe('applied');
    expect(await product(id)).toMatchObject({ name: '骨瓷碟 8 寸', weightGrams: 320, basePrice: 19_9000 });
    expect(await product(id)).toMatchObject({ brand: null, otherName: null });
    await save(id, { fields: { brand: '景德', otherName: 'Bone china plate' } });
    // Whoever knows neither leaves them.
    await save(id, { fields: { weightGrams: 330 } });
    expect(await product(id)).toMatchObject({ brand: '景德', otherName: 'Bone china plate', weightGrams: 330 });
    const asFirst = { units: null, barcodes: null };
    await company.run(saveProductFirst, { productId: id, fields: { weightGrams: 340 }, ...asFirst });
    expect(await product(id)).toMatchObject({ brand: '景德', otherName: 'Bone china plate', weightGrams: 340 });
    const made1 = newId();
    const { code: _, barcode: __, ...same } = fields;
    const given = { ...same, code: 'N-2', barcode: null };
    expect(await company.run(saveProductFirst, { productId: made1, fields: given, ...asFirst })).toMatchObject({
      state: 'applied',
    });
    expect(await product(made1)).toMatchObject({ code: 'N-2', brand: null, otherName: null });
    expect(await from().selectFrom('productBarcodes').selectAll().execute()).toMatchObject([{ code: barcode.code }]);
    // A unit that goes takes what stood on it with it; undone, both are the same rows again.
    expect((await save(id, { units: [] })).state).toBe('applied');
    const gone = { deletedAt: expect.any(Number) };
    expect(await from().selectFrom('productUnits').selectAll().execute()).toMatchObject([gone]);
    expect(await from().selectFrom('productBarcodes').selectAll().execute()).toMatchObject([gone]);
    expect((await save(id, { units: [unit], barcodes: [barcode] })).state).toBe('applied');
    expect(await from().selectFrom('productUnits').selectAll().execute()).toMatchObject([
      { id: unit.id, ratio: 24, deletedAt: null },
    ]);
    expect(await from().selectFrom('productBarcodes').selectAll().execute()).toMatchObject([{ deletedAt: null }]);
  });

  it('R31 a unit is named once, and a code stands on a unit that there is', async () => {
    const { id } = company.mug;
    expect(await save(id, { units: [box(), box()] })).toMatchObject(
      rejected('inventory.unitNameTwice', { name: '箱' }),
    );
    const barcodes = [{ id: newId(), unitId: newId(), code: 'BOX-1' }];
    expect(await save(id, { units: [box()], barcodes })).toMatchObject(
      rejected('inventory.barcodeOfNoUnit', { code: 'BOX-1' }),
    );
    expect(await from().selectFrom('productUnits').selectAll().execute()).toEqual([]);
  });

  it('a barcode that another product has is refused in every spelling, naming it', async () => {
    const [first, other] = [newId(), newId()];
    await save(first, { fields: { ...fields, barcode: '036000291452' } });
    const taken = rejected('inventory.barcodeTaken', { productCode: 'N-1', product: '骨瓷碟' });
    const asked = { ...fields, code: 'N-2' };
    expect(await save(other, { fields: { ...asked, barcode: '0036000291452' } })).toMatchObject(taken);
    const beside = (code: string) => ({
      fields: { ...asked, barcode: null },
      barcodes: [{ id: newId(), unitId: null, code }],
    });
    expect(await save(other, beside('00036000291452'))).toMatchObject(taken);
    expect(await save(other, beside('N-1'))).toMatchObject(taken);
    expect(await save(other, beside('6901028075764'))).toMatchObject(
      rejected('inventory.barcodeWrong', { code: '6901028075764' }),
    );
    expect(await save(other, { ...beside('ABC'), fields: { ...asked, barcode: 'abc' } })).toMatchObject(
      rejected('inventory.barcodeTwice', { code: 'ABC' }),
    );
    expect(await save(other, { fields: { ...asked, code: 'N-1', barcode: null } })).toMatchObject(
      rejected('inventory.productCodeTaken', { code: 'N-1', product: '骨瓷碟' }),
    );
    expect(await from().selectFrom('products').select('id').where('id', '=', other).execute()).toEqual([]);
  });

  it('R29 how a product is tracked and counted stays while there is any of it', async () => {
    const { id } = company.mug;
    const name = (await product(id)).name;
    expect(await save(id, { fields: { tracking: 'lot' } })).toMatchObject(
      rejected('inventory.trackingFixed', { product: name }),
    );
    expect(await save(id, { fields: { unit: '套' } })).toMatchObject(
      rejected('inventory.unitFixed', { product: name }),
    );
    expect((await save(company.box.id, { fields: { tracking: 'serial', unit: '套' } })).state).toBe('applied');
    expect(await product(company.box.id)).toMatchObject({ tracking: 'serial', unit: '套' });
  });

  it('R113 prices have a right of their own, which a new product needs', async () => {
    const may = ['inventory.manageProducts'];
    const refused = rejected('kernel.notPermitted', { permission: 'inventory.saveProduct#price' });
    expect(await save(newId(), { fields }, may)).toMatchObject(refused);
    expect(await save(company.mug.id, { fields: { floorPrice: 1 } }, may)).toMatchObject(refused);
    expect((await save(company.mug.id, { fields: { weightGrams: 5 } }, may)).state).toBe('applied');
    expect(await save(newId(), { fields: { name: 'x' } })).toMatchObject(rejected('inventory.productRemoved'));
    const id = company.jug.id;
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('products').set({ deletedAt: 1 }).where('id', '=', id).execute(),
    );
    expect(await save(id, { fields: { name: 'x' } })).toMatchObject(rejected('inventory.productRemoved'));
    expect(await company.run(setProductUse, { productId: id, inUse: 0 })).toMatchObject(
      rejected('inventory.productRemoved'),
    );
  });

  it('a product goes out of use, and comes back', async () => {
    const { id: productId } = company.mug;
    expect((await company.run(setProductUse, { productId, inUse: 0 })).state).toBe('applied');
    expect((await product(productId)).discontinued).toBe(1);
    expect((await company.run(setProductUse, { productId, inUse: 1 })).state).toBe('applied');
    expect((await product(productId)).discontinued).toBe(0);
  });

  it('variants of a family are made at once; one that there is stays, and none is made twice', async () => {
    const familyId = newId();
    const variant = (code: string, ...values: string[]) => ({
      ...{ productId: newId(), code, name: `马克杯 ${values.join(' ')}`, values, barcode: null, basePrice: 25_0000 },
    });
    const args = { familyId, code: 'MUG', name: '马克杯', axes: ['颜色', '容量'], goods, variants: [] };
    const first = [variant('MUG-W-350', '白', '350ml'), variant('MUG-C-350', '青', '350ml')];
    expect(await company.run(saveFamily, { ...args, variants: first })).toMatchObject({ result: { variants: 2 } });
    const again = [...first, variant('MUG-W-450', '白', '450ml')];
    expect(await company.run(saveFamily, { ...args, name: '马克杯系列', variants: again })).toMatchObject({
      result: { variants: 1 },
    });
    const rows = await from()
      .selectFrom('products')
      .selectAll()
      .where('familyId', '=', familyId)
      .orderBy('code')
      .execute();
    expect(rows.map((row) => [row.code, row.variant, row.category])).toEqual([
      ['MUG-C-350', '["青","350ml"]', '餐具'],
      ['MUG-W-350', '["白","350ml"]', '餐具'],
      ['MUG-W-450', '["白","450ml"]', '餐具'],
    ]);
    const twice = { ...args, variants: [variant('MUG-X', '白', '350ml')] };
    expect(await company.run(saveFamily, twice)).toMatchObject(
      rejected('inventory.variantTwice', { values: '白 / 350ml' }),
    );
    expect(await company.run(saveFamily, { ...args, axes: ['颜色'] })).toMatchObject(
      rejected('inventory.axesFixed', { count: 3 }),
    );
    expect(await company.run(saveFamily, { ...args, familyId: newId() })).toMatchObject(
      rejected('inventory.familyCodeTaken', { code: 'MUG', family: '马克杯系列' }),
    );
    const codes = { ...args, variants: [variant('MUG-Y', '红', '1'), variant('MUG-Y', '红', '2')] };
    expect(await company.run(saveFamily, codes)).toMatchObject(
      rejected('inventory.productCodeTwice', { code: 'MUG-Y' }),
    );
  });

  it('what is sold instead stands in its order, once each', async () => {
    const { mug, jug, box: set } = company;
    const substitutes = [
      { id: newId(), substituteId: jug.id },
      { id: newId(), substituteId: set.id },
    ];
    const standing = () =>
      from()
        .selectFrom('productSubstitutes')
        .select(['substituteId', 'rank'])
        .where('deletedAt', 'is', null)
        .orderBy('rank')
        .execute();
    expect((await company.run(setSubstitutes, { productId: mug.id, substitutes })).state).toBe('applied');
    const turned = [...substitutes].reverse().map((row) => ({ ...row, id: newId() }));
    expect((await company.run(setSubstitutes, { productId: mug.id, substitutes: turned })).state).toBe('applied');
    expect(await standing()).toEqual([
      { substituteId: set.id, rank: 1 },
      { substituteId: jug.id, rank: 2 },
    ]);
    expect((await company.run(setSubstitutes, { productId: mug.id, substitutes: [] })).state).toBe('applied');
    expect(await standing()).toEqual([]);
    const itself = { productId: mug.id, substitutes: [{ id: newId(), substituteId: mug.id }] };
    expect(await company.run(setSubstitutes, itself)).toMatchObject(rejected('inventory.substituteOfItself'));
  });

  it('R34 a warehouse has one rule for a product, which can go and come back', async () => {
    const { mug, warehouseId } = company;
    const rule = { reorderPoint: 20 * ONE_UNIT, maximum: 100 * ONE_UNIT, multiple: 24 * ONE_UNIT, safetyStock: 0 };
    const whole = { ...rule, leadDays: 7, supplierId: null, isComputed: false };
    const set = (change: object | null) =>
      company.run(setReorderRule, {
        ruleId: newId(),
        productId: mug.id,
        warehouseId,
        rule: change === null ? null : { ...whole, ...change },
      });
    const standing = () =>
      from().selectFrom('reorderRules').select(['maximum', 'leadDays']).where('deletedAt', 'is', null).execute();
    expect((await set({})).state).toBe('applied');
    expect((await set({ leadDays: 9 })).state).toBe('applied');
    expect(await standing()).toEqual([{ maximum: 100 * ONE_UNIT, leadDays: 9 }]);
    expect(await set({ maximum: 0 })).toMatchObject(rejected('inventory.maximumBelowPoint'));
    expect((await set(null)).state).toBe('applied');
    expect(await standing()).toEqual([]);
    expect((await set({ maximum: 0, isComputed: true })).state).toBe('applied');
    expect(await standing()).toEqual([{ maximum: 0, leadDays: 7 }]);
    const elsewhere = { ruleId: newId(), productId: mug.id, warehouseId: newId(), rule: whole };
    expect(await company.run(setReorderRule, elsewhere)).toMatchObject(rejected('inventory.warehouseGone'));
  });
});
