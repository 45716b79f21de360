import { z } from 'zod';
import { type Id, idSchema } from '../../../kernel/ids.ts';
import type { Minor, Quantity, UnitPrice } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type {} from '../../admin/tables.ts';
import type {} from '../../billing/tables.ts';
import type {} from '../../crm/tables.ts';
import type {} from '../../inventory/tables.ts';
import type {} from '../../sales/tables.ts';

/** A page by key: the rows after an id. */
const page = { after: idSchema.or(z.string().max(120)).nullable(), limitRows: z.int().min(1).max(500) };

/** What opening balances brought of one product to one warehouse (R110). */
export interface OpeningStockRow {
  readonly id: string;
  readonly productCode: string;
  readonly warehouseCode: string;
  readonly warehouseName: string;
  readonly opening: Quantity;
  /** Null: not known, or not for this person to see (R47). */
  readonly averageCost: UnitPrice | null;
}

export const openingStock = defineQuery({
  name: 'reports.openingStock',
  permission: 'admin.importData',
  args: z.strictObject(page),
  reads: ['stockBalances', 'products', 'warehouses', 'productCosts'],
  async run(db, { after, limitRows }): Promise<OpeningStockRow[]> {
    return db
      .selectFrom('stockBalances')
      .innerJoin('products', 'products.id', 'stockBalances.productId')
      .innerJoin('warehouses', 'warehouses.id', 'stockBalances.warehouseId')
      .leftJoin('productCosts', 'productCosts.id', 'stockBalances.productId')
      .select([
        'stockBalances.id',
        'products.code as productCode',
        'warehouses.code as warehouseCode',
        'warehouses.name as warehouseName',
        'stockBalances.opening',
        'productCosts.averageCost',
      ])
      .where('stockBalances.opening', '<>', 0)
      .$if(after !== null, (query) => query.where('stockBalances.id', '>', after ?? ''))
      .orderBy('stockBalances.id')
      .limit(limitRows)
      .execute();
  },
});

/** A receivable or a prepayment as an opening balance brought it. */
export interface OpeningItemRow {
  readonly id: Id;
  readonly customerCode: string;
  readonly documentNumber: string;
  readonly currency: string;
  readonly openingMinor: Minor | null;
}

export const openingItems = defineQuery({
  name: 'reports.openingItems',
  permission: 'admin.importData',
  args: z.strictObject({ ...page, kind: z.enum(['receivable', 'prepayment']) }),
  reads: ['exposureEntries', 'customers'],
  async run(db, { kind, after, limitRows }): Promise<OpeningItemRow[]> {
    return db
      .selectFrom('exposureEntries')
      .innerJoin('customers', 'customers.id', 'exposureEntries.customerId')
      .select([
        'exposureEntries.id',
        'customers.code as customerCode',
        'exposureEntries.documentNumber',
        'exposureEntries.currency',
        'exposureEntries.openingMinor',
      ])
      .where('exposureEntries.kind', '=', kind)
      .where('exposureEntries.openingMinor', 'is not', null)
      .$if(after !== null, (query) => query.where('exposureEntries.id', '>', after ?? ''))
      .orderBy('exposureEntries.id')
      .limit(limitRows)
      .execute();
  },
});

/** An order that came from another system. */
export interface OpeningOrderRow {
  readonly id: Id;
  readonly importKey: string | null;
  readonly currency: string;
  readonly priceMode: 'taxExclusive' | 'taxInclusive';
  readonly netMinor: Minor;
  readonly totalMinor: Minor;
}

export const openingOrders = defineQuery({
  name: 'reports.openingOrders',
  permission: 'admin.importData',
  args: z.strictObject(page),
  reads: ['orders'],
  async run(db, { after, limitRows }): Promise<OpeningOrderRow[]> {
    return db
      .selectFrom('orders')
      .select(['id', 'importKey', 'currency', 'priceMode', 'netMinor', 'totalMinor'])
      .where('importKey', 'is not', null)
      .where('deletedAt', 'is', null)
      .$if(after !== null, (query) => query.where('id', '>', after ?? ''))
      .orderBy('id')
      .limit(limitRows)
      .execute();
  },
});

/** What a customer may owe. */
export interface OpeningLimitRow {
  readonly id: Id;
  readonly customerCode: string;
  readonly currency: string;
  readonly limitMinor: Minor;
}

export const openingLimits = defineQuery({
  name: 'reports.openingLimits',
  permission: 'admin.importData',
  args: z.strictObject(page),
  reads: ['creditAccounts', 'customers'],
  async run(db, { after, limitRows }): Promise<OpeningLimitRow[]> {
    return db
      .selectFrom('creditAccounts')
      .innerJoin('customers', 'customers.id', 'creditAccounts.customerId')
      .select([
        'creditAccounts.id',
        'customers.code as customerCode',
        'creditAccounts.currency',
        'creditAccounts.limitMinor',
      ])
      .where('creditAccounts.deletedAt', 'is', null)
      .$if(after !== null, (query) => query.where('creditAccounts.id', '>', after ?? ''))
      .orderBy('creditAccounts.id')
      .limit(limitRows)
      .execute();
  },
});
