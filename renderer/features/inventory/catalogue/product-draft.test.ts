import { expect, it } from 'vitest';
import { productArgs, productDraftOf, reorderDraftOf, ruleOf, wrongFields } from './product-draft.ts';

const fresh = productDraftOf(null, { unit: 'pcs', taxCode: 'standard', currency: 'CNY' });
const whole = { ...fresh, code: 'A-1', name: 'Bowl', basePrice: '12.5', barcode: '6901028075763' };
const unit = { id: 'u', name: 'box', ratio: '24', forSale: true, forPurchase: true };

it('what cannot be taken is named before it is sent', () => {
  expect([...wrongFields(fresh, fresh)].sort()).toEqual(['basePrice', 'code', 'name']);
  expect(wrongFields(whole, fresh).size).toBe(0);
  const wrong = {
    ...whole,
    barcode: '6901028075764',
    weightGrams: '-1',
    units: [{ ...unit, ratio: '1' }],
    barcodes: [{ id: 'b', unitId: null, code: '' }],
  };
  expect([...wrongFields(wrong, fresh)].sort()).toEqual(['b', 'barcode', 'u', 'weightGrams']);
  // What was there before stays as it is, whatever it is.
  expect(wrongFields({ ...whole, barcode: '6901028075764' }, { ...whole, barcode: '6901028075764' }).size).toBe(0);
});

it('only what was changed is sent; a new product is sent whole', () => {
  const asked = { standing: whole, isNew: false, currency: 'CNY' };
  expect(productArgs('p', whole, asked)).toBeNull();
  expect(productArgs('p', { ...whole, name: ' Bowl 6 ' }, asked)).toEqual({
    productId: 'p',
    fields: { name: 'Bowl 6' },
    units: null,
    barcodes: null,
  });
  expect(productArgs('p', { ...whole, units: [unit] }, asked)).toEqual({
    productId: 'p',
    fields: {},
    units: [{ ...unit, ratio: 24 }],
    barcodes: [],
  });
  const made = productArgs('p', whole, { standing: fresh, isNew: true, currency: 'CNY' });
  expect(made?.fields).toMatchObject({ code: 'A-1', basePrice: 125_000, currency: 'CNY', tracking: 'none' });
});

it('R34 an empty line is no rule', () => {
  const empty = reorderDraftOf(null, 'w');
  expect(ruleOf(empty)).toBeNull();
  expect(ruleOf({ ...empty, reorderPoint: 'x' })).toBeUndefined();
  expect(ruleOf({ ...empty, reorderPoint: '20', maximum: '100', leadDays: '7' })).toEqual({
    ...{ reorderPoint: 200_000, maximum: 1_000_000, multiple: 0, safetyStock: 0 },
    ...{ leadDays: 7, supplierId: null, isComputed: false },
  });
});
