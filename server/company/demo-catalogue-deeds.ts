/**
 * What the demo company changed in its range in its last weeks: a family in three colours, goods that are numbered one by
 * one, cartons with a code of their own, what is sold instead, and the first delivery of what is new.
 */
import type { InBoth } from '#shared/kernel/demo.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import type { Deed, Making } from './demo-deed.ts';
import { buys, idOf, receives } from './demo-warehouse-kinds.ts';

const HOUR = 60;
/** Unit prices are ten-thousandths. */
const yuan = (price: number): number => Math.round(price * ONE_UNIT);

const productOf = ({ db }: Making, code: string) =>
  db
    .selectFrom('products')
    .select(['id', 'unit', 'barcode', 'currency', 'category', 'pictureHash'])
    .where('code', '=', code)
    .executeTakeFirst();

const newName = (code: string): string => `product ${code}`;

interface Variant {
  readonly code: string;
  readonly colour: InBoth;
  /** Whose picture it has. */
  readonly like: string;
  readonly barcode: string;
}

const lidded: InBoth = { zh: '带盖马克杯 380ml', en: 'Lidded mug 380 ml' };
const variants: readonly Variant[] = [
  { code: 'M-601', colour: { zh: '白', en: 'white' }, like: 'A-100', barcode: '6901234906011' },
  { code: 'M-602', colour: { zh: '黑', en: 'black' }, like: 'A-101', barcode: '6901234906028' },
  { code: 'M-603', colour: { zh: '青', en: 'celadon' }, like: 'A-110', barcode: '6901234906035' },
];

/** A family whose variants differ in their colour. */
const makesFamily: Deed['args'] = async (making) => {
  const { newId, say } = making;
  const like = await productOf(making, 'A-120');
  if (!like) return null;
  const goods = {
    ...{ category: like.category, unit: like.unit, packaging: say({ zh: '每箱 24', en: '24 a carton' }) },
    ...{ basePrice: yuan(36), floorPrice: yuan(29), currency: like.currency, taxCode: 'standard' },
    ...{ reorderPoint: 12 * ONE_UNIT, tracking: 'none', weightGrams: 420, shelfLifeDays: null },
  };
  return {
    ...{ familyId: newId(), code: 'M-600', name: say(lidded), axes: [say({ zh: '颜色', en: 'Colour' })], goods },
    variants: variants.map(({ code, colour, barcode }) => ({
      ...{ productId: idOf(making, newName(code)), code, name: `${say(lidded)} ${say(colour)}`, barcode },
      ...{ values: [say(colour)], basePrice: goods.basePrice },
    })),
  };
};

/** Gives a variant the picture of goods in its colour. */
const shows =
  ({ code, like }: Variant): Deed['args'] =>
  async (making) => {
    const productId = making.made.get(newName(code));
    const pictureHash = (await productOf(making, like))?.pictureHash;
    return productId === undefined || !pictureHash
      ? null
      : { productId, fields: { pictureHash }, units: null, barcodes: null };
  };

/** Goods of which each piece has a number. */
const makesNumbered: Deed['args'] = async (making) => {
  const { say } = making;
  const like = await productOf(making, 'B-020');
  if (!like) return null;
  const fields = {
    ...{ code: 'B-600', name: say({ zh: '电热水壶 1.7L 温控', en: 'Electric kettle 1.7 L, variable heat' }) },
    ...{ category: like.category, unit: like.unit, packaging: say({ zh: '每箱 6', en: '6 a carton' }) },
    ...{ basePrice: yuan(219), floorPrice: yuan(175), currency: like.currency, taxCode: 'standard' },
    ...{ reorderPoint: 2 * ONE_UNIT, tracking: 'serial', weightGrams: 1_350, shelfLifeDays: null },
    ...{ barcode: '6901234906004', pictureHash: like.pictureHash, brand: null, otherName: null },
  };
  return { productId: idOf(making, newName('B-600')), fields, units: null, barcodes: null };
};

/** A GTIN-14 of goods packed together, with its check digit. */
function cartonCode(barcode: string): string {
  const body = `1${barcode.slice(0, -1)}`;
  const sum = [...body].reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 3 : 1), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** Says how many are in a carton, which has a code of its own. */
const packs =
  (code: string, ratio: number): Deed['args'] =>
  async (making) => {
    const { newId, say } = making;
    const product = await productOf(making, code);
    if (!product?.barcode) return null;
    const unit = { id: newId(), name: say({ zh: '箱', en: 'carton' }), ratio, forSale: true, forPurchase: true };
    const barcodes = [{ id: newId(), unitId: unit.id, code: cartonCode(product.barcode) }];
    return { productId: product.id, fields: {}, units: [unit], barcodes };
  };

/** Says what is sold instead, the best first. */
const replaces =
  (code: string, instead: readonly string[]): Deed['args'] =>
  async (making) => {
    const product = await productOf(making, code);
    const found = await Promise.all(instead.map((each) => productOf(making, each)));
    const substitutes = found.flatMap((each) => (each ? { id: making.newId(), substituteId: each.id } : []));
    return product && substitutes.length > 0 ? { productId: product.id, substitutes } : null;
  };

const kettles = Array.from({ length: 6 }, (_, at) => `DK26-${String(417 + at * 3).padStart(5, '0')}`);
const office = { by: 'zhang', daysAgo: 14 };
const save = 'inventory.saveProduct';

/** Oldest first. */
export const catalogueDeeds: readonly Deed[] = [
  { ...{ ...office, minutes: 14 * HOUR, name: 'inventory.saveFamily' }, args: makesFamily },
  ...variants.map(
    (variant, at): Deed => ({ ...office, minutes: 14 * HOUR + 5 + at, name: save, args: shows(variant) }),
  ),
  { ...{ ...office, minutes: 14 * HOUR + 20, name: save }, args: makesNumbered },
  { ...{ ...office, minutes: 14 * HOUR + 30, name: save }, args: packs('B-020', 12) },
  { ...{ ...office, minutes: 14 * HOUR + 31, name: save }, args: packs('B-010', 24) },
  { ...{ ...office, minutes: 14 * HOUR + 32, name: save }, args: packs('A-120', 48) },
  { ...{ ...office, minutes: 14 * HOUR + 33, name: save }, args: packs('G-130', 12) },
  ...(
    [
      ['B-020', ['B-021', 'B-025']],
      ['A-100', ['A-101', 'A-110']],
      ['D-412', ['D-413']],
      ['C-320', ['C-321']],
    ] as const
  ).map(
    ([code, instead], at): Deed => ({
      ...{ ...office, minutes: 14 * HOUR + 40 + at, name: 'inventory.setSubstitutes' },
      args: replaces(code, instead),
    }),
  ),
  {
    ...{ ...office, minutes: 15 * HOUR, name: 'inventory.writePurchase' },
    args: buys({
      ...{ name: 'new range', supplier: 'S-003', dueInDays: -6, isOrdered: true, withCost: true },
      note: { zh: '新品首单', en: 'First order of the new range' },
      lines: [...variants.map(({ code }) => ({ code, pieces: 48 })), { code: 'B-600', pieces: kettles.length }],
    }),
  },
  {
    ...{ by: 'he', daysAgo: 6, minutes: 10 * HOUR + 5, name: 'inventory.receiveGoods' },
    args: receives('new range', 'YK-5512', [
      ...variants.map(({ code }) => ({ code, pieces: 48 })),
      ...kettles.map((serial) => ({ code: 'B-600', pieces: 1, serial })),
    ]),
  },
];
