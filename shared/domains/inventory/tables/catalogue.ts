/** What a product is beside its own row: its variants, units, barcodes, substitutes, and when it is ordered again. */
import {
  byCompany,
  defineTable,
  flag,
  integer,
  json,
  nullable,
  quantity,
  reference,
  type TableType,
  text,
  withDefault,
} from '../../../kernel/table.ts';

/** Products that differ in a few things only (colour, size); each variant is a product of its own. */
export const productFamilies = defineTable('productFamilies', {
  columns: {
    code: text(),
    name: text(),
    /** What its variants differ in, in this order: a JSON list of names (["颜色","容量"]). */
    axes: json(),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'] }],
  audited: true,
});

/** What a product is counted in beside its base unit (R31). */
export const productUnits = defineTable('productUnits', {
  columns: {
    productId: reference(),
    /** As printed: 箱. Unlike the base unit's and unique within the product. */
    name: text(),
    /** Base units in one of it: a whole number from 2 on. */
    ratio: integer(),
    /** Offered first where goods are sold, or bought. */
    forSale: flag(),
    forPurchase: flag(),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['productId'] }],
  audited: true,
});

/** A code on the goods or on their box, beside the product's own barcode; no two products share one. */
export const productBarcodes = defineTable('productBarcodes', {
  columns: {
    productId: reference(),
    /** What the code stands on; null: one base unit. */
    unitId: nullable(reference()),
    code: text(),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['productId'] }, { columns: ['code'] }],
  audited: true,
});

/** What can be sold instead, the best first. */
export const productSubstitutes = defineTable('productSubstitutes', {
  columns: { productId: reference(), substituteId: reference(), rank: integer() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['productId', 'rank'] }],
  audited: true,
});

/** When and how much of a product is ordered for a warehouse (R34); without a row the product's own reorder point holds. */
export const reorderRules = defineTable('reorderRules', {
  columns: {
    productId: reference(),
    warehouseId: reference(),
    reorderPoint: quantity(),
    /** Up to which it is filled. */
    maximum: quantity(),
    /** The order is a multiple of it; 0: any quantity. */
    multiple: withDefault(quantity(), 0),
    safetyStock: withDefault(quantity(), 0),
    /** Null: the supplier's. */
    leadDays: nullable(integer()),
    supplierId: nullable(reference()),
    /** 1: the point is computed from demand (R34): the office writes it anew, and what stands above is what holds everywhere. */
    isComputed: flag(),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['productId', 'warehouseId'] }],
  audited: true,
});

export const catalogueTables = [
  productFamilies,
  productUnits,
  productBarcodes,
  productSubstitutes,
  reorderRules,
] as const;

declare module '../../../kernel/table.ts' {
  interface Tables {
    productFamilies: TableType<typeof productFamilies>;
    productUnits: TableType<typeof productUnits>;
    productBarcodes: TableType<typeof productBarcodes>;
    productSubstitutes: TableType<typeof productSubstitutes>;
    reorderRules: TableType<typeof reorderRules>;
  }
}
