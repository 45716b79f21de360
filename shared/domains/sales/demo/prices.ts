/**
 * At what prices the demo company sells: two groups, a list for everybody and one for the hotels, what forty of its
 * customers' goods cost them alone, and three promotions. Orders of the year were made before there were lists: they keep
 * the products' own prices.
 */
import { batchOf, type Demo, type DemoBatch, type DemoPart, type InBoth, madeBy } from '../../../kernel/demo.ts';
import type { Id } from '../../../kernel/ids.ts';
import { addDays } from '../../../kernel/instants.ts';
import { ONE_UNIT } from '../../../kernel/money.ts';
import type { Row } from '../../../kernel/table.ts';

const groups: readonly { readonly code: string; readonly name: InBoth }[] = [
  { code: 'HOTEL', name: { zh: '酒店餐饮', en: 'Hotels and restaurants' } },
  { code: 'CHAIN', name: { zh: '连锁零售', en: 'Retail chains' } },
];
const lists: readonly { readonly code: string; readonly name: InBoth; readonly group: number | null }[] = [
  { code: 'WS', name: { zh: '批发价', en: 'Wholesale' }, group: null },
  { code: 'HT', name: { zh: '酒店协议价', en: 'Hotel agreement' }, group: 0 },
];
/** From how many pieces on, and how much of the product's own price is left, in percent: list by list. */
const breaks: readonly (readonly { readonly from: number; readonly left: number }[])[] = [
  [
    { from: 0, left: 98 },
    { from: 100, left: 95 },
  ],
  [{ from: 0, left: 92 }],
];
/** Goods of a list; the rest is sold at the products' own prices. */
const LISTED = [60, 24] as const;
const PRICED_CUSTOMERS = 20;
const PRICES_OF_ONE = 2;
const OWN_LEFT = 90;

const words = {
  eighty: { zh: '茶杯 8 折周', en: 'Tea cup week' },
  tenAndOne: { zh: '马克杯买 10 赠 1', en: 'Mugs: 10 + 1' },
  gift: { zh: '茶具送茶杯', en: 'A cup with every tea set' },
  agreed: { zh: '年度供货会谈定', en: 'Agreed at the yearly fair' },
} as const satisfies Readonly<Record<string, InBoth>>;

/** Before the customers: some of them are in a group. */
export const groupsPart: DemoPart = {
  name: 'sales.groups',
  after: ['admin.company'],
  begin: (demo) => ({ start: () => writeGroups(demo) }),
};

function* writeGroups(demo: Demo): Iterable<DemoBatch> {
  const source = demo.source('sales.groups');
  const at = demo.days[0].at(9 * 60);
  const rows = groups.map(({ code, name }) => ({
    ...{ id: source.newId(at), code, name: name[demo.language], active: 1 as const },
    ...madeBy(demo.story.manager.id, at),
  }));
  demo.story.customerGroups = rows.map(({ id }) => id);
  yield batchOf('customerGroups', rows);
}

export const pricesPart: DemoPart = {
  name: 'sales.prices',
  after: ['sales.groups', 'crm.customers', 'inventory.products'],
  begin: (demo) => ({ finish: () => writePrices(demo) }),
};

function* writePrices(demo: Demo): Iterable<DemoBatch> {
  const { story, language, currency } = demo;
  const source = demo.source('sales.prices');
  const since = demo.days.at(-30) ?? demo.days[0];
  const at = since.at(10 * 60);
  const by = madeBy(story.manager.id, at);
  const from = { validFrom: since.date, validUntil: null, priority: 0, knownFrom: at, knownUntil: null };
  const sold = story.products.filter(({ isDiscontinued }) => !isDiscontinued);
  const priceOf = (product: Demo['story']['products'][number], left: number, pieces: number) => ({
    ...{ id: source.newId(at), productId: product.id, soldUnit: null, unitRatio: 1, minQuantity: pieces * ONE_UNIT },
    // To ten cents, as a list is written.
    unitPrice: Math.max(1_000, Math.round((product.basePrice * left) / 100 / 1_000) * 1_000),
    ...{ ...from, ...by },
  });
  const heads: Row<'priceLists'>[] = [];
  const items: Row<'priceListItems'>[] = [];
  for (const [place, { code, name, group }] of lists.entries()) {
    const id = source.newId(at);
    const groupId = group === null ? null : (story.customerGroups[group] ?? null);
    heads.push({
      ...{ id, code, name: name[language], kind: groupId === null ? 'list' : 'group', groupId, currency },
      ...{
        validFrom: since.date,
        validUntil: null,
        priority: 0,
        isDefault: groupId === null ? 1 : 0,
        active: 1,
        ...by,
      },
    });
    for (const product of sold.slice(0, LISTED[place]))
      for (const { from: pieces, left } of breaks[place] ?? [])
        items.push({ ...priceOf(product, left, pieces), priceListId: id });
  }
  yield batchOf('priceLists', heads);
  yield batchOf('priceListItems', items);
  const own: Row<'customerPrices'>[] = story.customers.slice(0, PRICED_CUSTOMERS).flatMap(({ row }) =>
    source.random.some(sold.slice(0, LISTED[0]), PRICES_OF_ONE).map((product) => ({
      ...priceOf(product, OWN_LEFT, 0),
      ...{ customerId: row.id, currency, note: words.agreed[language], validUntil: addDays(demo.today, 300) },
    })),
  );
  yield batchOf('customerPrices', own);
  yield* writePromotions(demo, at);
}

type Rule = Partial<
  Pick<Row<'promotionRules'>, 'discount' | 'buyQuantity' | 'freeQuantity' | 'giftProductId' | 'giftQuantity'>
>;

function* writePromotions(demo: Demo, at: number): Iterable<DemoBatch> {
  const source = demo.source('sales.promotions');
  const by = madeBy(demo.story.manager.id, at);
  const idOf = (code: string): Id | null => demo.story.products.find((product) => product.code === code)?.id ?? null;
  const cup = idOf('A-152');
  const twelve = { buyQuantity: ONE_UNIT, giftProductId: cup, giftQuantity: ONE_UNIT };
  const plans: readonly {
    readonly code: string;
    readonly name: InBoth;
    readonly kind: Row<'promotions'>['kind'];
    readonly of: string;
    readonly rule: Rule;
  }[] = [
    { code: 'CUP20', name: words.eighty, kind: 'percent', of: 'A-152', rule: { discount: 2_000 } },
    {
      ...{ code: 'MUG10', name: words.tenAndOne, kind: 'freeGoods', of: 'A-100' },
      rule: { buyQuantity: 10 * ONE_UNIT, freeQuantity: ONE_UNIT },
    },
    { code: 'TEA', name: words.gift, kind: 'gift', of: 'A-140', rule: twelve },
  ];
  const heads: Row<'promotions'>[] = [];
  const rules: Row<'promotionRules'>[] = [];
  for (const { code, name, kind, of, rule } of plans) {
    const productId = idOf(of);
    if (productId === null) continue;
    const id = source.newId(at);
    heads.push({
      ...{ id, seriesId: id, code, name: name[demo.language], kind, appliesTo: 'line', stacks: 0, priority: 0 },
      ...{ currency: null, groupId: null, territoryId: null, minMinor: null, period: null, basis: null },
      ...{ validFrom: addDays(demo.today, -10), validUntil: addDays(demo.today, 50), knownFrom: at, knownUntil: null },
      ...{ note: null, ...by },
    });
    rules.push({
      ...{ id: source.newId(at), promotionId: id, position: 1, productId, category: null, brand: null },
      ...{ minQuantity: 0, discount: 0, amountMinor: 0, buyQuantity: 0, freeQuantity: 0, giftProductId: null },
      ...{ giftQuantity: 0, minMinor: 0, limitTimes: null, ...rule, ...by },
    });
  }
  yield batchOf('promotions', heads);
  yield batchOf('promotionRules', rules);
}
