import { expect, it } from 'vitest';
import {
  changeDraft,
  type DraftAction,
  emptyOrderDraft,
  isEmptyDraft,
  type OrderDraft,
  readOrderDraft,
} from './order-draft.ts';

const mug = { id: 'mug', code: 'A-100', name: 'Mug', unit: 'box', taxCode: 'standard', basePrice: 625_000 };
const jug = { id: 'jug', code: 'B-020', name: 'Jug', unit: 'pcs', taxCode: 'standard', basePrice: 890_000 };

const after = (...actions: DraftAction[]): OrderDraft =>
  actions.reduce(changeDraft, emptyOrderDraft('SO-K7-000123', 'entry'));
const two: DraftAction = {
  type: 'addLines',
  lines: [
    { product: mug, quantity: 480_000 },
    { product: jug, quantity: 600_000, manualPrice: 800_000, discount: 500 },
  ],
};

it('a draft with a customer or a line is one that a person would miss', () => {
  expect(isEmptyDraft(after())).toBe(true);
  expect(isEmptyDraft(after({ type: 'setWarehouse', warehouseId: 'w' }))).toBe(true);
  expect(isEmptyDraft(after(two))).toBe(false);
});

it('lines keep their keys for ever: a removed key is never given again', () => {
  const draft = after(
    two,
    { type: 'removeLine', key: 2 },
    { type: 'addLines', lines: [{ product: jug, quantity: 1 }] },
  );
  expect(draft.lines.map((line) => line.key)).toEqual([1, 3]);
});

it('a removed line comes back where it stood, once', () => {
  const draft = after(two);
  const [first] = draft.lines;
  if (!first) throw new Error('no line');
  const removed = changeDraft(draft, { type: 'removeLine', key: 1 });
  const restored = changeDraft(removed, { type: 'restoreLine', line: first, at: 0 });
  expect(restored.lines).toEqual(draft.lines);
  expect(changeDraft(restored, { type: 'restoreLine', line: first, at: 0 })).toBe(restored);
});

it('an untouched price follows the list, a typed one stays', () => {
  const dearer = [mug, jug].map((product) => ({ ...product, basePrice: product.basePrice + 10_000 }));
  const [first, second] = after(two, { type: 'refreshProducts', products: dearer }).lines;
  expect(first).toMatchObject({ manualPrice: null, listPrice: 635_000 });
  expect(second).toMatchObject({ manualPrice: 800_000, listPrice: 900_000 });
});

it('products that are as they were change nothing', () => {
  const draft = after(two);
  expect(changeDraft(draft, { type: 'refreshProducts', products: [mug, jug] })).toBe(draft);
});

it('R31 a quantity that names its unit changes both, and a price that was typed for the unit before goes', () => {
  const box = { name: 'carton', ratio: 24 };
  const three = 3 * 24 * 10_000;
  const sold = after(two, { type: 'setQuantity', key: 2, quantity: three, unit: box });
  expect(sold.lines[1]).toMatchObject({ quantity: three, soldUnit: 'carton', unitRatio: 24, manualPrice: null });
  const again = changeDraft(sold, { type: 'setPrice', key: 2, price: 1_900_000 });
  const four = changeDraft(again, { type: 'setQuantity', key: 2, quantity: 4 * 24 * 10_000, unit: box });
  expect(four.lines[1]).toMatchObject({ quantity: 960_000, soldUnit: 'carton', manualPrice: 1_900_000 });
});

it('a typed price stays, and goes when nothing stands there', () => {
  const price = (value: number | null) => after(two, { type: 'setPrice', key: 2, price: value }).lines[1]?.manualPrice;
  expect(price(null)).toBeNull();
  expect(price(750_000)).toBe(750_000);
});

it('splitting keeps price and discount, and the later part is meant to wait', () => {
  const draft = after(two, { type: 'splitLine', key: 2, firstQuantity: 380_000 });
  expect(draft.lines.map(({ key, quantity, backOrderKept }) => ({ key, quantity, backOrderKept }))).toEqual([
    { key: 1, quantity: 480_000, backOrderKept: false },
    { key: 2, quantity: 380_000, backOrderKept: false },
    { key: 3, quantity: 220_000, backOrderKept: true },
  ]);
  expect(draft.lines[2]).toMatchObject({ manualPrice: 800_000, discount: 500 });
  expect(changeDraft(draft, { type: 'splitLine', key: 2, firstQuantity: 380_000 })).toBe(draft);
});

it('a way out holds until quantity or warehouse change', () => {
  const kept = after(two, { type: 'keepBackOrder', key: 2 });
  expect(kept.lines[1]?.backOrderKept).toBe(true);
  expect(changeDraft(kept, { type: 'setQuantity', key: 2, quantity: 1 }).lines[1]?.backOrderKept).toBe(false);
  expect(changeDraft(kept, { type: 'setWarehouse', warehouseId: 'w' }).lines[1]?.backOrderKept).toBe(false);
});

it('R103 what was saved is read back whole, what is no draft is not', () => {
  const draft = after(two);
  expect(readOrderDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
  expect(readOrderDraft({ ...draft, lines: 'none' })).toBeNull();
  expect(readOrderDraft(null)).toBeNull();
});
