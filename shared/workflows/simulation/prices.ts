/** Who sets prices: groups, lists, what single customers pay, promotions; and what is refused of it. */
import { permissions } from '../../domains/admin/rules/permissions.ts';
import type { SeededRandom } from '../../kernel/demo.ts';
import type { CommandGenerator, GeneratorView } from '../../kernel/simulation.ts';

const people = ['manager', 'finance', 'administrator'];
const ONE = 10_000;
const DAYS = ['2026-01-01', '2026-06-01', '2026-11-01', '2027-01-01'] as const;

export const generators: readonly CommandGenerator[] = [
  { name: 'sales.saveCustomerGroup', weight: 1, roles: people, make: saveCustomerGroup },
  { name: 'sales.savePriceList', weight: 1, roles: people, make: savePriceList },
  { name: 'sales.setPrices', weight: 2, roles: people, make: setPrices },
  { name: 'sales.setCustomerPrices', weight: 2, roles: people, make: setCustomerPrices },
  { name: 'sales.savePromotion', weight: 1, roles: people, make: savePromotion },
  { name: 'sales.endPromotion', weight: 1, roles: people, make: endPromotion },
  { name: 'crm.setParties', weight: 2, roles: people, make: setParties },
];

const mayPrice = ({ person }: GeneratorView): boolean => person.permissions.has(permissions.managePrices);
/** Few codes, so that two desks often want the same one. */
const codeOf = (random: SeededRandom, prefix: string) => `${prefix}${random.between(1, 6)}`;
const flagOf = (random: SeededRandom, percent: number): 0 | 1 => (random.chance(percent) ? 1 : 0);

async function groupIds({ db }: GeneratorView): Promise<string[]> {
  return (await db.selectFrom('customerGroups').select('id').orderBy('id').execute()).map(({ id }) => id);
}

async function saveCustomerGroup(view: GeneratorView) {
  const { random, newId } = view;
  const [again] = random.chance(50) ? random.some(await groupIds(view), 1) : [];
  const name = `客户组 ${random.between(1, 20)}`;
  const args = { id: again ?? newId(), code: codeOf(random, 'G'), name, active: flagOf(random, 85) };
  return { name: 'sales.saveCustomerGroup', args };
}

async function savePriceList(view: GeneratorView) {
  const { random, newId, db } = view;
  const known = await db
    .selectFrom('priceLists')
    .select(['id', 'code', 'currency'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const [again] = random.chance(40) ? random.some(known, 1) : [];
  const [group] = random.chance(40) ? random.some(await groupIds(view), 1) : [];
  const groupId = group ?? (random.chance(3) ? newId() : null);
  const [first, second] = [random.oneOf(DAYS), random.chance(60) ? null : random.oneOf(DAYS)];
  const args = {
    id: again?.id ?? newId(),
    code: again && random.chance(70) ? again.code : codeOf(random, 'L'),
    name: `价目表 ${random.between(1, 20)}`,
    kind: groupId === null ? 'list' : 'group',
    groupId,
    currency: random.chance(85) ? (again?.currency ?? 'CNY') : random.oneOf(['CNY', 'USD', 'XXX']),
    validFrom: second !== null && second < first ? second : first,
    validUntil: second !== null && second < first ? first : second,
    priority: random.between(0, 3),
    isDefault: groupId === null ? flagOf(random, 50) : 0,
    active: flagOf(random, 90),
  };
  return { name: 'sales.savePriceList', args };
}

interface KnownPrice {
  readonly id: string;
  readonly productId: string;
}

/** Up to six prices; of some another one stands. */
async function pricesFor({ random, newId, db }: GeneratorView, known: readonly KnownPrice[], count: number) {
  const products = await db
    .selectFrom('products')
    .select(['id', 'basePrice'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const units = await db
    .selectFrom('productUnits')
    .select(['productId', 'name', 'ratio'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return random.some(products, count).map(({ id, basePrice }) => {
    const [unit] = random.chance(40)
      ? random.some(
          units.filter(({ productId }) => productId === id),
          1,
        )
      : [];
    const unitRatio = unit?.ratio ?? 1;
    const [replaced] = random.chance(60)
      ? random.some(
          known.filter(({ productId }) => productId === id),
          1,
        )
      : [];
    const validFrom = random.oneOf(DAYS);
    const isEnd = replaced !== undefined && random.chance(30);
    return {
      id: newId(),
      productId: random.chance(1) ? newId() : id,
      soldUnit: unit ? (random.chance(97) ? unit.name : '托') : null,
      unitRatio,
      minQuantity: random.oneOf([0, 0, 10 * ONE, 100 * ONE]),
      // Now and then far below, where a floor may be.
      unitPrice: isEnd
        ? null
        : Math.max(1, Math.floor((basePrice * random.between(random.chance(15) ? 20 : 80, 105)) / 100)) * unitRatio,
      validFrom,
      validUntil: random.chance(70) ? null : '2027-12-31',
      priority: random.between(0, 2),
      replacesId: replaced?.id ?? null,
    };
  });
}

async function setPrices(view: GeneratorView) {
  const { random, newId, db } = view;
  if (!mayPrice(view) && !random.chance(5)) return null;
  const lists = await db.selectFrom('priceLists').select('id').where('deletedAt', 'is', null).orderBy('id').execute();
  const [list] = random.some(lists, 1);
  if (!list && !random.chance(5)) return null;
  const priceListId = list?.id ?? newId();
  const known = await db
    .selectFrom('priceListItems')
    .select(['id', 'productId'])
    .where('priceListId', '=', priceListId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const prices = await pricesFor(view, known, random.between(1, 6));
  return prices.length === 0 ? null : { name: 'sales.setPrices', args: { priceListId, prices } };
}

async function setCustomerPrices(view: GeneratorView) {
  const { random, db } = view;
  const customers = await db
    .selectFrom('customers')
    .select(['id', 'currency'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const [customer] = random.some(customers, 1);
  if (!customer) return null;
  const customerId = customer.id;
  const known = await db
    .selectFrom('customerPrices')
    .select(['id', 'productId'])
    .where('customerId', '=', customerId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const currency = random.chance(95) ? customer.currency : random.oneOf(['USD', 'XXX']);
  const prices = (await pricesFor(view, known, random.between(1, 4))).map((price) => ({
    ...price,
    ...{ currency, note: random.chance(30) ? '年度谈定' : null },
  }));
  return prices.length === 0 ? null : { name: 'sales.setCustomerPrices', args: { customerId, prices } };
}

async function savePromotion(view: GeneratorView) {
  const { random, newId, db } = view;
  const known = await db
    .selectFrom('promotions')
    .select(['id', 'seriesId', 'code'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const [again] = random.chance(40) ? random.some(known, 1) : [];
  const products = await db.selectFrom('products').select('id').where('deletedAt', 'is', null).orderBy('id').execute();
  const kind = random.oneOf(['percent', 'amount', 'freeGoods', 'gift', 'sample', 'rebate'] as const);
  const [group] = random.chance(30) ? random.some(await groupIds(view), 1) : [];
  const id = newId();
  const makeRule = () => {
    const [product] = random.chance(60) ? random.some(products, 1) : [];
    const [gift] = random.some(products, 1);
    return {
      ...{ id: newId(), productId: product?.id ?? null, category: null, brand: null },
      minQuantity: random.oneOf([0, 10 * ONE]),
      discount: kind === 'percent' || kind === 'rebate' ? random.between(0, 20) * 100 : 0,
      amountMinor: kind === 'amount' ? random.between(0, 50) * 100 : 0,
      buyQuantity: kind === 'freeGoods' || kind === 'gift' ? random.oneOf([0, 10 * ONE, 12 * ONE, 24 * ONE]) : 0,
      freeQuantity: kind === 'freeGoods' || kind === 'sample' ? ONE : 0,
      giftProductId: kind === 'gift' ? (random.chance(3) ? newId() : (gift?.id ?? null)) : null,
      giftQuantity: kind === 'gift' ? ONE : 0,
      minMinor: kind === 'rebate' ? random.between(0, 3) * 100_000 : 0,
      limitTimes: random.chance(20) ? random.between(1, 5) : null,
    };
  };
  const isMoney = kind === 'amount';
  const args = {
    id,
    seriesId: again?.seriesId ?? id,
    replacesId: again?.id ?? null,
    code: again && random.chance(80) ? again.code : codeOf(random, 'P'),
    name: `促销 ${random.between(1, 20)}`,
    kind,
    appliesTo: (kind === 'percent' || isMoney) && random.chance(30) ? 'document' : 'line',
    stacks: flagOf(random, 20),
    priority: random.between(0, 3),
    currency: isMoney ? random.oneOf(['CNY', 'CNY', 'USD']) : null,
    groupId: group ?? null,
    territoryId: null,
    minMinor: isMoney && random.chance(30) ? 100_000 : null,
    period: kind === 'rebate' ? random.oneOf(['month', 'quarter', 'year'] as const) : null,
    basis: kind === 'rebate' ? random.oneOf(['invoiced', 'collected'] as const) : null,
    validFrom: '2026-11-01',
    validUntil: random.oneOf(['2026-11-30', '2026-12-31', '2027-12-31']),
    note: null,
    rules: Array.from({ length: random.between(1, 2) }, makeRule),
  };
  return { name: 'sales.savePromotion', args };
}

async function endPromotion({ random, newId, db }: GeneratorView) {
  const known = await db.selectFrom('promotions').select('id').where('deletedAt', 'is', null).orderBy('id').execute();
  const [promotion] = random.chance(95) ? random.some(known, 1) : [];
  if (!promotion && !random.chance(5)) return null;
  return { name: 'sales.endPromotion', args: { promotionId: promotion?.id ?? newId() } };
}

async function setParties({ random, newId, db }: GeneratorView) {
  const customers = await db
    .selectFrom('customers')
    .select('id')
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const [customer, other] = random.some(customers, 2);
  if (!customer) return null;
  const partyId = random.chance(3) ? newId() : random.chance(20) ? null : (other?.id ?? null);
  const groups = await db.selectFrom('customerGroups').select('id').orderBy('id').execute();
  const lists = await db.selectFrom('priceLists').select('id').orderBy('id').execute();
  const [group] = random.some(groups, 1);
  const [list] = random.some(lists, 1);
  const parties = random.oneOf<object>([
    { groupId: random.chance(80) ? (group?.id ?? null) : null },
    { priceListId: random.chance(80) ? (list?.id ?? null) : null },
    { parentId: partyId },
    { billToId: partyId, payerId: partyId },
    { payerId: random.chance(50) ? customer.id : partyId },
    { taxCode: random.oneOf(['standard', 'reduced', 'none', null]) },
  ]);
  return { name: 'crm.setParties', args: { customerId: customer.id, parties } };
}
