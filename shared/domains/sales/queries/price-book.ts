import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import { type CurrencyCode, currencySchema } from '../../../kernel/money.ts';
import { prepareQuery } from '../../../kernel/prepared.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import { ORDER_LIMIT_LINES } from '../model.ts';
import { loadPriceBook } from '../pricing/select-book.ts';
import type { PriceBook, PricedProduct } from '../rules/pricing/price-book.ts';

/** A product as far as prices go by it, and as it is told. */
export interface NamedProduct extends PricedProduct {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly floorPrice: number | null;
}

/** The book with the products that were asked for, and what they are counted in. */
export interface PriceBookOfProducts extends PriceBook {
  readonly products: readonly NamedProduct[];
  readonly gifts: readonly NamedProduct[];
  /** R31: beside their base units, those that goods are sold by first. */
  readonly units: readonly { readonly productId: string; readonly name: string; readonly ratio: number }[];
}

/** A rate of 1 in millionths. */
const ONE_RATE = 1_000_000;

/**
 * What the prices of some products for a customer follow from, as this device knows it now (R40): `priceDocument` makes
 * prices of it. A customer that is not here, or not chosen yet, buys at what holds for everybody.
 */
export const priceBook = defineQuery({
  name: 'sales.priceBook',
  permission: 'sales.see',
  args: z.strictObject({
    customerId: idSchema.nullable(),
    productIds: z.array(idSchema).max(ORDER_LIMIT_LINES),
    /** The document's. */
    currency: currencySchema,
    /** The document's. */
    day: calendarDateSchema,
  }),
  reads: [
    ...(['customers', 'customerGroups', 'priceLists', 'priceListItems', 'customerPrices', 'promotions'] as const),
    ...(['promotionRules', 'products', 'productUnits', 'taxRates', 'exchangeRates', 'settings'] as const),
  ],
  async run(db, { customerId, productIds, currency, day }, { now }): Promise<PriceBookOfProducts> {
    const [known] = customerId === null ? [] : await customerById(db, { id: customerId });
    const customer = known ?? { id: '', groupId: null, priceListId: null, territoryId: null, taxCode: null };
    const question = { customer, productIds, currency, day, at: now };
    const ids = [...new Set(productIds)].sort();
    const products = ids.length === 0 ? [] : await productsById(db, { ids });
    const gifts: NamedProduct[] = [];
    const book = await loadPriceBook(db, question, {
      taxRates: await taxRatesOn(db, day),
      exchangeRates: await exchangeRatesOn(db, day),
      async products(giftIds) {
        gifts.push(...(await productsById(db, { ids: giftIds })));
        return gifts;
      },
    });
    return { ...book, gifts, products, units: ids.length === 0 ? [] : await unitsOf(db, { ids }) };
  },
});

const customerById = prepareQuery((tx, given: { id: string }) =>
  tx
    .selectFrom('customers')
    .select(['id', 'groupId', 'priceListId', 'territoryId', 'taxCode'])
    .where('id', '=', given.id)
    .where('deletedAt', 'is', null)
    .orderBy('id'),
);

const productsById = prepareQuery((tx, given: { ids: readonly string[] }) =>
  tx
    .selectFrom('products')
    .select(['id', 'category', 'brand', 'basePrice', 'currency', 'taxCode', 'code', 'name', 'unit', 'floorPrice'])
    .where('id', 'in', [...given.ids])
    .where('deletedAt', 'is', null)
    .orderBy('id'),
);

const unitsOf = prepareQuery((tx, given: { ids: readonly string[] }) =>
  tx
    .selectFrom('productUnits')
    .select(['productId', 'name', 'ratio'])
    .where('productId', 'in', [...given.ids])
    .where('deletedAt', 'is', null)
    .orderBy('forSale', 'desc')
    .orderBy('ratio')
    .orderBy('id'),
);

/** R43: of each code the newest that began by the day. */
async function taxRatesOn(db: Reader, day: string): Promise<Record<string, number>> {
  const rows = await taxRatesUntil(db, { day });
  return Object.fromEntries(rows.map(({ code, rate }) => [code, rate]));
}

const taxRatesUntil = prepareQuery((tx, given: { day: string }) =>
  tx
    .selectFrom('taxRates')
    .select(['code', 'rate'])
    .where('validFrom', '<=', given.day)
    .where('deletedAt', 'is', null)
    .orderBy('validFrom')
    .orderBy('id'),
);

/** R46: of each currency the newest that began by the day; the company's own is worth one. */
async function exchangeRatesOn(db: Reader, day: string): Promise<Record<CurrencyCode, number>> {
  const rows = await exchangeRatesUntil(db, { day });
  const [home] = await homeCurrency(db, {});
  const rates = Object.fromEntries(rows.map(({ currency, rate }) => [currency, rate]));
  return { ...rates, [home?.value ?? 'CNY']: ONE_RATE };
}

const exchangeRatesUntil = prepareQuery((tx, given: { day: string }) =>
  tx
    .selectFrom('exchangeRates')
    .select(['currency', 'rate'])
    .where('validFrom', '<=', given.day)
    .where('deletedAt', 'is', null)
    .orderBy('validFrom')
    .orderBy('id'),
);

const homeCurrency = prepareQuery((tx) =>
  tx
    .selectFrom('settings')
    .select('value')
    .where('id', '=', 'company.currency')
    .where('deletedAt', 'is', null)
    .orderBy('id'),
);
