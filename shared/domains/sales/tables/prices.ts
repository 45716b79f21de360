/**
 * Which price holds (R40). Invariant: a row of prices or of a promotion is changed only by setting `knownUntil`, once;
 * another price is another row. So what a device went by at a time can be asked for ever (SYNC.md, time).
 */
import {
  amount,
  basisPoints,
  byCompany,
  byRoot,
  calendarDate,
  defineTable,
  flag,
  instant,
  integer,
  nullable,
  oneOf,
  quantity,
  reference,
  type TableType,
  text,
  unitPrice,
} from '../../../kernel/table.ts';

/** Customers that buy at the same prices. */
export const customerGroups = defineTable('customerGroups', {
  columns: { code: text(), name: text(), active: flag() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'], unique: true }],
  audited: true,
});

/** Both days count; null: it has no end. */
export const priceLists = defineTable('priceLists', {
  columns: {
    code: text(),
    name: text(),
    kind: oneOf('list', 'group'),
    /** Of kind group: whose. */
    groupId: nullable(reference()),
    currency: text(),
    validFrom: calendarDate(),
    validUntil: nullable(calendarDate()),
    /** Of several the highest, then the newest row. */
    priority: integer(),
    /** For customers who name no list of their own. */
    isDefault: flag(),
    active: flag(),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'], unique: true }],
  audited: true,
});

/** What a row of prices says: from how many base units on, and from which day to which, one unit costs what. */
const priceColumns = {
  productId: reference(),
  /** Null and ratio 1: of one base unit. */
  soldUnit: nullable(text()),
  unitRatio: integer(),
  minQuantity: quantity(),
  unitPrice: unitPrice(),
  validFrom: calendarDate(),
  validUntil: nullable(calendarDate()),
  priority: integer(),
  /** Since when, and until when, whoever looked found it. */
  knownFrom: instant(),
  knownUntil: nullable(instant()),
} as const;

export const priceListItems = defineTable('priceListItems', {
  columns: { priceListId: reference(), ...priceColumns },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['productId', 'priceListId'] }, { columns: ['priceListId', 'productId', 'minQuantity'] }],
});

/** What one customer pays. */
export const customerPrices = defineTable('customerPrices', {
  columns: { customerId: reference(), currency: text(), ...priceColumns, note: nullable(text()) },
  scopedBy: [byRoot('customers', 'customerId')],
  indexes: [{ columns: ['customerId', 'productId'] }],
});

/** A version of a promotion; its versions share `seriesId`, and one at most has no `knownUntil`. */
export const promotions = defineTable('promotions', {
  columns: {
    seriesId: reference(),
    code: text(),
    name: text(),
    kind: oneOf('percent', 'amount', 'freeGoods', 'gift', 'sample', 'rebate'),
    appliesTo: oneOf('line', 'document'),
    /** 1: beside any other; else the best one alone. */
    stacks: flag(),
    priority: integer(),
    /** What its amounts are in; null where it has none. */
    currency: nullable(text()),
    /** For whom; null: for everybody. */
    groupId: nullable(reference()),
    territoryId: nullable(reference()),
    /** Of a document: from so much on. */
    minMinor: nullable(amount()),
    /** Of a rebate: what it is paid for, and on what was invoiced or collected. */
    period: nullable(oneOf('month', 'quarter', 'year')),
    basis: nullable(oneOf('invoiced', 'collected')),
    validFrom: calendarDate(),
    validUntil: calendarDate(),
    knownFrom: instant(),
    knownUntil: nullable(instant()),
    note: nullable(text()),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['seriesId'] }, { columns: ['validUntil'] }],
  audited: true,
});

/** What a promotion gives for which goods; figures that its kind has no use for are 0. */
export const promotionRules = defineTable('promotionRules', {
  columns: {
    promotionId: reference(),
    position: integer(),
    /** For this product, this category, this brand; all null: for every product. */
    productId: nullable(reference()),
    category: nullable(text()),
    brand: nullable(text()),
    minQuantity: quantity(),
    discount: basisPoints(),
    amountMinor: amount(),
    buyQuantity: quantity(),
    freeQuantity: quantity(),
    giftProductId: nullable(reference()),
    giftQuantity: quantity(),
    /** Of a rebate: the step that begins here. */
    minMinor: amount(),
    /** So often for one document; null: as often as it fits. */
    limitTimes: nullable(integer()),
  },
  scopedBy: [byRoot('promotions', 'promotionId')],
  indexes: [{ columns: ['promotionId', 'position'] }, { columns: ['productId'] }],
});

export const priceTables = [
  customerGroups,
  priceLists,
  priceListItems,
  customerPrices,
  promotions,
  promotionRules,
] as const;

declare module '../../../kernel/table.ts' {
  interface Tables {
    customerGroups: TableType<typeof customerGroups>;
    priceLists: TableType<typeof priceLists>;
    priceListItems: TableType<typeof priceListItems>;
    customerPrices: TableType<typeof customerPrices>;
    promotions: TableType<typeof promotions>;
    promotionRules: TableType<typeof promotionRules>;
  }
}
