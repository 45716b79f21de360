/**
 * Products, and the ledger of stock with the balances that triggers keep of it. What else a warehouse knows stands in
 * tables/, a file for each part of its work.
 */
import {
  type BalanceRule,
  byCompany,
  defineTable,
  fileHash,
  flag,
  integer,
  json,
  nullable,
  oneOf,
  quantity,
  reference,
  type TableType,
  text,
  unitPrice,
  withDefault,
} from '../../kernel/table.ts';
import { catalogueTables } from './tables/catalogue.ts';
import { ledgerBalances, ledgerTables } from './tables/ledger.ts';
import { pickingTables } from './tables/picking.ts';
import { placeBalances, placeTables } from './tables/places.ts';
import { purchasingTables } from './tables/purchasing.ts';
import { returnTables } from './tables/returns.ts';
import { upkeepBalances, upkeepTables } from './tables/upkeep.ts';

export const warehouses = defineTable('warehouses', {
  columns: { code: text(), name: text() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'], unique: true }],
  audited: true,
});

export const products = defineTable('products', {
  columns: {
    /** SKU: imports update by it. */
    code: text(),
    name: text(),
    category: nullable(text()),
    /** Base unit, as printed: 盒, piece, bottle. */
    unit: text(),
    /** What is in one unit, as printed: "24 - 12 oz bottles". */
    packaging: nullable(text()),
    barcode: nullable(text()),
    /** Base price of one unit, without or with tax as the company's price mode says (R40 base, R42). */
    basePrice: unitPrice(),
    /** R9: below it an order waits for approval; null: there is none. A rep's device holds it, unlike the cost (R47). */
    floorPrice: nullable(unitPrice()),
    currency: text(),
    /** Key of dated tax rates (R43). */
    taxCode: text(),
    reorderPoint: quantity(),
    discontinued: flag(),
    /** lot, serial: every movement names its lot, or its serial number with a quantity of one (R29). */
    tracking: withDefault(oneOf('none', 'lot', 'serial'), 'none'),
    /** Of several that differ in a few things: its family, and what it is in each of the family's axes, as JSON list. */
    familyId: nullable(reference()),
    variant: nullable(json()),
    weightGrams: nullable(integer()),
    /** Life of a fresh lot: what a receipt offers as the day of expiry. Null: the goods do not expire. */
    shelfLifeDays: nullable(integer()),
    /** SHA-256 (hex) of the picture's file. */
    pictureHash: nullable(fileHash()),
    brand: nullable(text()),
    /** What it is called in the other language, as papers for abroad and colleagues want it. */
    otherName: nullable(text()),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'] }, { columns: ['name', 'id'] }, { columns: ['barcode'] }],
  search: { text: ['name', 'otherName', 'brand', 'category'], code: ['code', 'barcode'], rankBy: 'updatedAt' },
  told: {
    title: 'name',
    fields: {
      name: 'text',
      code: 'text',
      brand: 'text',
      otherName: 'text',
      category: 'text',
      unit: 'text',
      packaging: 'text',
      barcode: 'text',
      basePrice: 'price',
      currency: 'text',
      reorderPoint: 'quantity',
      discontinued: 'yesNo',
      shelfLifeDays: 'days',
    },
  },
  audited: true,
});

/** What a product costs (R47): only on devices of people who may see it; id = the product's id. */
export const productCosts = defineTable('productCosts', {
  columns: {
    productId: reference(),
    /** Moving average of one base unit, without tax (R32). */
    averageCost: unitPrice(),
    currency: text(),
  },
  scopedBy: [byCompany({ right: 'inventory.seeCost' })],
  audited: true,
});

/** Whom goods are bought from. */
export const suppliers = defineTable('suppliers', {
  columns: {
    /** The company's own key: imports update by it. */
    code: text(),
    name: text(),
    taxNumber: nullable(text()),
    contactName: nullable(text()),
    phone: nullable(text()),
    email: nullable(text()),
    address: nullable(text()),
    city: nullable(text()),
    country: nullable(text()),
    currency: text(),
    paymentTermsDays: integer(),
    /** Days from the order to the goods. */
    leadDays: nullable(integer()),
  },
  scopedBy: [byCompany({ right: 'inventory.seeSuppliers' })],
  indexes: [{ columns: ['code'] }, { columns: ['name', 'id'] }],
  search: { text: ['name', 'contactName', 'city'], code: ['code', 'taxNumber'], phone: ['phone'], rankBy: 'updatedAt' },
  told: {
    title: 'name',
    fields: {
      code: 'text',
      name: 'text',
      taxNumber: 'text',
      contactName: 'text',
      phone: 'text',
      email: 'text',
      address: 'text',
      city: 'text',
      currency: 'text',
      paymentTermsDays: 'days',
      leadDays: 'days',
    },
  },
  audited: true,
});

export type * from './tables/catalogue.ts';
export type * from './tables/ledger.ts';
export type * from './tables/picking.ts';
export type * from './tables/places.ts';
export type * from './tables/purchasing.ts';
export type * from './tables/returns.ts';
export type * from './tables/upkeep.ts';

export const inventoryTables = [
  warehouses,
  products,
  productCosts,
  suppliers,
  ...ledgerTables,
  ...catalogueTables,
  ...placeTables,
  ...pickingTables,
  ...purchasingTables,
  ...returnTables,
  ...upkeepTables,
] as const;

export const inventoryBalances: readonly BalanceRule[] = [...ledgerBalances, ...placeBalances, ...upkeepBalances];

declare module '../../kernel/table.ts' {
  interface Tables {
    warehouses: TableType<typeof warehouses>;
    products: TableType<typeof products>;
    productCosts: TableType<typeof productCosts>;
    suppliers: TableType<typeof suppliers>;
  }
}
