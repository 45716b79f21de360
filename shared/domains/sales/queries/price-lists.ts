import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader, Row } from '../../../kernel/table.ts';

const SEE = 'sales.managePrices';

/** A group, with what depends on it. */
export interface CustomerGroupRow extends Pick<Row<'customerGroups'>, 'id' | 'code' | 'name' | 'active'> {
  /** Customers in it that are here. */
  readonly customers: number;
  /** Lists that are its own. */
  readonly lists: number;
}

/** Every group by its code: a handful. */
export const customerGroups = defineQuery({
  name: 'sales.customerGroups',
  permission: 'sales.see',
  args: z.strictObject({}),
  reads: ['customerGroups', 'customers', 'priceLists'],
  async run(db): Promise<CustomerGroupRow[]> {
    const groups = await db
      .selectFrom('customerGroups')
      .select(['id', 'code', 'name', 'active'])
      .where('deletedAt', 'is', null)
      .orderBy('active', 'desc')
      .orderBy('code')
      .orderBy('id')
      .execute();
    const customers = await db
      .selectFrom('customers')
      .select(({ fn }) => ['groupId', fn.countAll().as('count')])
      .where('groupId', 'is not', null)
      .where('deletedAt', 'is', null)
      .groupBy('groupId')
      .orderBy('groupId')
      .execute();
    const lists = await db
      .selectFrom('priceLists')
      .select('groupId')
      .where('groupId', 'is not', null)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .execute();
    return groups.map((group) => ({
      ...group,
      customers: Number(customers.find(({ groupId }) => groupId === group.id)?.count ?? 0),
      lists: lists.filter(({ groupId }) => groupId === group.id).length,
    }));
  },
});

/** A price list as it stands in the list of lists. */
export interface PriceListRow
  extends Pick<
    Row<'priceLists'>,
    'id' | 'code' | 'name' | 'kind' | 'groupId' | 'currency' | 'validFrom' | 'validUntil' | 'priority'
  > {
  readonly isDefault: 0 | 1;
  readonly active: 0 | 1;
  /** Whose it is; null: nobody's of its own. */
  readonly groupName: string | null;
  /** Prices that nobody ended. */
  readonly prices: number;
}

/** Every price list, those in use first: a handful. */
export const priceLists = defineQuery({
  name: 'sales.priceLists',
  permission: SEE,
  // Its prices are counted, and a company can have hundreds of thousands.
  isSlow: true,
  args: z.strictObject({}),
  reads: ['priceLists', 'customerGroups', 'priceListItems'],
  async run(db): Promise<PriceListRow[]> {
    const lists = await db
      .selectFrom('priceLists')
      .leftJoin('customerGroups', 'customerGroups.id', 'priceLists.groupId')
      .select(['priceLists.id', 'priceLists.code', 'priceLists.name', 'priceLists.kind', 'priceLists.groupId'])
      .select(['priceLists.currency', 'priceLists.validFrom', 'priceLists.validUntil', 'priceLists.priority'])
      .select(['priceLists.isDefault', 'priceLists.active', 'customerGroups.name as groupName'])
      .where('priceLists.deletedAt', 'is', null)
      .orderBy('priceLists.active', 'desc')
      .orderBy('priceLists.code')
      .orderBy('priceLists.id')
      .execute();
    const counts = await db
      .selectFrom('priceListItems')
      .select(({ fn }) => ['priceListId', fn.countAll().as('count')])
      .where('knownUntil', 'is', null)
      .where('deletedAt', 'is', null)
      .groupBy('priceListId')
      .orderBy('priceListId')
      .execute();
    return lists.map((list) => ({
      ...list,
      prices: Number(counts.find(({ priceListId }) => priceListId === list.id)?.count ?? 0),
    }));
  },
});

type PriceColumns = Pick<
  Row<'priceListItems'>,
  'id' | 'productId' | 'soldUnit' | 'unitRatio' | 'minQuantity' | 'unitPrice' | 'validFrom' | 'validUntil' | 'priority'
>;

/** A price that nobody ended, with what it is of. */
export interface PriceRow extends PriceColumns {
  readonly productCode: string;
  readonly productName: string;
  readonly unit: string;
  readonly basePrice: number;
  readonly baseCurrency: string;
}

const productColumns = [
  ...(['products.code as productCode', 'products.name as productName', 'products.unit'] as const),
  ...(['products.basePrice', 'products.currency as baseCurrency'] as const),
] as const;

/**
 * Prices of a list by product code, a page of products at a time with all that they cost; or those of products that fit
 * what was typed.
 */
export const priceListItems = defineQuery({
  name: 'sales.priceListItems',
  permission: SEE,
  args: z.strictObject({ priceListId: idSchema, search: z.string().max(100), ...pageArgs }),
  reads: ['priceListItems', 'products'],
  async run(db, { priceListId, search, cursor, limit }, context): Promise<Page<PriceRow>> {
    const isTyped = search.trim() !== '';
    const hits = isTyped ? await context.search('products', search, limit) : [];
    const listed = db
      .selectFrom('products')
      .select(['products.id', 'products.code'])
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('priceListItems')
            .select('priceListItems.id')
            .where('priceListItems.priceListId', '=', priceListId)
            .whereRef('priceListItems.productId', '=', 'products.id')
            .where('priceListItems.knownUntil', 'is', null)
            .where('priceListItems.deletedAt', 'is', null),
        ),
      )
      .$if(isTyped, (query) => query.where('products.id', 'in', ['', ...hits]))
      .$if(cursor !== null, (query) =>
        query.where((eb) =>
          eb.or([
            eb('products.code', '>', String(cursor?.key)),
            eb.and([eb('products.code', '=', String(cursor?.key)), eb('products.id', '>', cursor?.id ?? '')]),
          ]),
        ),
      );
    const products = await listed
      .orderBy('products.code')
      .orderBy('products.id')
      .limit(limit + 1)
      .execute();
    const page = toPage(products, limit, ({ code }) => code);
    const rows = await pricesOf(
      db,
      priceListId,
      page.rows.map(({ id }) => id),
    );
    return { rows, next: page.next };
  },
});

function pricesOf(db: Reader, priceListId: string, productIds: readonly string[]): Promise<PriceRow[]> {
  return db
    .selectFrom('priceListItems')
    .innerJoin('products', 'products.id', 'priceListItems.productId')
    .select(['priceListItems.id', 'priceListItems.productId', 'soldUnit', 'unitRatio', 'minQuantity', 'unitPrice'])
    .select(['validFrom', 'validUntil', 'priority'])
    .select([...productColumns])
    .where('priceListId', '=', priceListId)
    .where('productId', 'in', ['', ...productIds])
    .where('knownUntil', 'is', null)
    .where('priceListItems.deletedAt', 'is', null)
    .orderBy('products.code')
    .orderBy('productId')
    .orderBy('unitRatio')
    .orderBy('minQuantity')
    .orderBy('validFrom')
    .orderBy('priceListItems.id')
    .execute();
}

/** What a customer pays by itself, with what it is of. */
export interface CustomerPriceRow extends PriceRow {
  readonly currency: string;
  readonly note: string | null;
}

/** A customer with more of its own has a list, or a group. */
const OWN_LIMIT_ROWS = 1_000;

/** What a customer pays by itself, by product code. */
export const customerPrices = defineQuery({
  name: 'sales.customerPrices',
  permission: 'sales.see',
  args: z.strictObject({ customerId: idSchema }),
  reads: ['customerPrices', 'products'],
  async run(db, { customerId }): Promise<CustomerPriceRow[]> {
    return db
      .selectFrom('customerPrices')
      .innerJoin('products', 'products.id', 'customerPrices.productId')
      .select(['customerPrices.id', 'customerPrices.productId', 'soldUnit', 'unitRatio', 'minQuantity', 'unitPrice'])
      .select(['validFrom', 'validUntil', 'priority', 'customerPrices.currency', 'note'])
      .select([...productColumns])
      .where('customerId', '=', customerId)
      .where('knownUntil', 'is', null)
      .where('customerPrices.deletedAt', 'is', null)
      .orderBy('products.code')
      .orderBy('productId')
      .orderBy('unitRatio')
      .orderBy('minQuantity')
      .orderBy('validFrom')
      .orderBy('customerPrices.id')
      .limit(OWN_LIMIT_ROWS)
      .execute();
  },
});

/** A price as it was once, or is. */
export interface PastPrice extends PriceColumns {
  readonly currency: string;
  readonly knownFrom: number;
  /** Since when another one counts, or none; null: it holds. */
  readonly knownUntil: number | null;
  /** Who set it; null: somebody whom this device does not know. */
  readonly setBy: string | null;
}

const HISTORY_LIMIT_ROWS = 100;

/** Every price that a product had in a list, or for a customer, the newest first: an id is one or the other's. */
export const priceHistory = defineQuery({
  name: 'sales.priceHistory',
  permission: 'sales.see',
  args: z.strictObject({ ownerId: idSchema, productId: idSchema }),
  reads: ['priceListItems', 'customerPrices', 'priceLists', 'users'],
  async run(db, { ownerId, productId }): Promise<PastPrice[]> {
    const ofCustomer = await db
      .selectFrom('customerPrices')
      .leftJoin('users', 'users.id', 'customerPrices.createdBy')
      .select(['customerPrices.id', 'productId', 'soldUnit', 'unitRatio', 'minQuantity', 'unitPrice', 'validFrom'])
      .select(['validUntil', 'priority', 'currency', 'knownFrom', 'knownUntil', 'users.name as setBy'])
      .where('customerId', '=', ownerId)
      .where('productId', '=', productId)
      .where('customerPrices.deletedAt', 'is', null)
      .orderBy('knownFrom', 'desc')
      .orderBy('customerPrices.id')
      .limit(HISTORY_LIMIT_ROWS)
      .execute();
    const ofList = await db
      .selectFrom('priceListItems')
      .innerJoin('priceLists', 'priceLists.id', 'priceListItems.priceListId')
      .leftJoin('users', 'users.id', 'priceListItems.createdBy')
      .select(['priceListItems.id', 'productId', 'soldUnit', 'unitRatio', 'minQuantity', 'unitPrice', 'currency'])
      .select(['priceListItems.validFrom', 'priceListItems.validUntil', 'priceListItems.priority'])
      .select(['knownFrom', 'knownUntil', 'users.name as setBy'])
      .where('priceListId', '=', ownerId)
      .where('productId', '=', productId)
      .where('priceListItems.deletedAt', 'is', null)
      .orderBy('knownFrom', 'desc')
      .orderBy('priceListItems.id')
      .limit(HISTORY_LIMIT_ROWS)
      .execute();
    return [...ofCustomer, ...ofList];
  },
});
