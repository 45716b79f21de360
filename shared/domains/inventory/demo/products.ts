/** Warehouses and the range of goods, with pictures; a large range comes from kinds, sizes, colours and series. */
import { batchOf, type Demo, type DemoBatch, type DemoPart, type InBoth, madeBy } from '../../../kernel/demo.ts';
import { ONE_UNIT, parseDecimal } from '../../../kernel/money.ts';
import type { Row } from '../../../kernel/table.ts';
import { drawProduct, type ProductColour, type ProductShape } from './draw-product.ts';
import { type CategoryKey, demoCategories, demoUnits, perCarton, productKinds, productSeries } from './kinds.ts';
import { namedProducts } from './named-products.ts';
import type { DemoProduct, DemoWarehouse } from './story.ts';

const BATCH_PRODUCTS = 500;
/** Lines of an order, and goods that the counter sells to one buyer, as far as buying ahead reckons. */
const LINES_AN_ORDER = 4;
const COUNTER_PIECES = 4;
/** Part of the demand that the smaller warehouse has. */
const LESSER_SHARE = 0.36;
const COUNTER_PART = 0.6;
const COVER_DAYS = 9;
/** The mugs that the company is known for come first. */
const FLAGSHIPS = 3;

export const productsPart: DemoPart = {
  name: 'inventory.products',
  after: ['admin.company'],
  begin: (demo) => ({ start: () => writeProducts(demo) }),
};

interface PlannedProduct {
  readonly code: string;
  readonly name: InBoth;
  readonly unit: keyof typeof demoUnits;
  readonly price: string;
  readonly category: CategoryKey;
  readonly packaging: InBoth;
  readonly carton: number;
  readonly shape: ProductShape;
  readonly colour: ProductColour;
  readonly shelfLifeDays: number | null;
  readonly taxCode: 'standard' | 'reduced';
}

async function* writeProducts(demo: Demo): AsyncIterable<DemoBatch> {
  const { language, story } = demo;
  const source = demo.source('inventory.products');
  const at = demo.days[0].at(7 * 60 + 30);
  const audit = madeBy(story.manager.id, at);
  const warehouses = [
    { code: 'WH', name: { zh: '武汉仓', en: 'Wuhan' }, share: 0.64, territories: ['HB', 'HA', 'AH', 'CQ'] },
    { code: 'CS', name: { zh: '长沙仓', en: 'Changsha' }, share: 0.36, territories: ['HN', 'JX'] },
  ] as const;
  const rows = warehouses.map(({ code, name }) => ({ id: source.newId(at), code, name: name[language], ...audit }));
  yield batchOf('warehouses', rows);
  story.warehouses = warehouses.map((warehouse, place) => ({
    ...warehouse,
    id: rows[place]?.id ?? '',
    keeper: story.storekeepers[place] ?? story.manager,
  })) as unknown as readonly [DemoWarehouse, DemoWarehouse];

  const plans = planProducts(demo.size.products);
  const popularity = plans.map(
    (_, index) => (index < FLAGSHIPS ? 5 : index < namedProducts.length ? 2 : 1) / (1 + source.random.next() * 2),
  );
  const totalPopularity = popularity.reduce((sum, each) => sum + each, 0);
  const costing = demo.source('inventory.costs');
  const pictures = new Map<string, string>();
  const products: DemoProduct[] = [];
  let batch: Row<'products'>[] = [];
  let costs: Row<'productCosts'>[] = [];
  for (const [index, plan] of plans.entries()) {
    const picture = drawProduct(plan.shape, plan.colour);
    const pictureHash = pictures.get(picture) ?? (await demo.files.put(asciiBytes(picture), 'image/svg+xml'));
    pictures.set(picture, pictureHash);
    // The old variant of a kind runs out: a few goods are no longer bought.
    const isDiscontinued = index >= namedProducts.length && index % 40 === 7;
    const part = (popularity[index] ?? 0) / totalPopularity;
    const product = tellProduct(demo, plan, { id: source.newId(at), index, part, isDiscontinued });
    products.push(product);
    batch.push({
      ...{ id: product.id, code: product.code, name: product.name, unit: product.unit, taxCode: product.taxCode },
      category: demoCategories[plan.category][language],
      packaging: plan.packaging[language],
      barcode: eanOf(index),
      basePrice: product.basePrice,
      // Cents: a floor that somebody chose, four fifths of the list.
      floorPrice: Math.round((product.basePrice * 0.8) / 100) * 100,
      currency: demo.currency,
      reorderPoint: product.reorderPoint * ONE_UNIT,
      discontinued: isDiscontinued ? 1 : 0,
      tracking: plan.shelfLifeDays === null ? 'none' : 'lot',
      shelfLifeDays: plan.shelfLifeDays,
      ...{ familyId: null, variant: null, weightGrams: null, brand: null, otherName: null },
      pictureHash,
      ...audit,
    });
    // What is left of the list price pays for reps, vans and rent: a fifth off still earns something, a third does not.
    const averageCost = Math.round((product.basePrice * costing.random.between(58, 74)) / 100);
    costs.push({ id: product.id, productId: product.id, averageCost, currency: demo.currency, ...audit });
    if (batch.length < BATCH_PRODUCTS && index < plans.length - 1) continue;
    yield batchOf('products', batch);
    yield batchOf('productCosts', costs);
    [batch, costs] = [[], []];
  }
  story.products = products;
  // Of the slower ones: a company that ran out of what sells best would not last.
  const usual = 1 / products.length;
  const candidates = products.filter(({ isDiscontinued, popularity: part }) => !isDiscontinued && part < usual);
  story.scarceProducts = source.random.some(candidates, Math.max(6, Math.round(products.length / 24)));
}

function planProducts(count: number): PlannedProduct[] {
  const plans: PlannedProduct[] = namedProducts.slice(0, count).map((named) => {
    const carton = /\d+/.exec(named.packaging.en)?.[0];
    return { ...named, carton: Number(carton ?? 12), taxCode: 'standard' };
  });
  const numbers = new Map<string, number>();
  for (let place = 0; plans.length < count; place += 1) {
    const kind = productKinds[place % productKinds.length];
    const variant = Math.floor(place / productKinds.length);
    const choice = kind?.choices[variant % kind.choices.length];
    const size = kind?.sizes[(Math.floor(variant / 6) + variant) % kind.sizes.length];
    const series = productSeries[Math.floor(variant / 18)];
    if (!kind || !choice || !size || !series) throw new Error(`there are no more than ${plans.length} goods`);
    const number = (numbers.get(kind.letter) ?? 499) + 1;
    numbers.set(kind.letter, number);
    const inEnglish = series.en === '' ? kind.name.en : `${series.en} ${kind.name.en.toLowerCase()}`;
    plans.push({
      code: `${kind.letter}-${number}`,
      name: {
        zh: `${series.zh}${kind.name.zh} ${size.zh} ${choice.zh}`,
        en: `${inEnglish} ${size.en} ${choice.en}`,
      },
      unit: kind.unit,
      price: (size.price * (1 + Math.floor(variant / 18) * 0.02)).toFixed(1),
      category: kind.category,
      packaging: perCarton(kind.carton),
      carton: kind.carton,
      shape: kind.shape,
      colour: choice.colour,
      shelfLifeDays: kind.shelfLifeDays,
      taxCode: kind.taxCode,
    });
  }
  return plans;
}

function tellProduct(
  { language, size, days }: Demo,
  plan: PlannedProduct,
  { id, index, part, isDiscontinued }: { id: string; index: number; part: number; isDiscontinued: boolean },
): DemoProduct {
  const price = Number(plan.price);
  const [least, most] = usualPieces(price, plan.carton);
  const orderLines = size.orders * LINES_AN_ORDER;
  const counterLines = Math.max(0, size.movements - orderLines * 1.2 - size.products * 12) * COUNTER_PART;
  const yearly = orderLines * part * (least + (most - least) * 0.3) + counterLines * part * COUNTER_PIECES;
  const dailyDemand = yearly / days.length;
  return {
    id,
    index,
    code: plan.code,
    name: plan.name[language],
    unit: demoUnits[plan.unit][language],
    taxCode: plan.taxCode,
    taxRate: plan.taxCode === 'standard' ? 1_300 : 900,
    basePrice: parseDecimal(plan.price, 4) ?? 0,
    popularity: isDiscontinued ? 0 : part,
    least,
    most,
    carton: plan.carton,
    shelfLifeDays: plan.shelfLifeDays,
    isDiscontinued,
    reorderPoint: isDiscontinued ? 0 : Math.max(2, Math.ceil((dailyDemand * COVER_DAYS * LESSER_SHARE) / 2) * 2),
    dailyDemand,
    season: seasons[plan.category],
  };
}

/** Pieces that one order line takes: cheap goods go by the carton. */
function usualPieces(price: number, carton: number): readonly [number, number] {
  if (price < 8) return [Math.min(carton, 48), Math.min(carton * 6, 288)];
  if (price < 30) return [24, 144];
  return price < 100 ? [12, 72] : [4, 24];
}

const even = [1, 0.8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
/** Gifts before the Spring Festival and mid-autumn, drinks in summer, cleaning in spring, hand cream in winter. */
const seasons: Readonly<Record<CategoryKey, readonly number[]>> = {
  tableware: even,
  drinkware: [0.9, 0.7, 0.9, 1, 1.2, 1.4, 1.4, 1.3, 1, 0.9, 0.9, 0.9],
  kitchen: [1.1, 0.8, 1, 1, 1, 0.9, 0.9, 0.9, 1, 1.1, 1.3, 1.1],
  storage: even,
  cleaning: [1.5, 1, 1.2, 1, 1, 0.9, 0.9, 0.9, 1, 1, 1.1, 1.1],
  gifts: [2.4, 1, 0.5, 0.6, 0.8, 0.7, 0.6, 1, 2, 0.9, 0.9, 1.6],
  tea: [1.6, 0.9, 0.9, 1.3, 1.2, 0.9, 0.8, 1, 1.5, 0.9, 0.9, 1.1],
  food: [1.7, 0.9, 0.8, 0.9, 0.9, 0.9, 0.8, 0.9, 1.2, 1, 1, 1.3],
  drinks: [0.8, 0.6, 0.7, 0.9, 1.3, 1.6, 1.8, 1.7, 1.2, 0.8, 0.6, 0.7],
  care: [1, 0.8, 1.1, 0.9, 0.9, 1, 0.9, 0.9, 0.9, 1.1, 1.4, 1.2],
};

/** An EAN-13 of China (690) with its check digit. */
function eanOf(index: number): string {
  const body = `6901234${String(index + 1).padStart(5, '0')}`;
  const sum = [...body].reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

const asciiBytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
