/**
 * Reads what prices follow from (R40), on a device and on the server alike, by prepared selects. Guards:
 * - a row that was ended before the time asked for is left out, one that is ended later is in: so the office finds what a
 *   device went by (SYNC.md, time);
 * - what belongs to other domains (rates, products that are given) is brought by the caller.
 */
import type { Id } from '../../../kernel/ids.ts';
import type { CalendarDate, Instant } from '../../../kernel/instants.ts';
import type { CurrencyCode } from '../../../kernel/money.ts';
import { prepareQuery } from '../../../kernel/prepared.ts';
import type { Reader } from '../../../kernel/table.ts';
import {
  holds,
  type PriceBook,
  type PricedProduct,
  type PriceList,
  type Promotion,
  type PromotionRule,
} from '../rules/pricing/price-book.ts';

export interface BookQuestion {
  readonly customer: PriceBook['customer'];
  readonly productIds: readonly Id[];
  readonly currency: CurrencyCode;
  readonly day: CalendarDate;
  /** As known then. */
  readonly at: Instant;
}

/** What the book holds of other domains. */
export interface BookSources {
  readonly taxRates: PriceBook['taxRates'];
  readonly exchangeRates: PriceBook['exchangeRates'];
  products(ids: readonly Id[]): Promise<readonly PricedProduct[]>;
}

/**
 * Everything that the prices of some products for a customer follow from.
 * @param asked `productIds`: those of the document, each once or more
 */
export async function loadPriceBook(db: Reader, asked: BookQuestion, sources: BookSources): Promise<PriceBook> {
  const productIds = [...new Set(asked.productIds)].sort();
  const { groupId } = asked.customer;
  const [group] = groupId === null ? [] : await groupById(db, { id: groupId });
  // A group that is out of use gives nothing.
  const question = group ? asked : { ...asked, customer: { ...asked.customer, groupId: null } };
  const { customer } = question;
  const lists = await listsFor(db, question);
  const listPrices = await pricesOfLists(
    db,
    lists.map(({ id }) => id),
    { ...question, productIds },
  );
  const { id: customerId } = customer;
  const customerPrices =
    productIds.length === 0 ? [] : await ofCustomer(db, { ...held(question), customerId, productIds });
  const promotions = await promotionsFor(db, question, productIds);
  const giftIds = new Set(promotions.flatMap(({ rules }) => rules.flatMap(({ giftProductId }) => giftProductId ?? [])));
  const { taxRates, exchangeRates } = sources;
  return {
    customer,
    groupName: group?.name ?? null,
    // Frame contracts bring theirs when they are there.
    contracts: [],
    customerPrices,
    lists,
    listPrices,
    promotions,
    gifts: giftIds.size === 0 ? [] : await sources.products([...giftIds].sort()),
    taxRates,
    exchangeRates,
  };
}

/** What a row must have been at the time, and on the day. */
const held = ({ currency, day, at }: BookQuestion) => ({ currency, day, at });

const groupById = prepareQuery(
  (tx, given: { id: string }) =>
    tx
      .selectFrom('customerGroups')
      .select('name')
      .where('id', '=', given.id)
      .where('active', '=', 1)
      .where('deletedAt', 'is', null)
      .orderBy('id'),
  'customerGroups',
);

/** The group's, the customer's own, and those for everybody. */
async function listsFor(db: Reader, question: BookQuestion): Promise<PriceList[]> {
  const { currency, day, customer } = question;
  const rows = await listsOfDay(db, { currency, day });
  return rows.filter(({ id, kind, groupId, isDefault }) =>
    kind === 'group'
      ? groupId !== null && groupId === customer.groupId
      : isDefault === 1 || id === customer.priceListId,
  );
}

const listsOfDay = prepareQuery(
  (tx, given: { currency: string; day: string }) =>
    tx
      .selectFrom('priceLists')
      .select(['id', 'name', 'kind', 'groupId', 'currency', 'validFrom', 'validUntil', 'priority', 'isDefault'])
      .where('currency', '=', given.currency)
      .where('active', '=', 1)
      .where('validFrom', '<=', given.day)
      .where((eb) => eb.or([eb('validUntil', 'is', null), eb('validUntil', '>=', given.day)]))
      .where('deletedAt', 'is', null)
      .orderBy('id'),
  'priceLists',
);

async function pricesOfLists(db: Reader, listIds: readonly Id[], question: BookQuestion) {
  const { productIds, day, at } = question;
  if (listIds.length === 0 || productIds.length === 0) return [];
  return ofLists(db, { day, at, listIds, productIds });
}

const ofLists = prepareQuery(
  (tx, given: { day: string; at: number; listIds: readonly string[]; productIds: readonly string[] }) =>
    tx
      .selectFrom('priceListItems')
      .select(['id', 'priceListId', 'productId', 'unitRatio', 'minQuantity', 'unitPrice', 'priority'])
      .select(['validFrom', 'validUntil', 'knownFrom', 'knownUntil'])
      .where('productId', 'in', [...given.productIds])
      .where('priceListId', 'in', [...given.listIds])
      .where('validFrom', '<=', given.day)
      .where((eb) => eb.or([eb('validUntil', 'is', null), eb('validUntil', '>=', given.day)]))
      .where('knownFrom', '<=', given.at)
      .where((eb) => eb.or([eb('knownUntil', 'is', null), eb('knownUntil', '>', given.at)]))
      .where('deletedAt', 'is', null)
      .orderBy('id'),
);

const ofCustomer = prepareQuery(
  (tx, given: { customerId: string; currency: string; day: string; at: number; productIds: readonly string[] }) =>
    tx
      .selectFrom('customerPrices')
      .select(['id', 'productId', 'currency', 'unitRatio', 'minQuantity', 'unitPrice', 'priority'])
      .select(['validFrom', 'validUntil', 'knownFrom', 'knownUntil'])
      .where('customerId', '=', given.customerId)
      .where('productId', 'in', [...given.productIds])
      .where('currency', '=', given.currency)
      .where('validFrom', '<=', given.day)
      .where((eb) => eb.or([eb('validUntil', 'is', null), eb('validUntil', '>=', given.day)]))
      .where('knownFrom', '<=', given.at)
      .where((eb) => eb.or([eb('knownUntil', 'is', null), eb('knownUntil', '>', given.at)]))
      .where('deletedAt', 'is', null)
      .orderBy('id'),
);

/** Those of the day that are for this customer, each with the rules that can be for these products. */
async function promotionsFor(db: Reader, question: BookQuestion, productIds: readonly Id[]): Promise<Promotion[]> {
  const { day, currency, customer } = question;
  const rows = (await promotionsOfDay(db, { day })).filter(
    (row) =>
      holds(row, question) &&
      (row.currency === null || row.currency === currency) &&
      (row.groupId === null || row.groupId === customer.groupId) &&
      (row.territoryId === null || row.territoryId === customer.territoryId),
  );
  if (rows.length === 0) return [];
  const isAsked = new Set(productIds);
  const rulesOf = new Map<Id, PromotionRule[]>();
  for (const { promotionId, ...rule } of await rulesOfPromotions(db, { ids: rows.map(({ id }) => id) })) {
    if (rule.productId !== null && !isAsked.has(rule.productId)) continue;
    rulesOf.set(promotionId, [...(rulesOf.get(promotionId) ?? []), rule]);
  }
  return rows.map((row) => ({ ...row, rules: rulesOf.get(row.id) ?? [] })).filter(({ rules }) => rules.length > 0);
}

/** A handful of rows, the same for every command of a day. */
const promotionsOfDay = prepareQuery(
  (tx, given: { day: string }) =>
    tx
      .selectFrom('promotions')
      .select(['id', 'code', 'name', 'kind', 'appliesTo', 'stacks', 'priority', 'currency', 'groupId', 'territoryId'])
      .select(['minMinor', 'validFrom', 'validUntil', 'knownFrom', 'knownUntil'])
      .where('validUntil', '>=', given.day)
      .where('validFrom', '<=', given.day)
      .where('kind', '!=', 'rebate')
      .where('deletedAt', 'is', null)
      .orderBy('id'),
  'promotions',
);

const rulesOfPromotions = prepareQuery(
  (tx, given: { ids: readonly string[] }) =>
    tx
      .selectFrom('promotionRules')
      .select(['promotionId', 'position', 'productId', 'category', 'brand', 'minQuantity', 'minMinor', 'discount'])
      .select(['amountMinor', 'buyQuantity', 'freeQuantity', 'giftProductId', 'giftQuantity', 'limitTimes'])
      .where('promotionId', 'in', [...given.ids])
      .where('deletedAt', 'is', null)
      .orderBy('promotionId')
      .orderBy('position')
      .orderBy('id'),
  'promotionRules',
);
