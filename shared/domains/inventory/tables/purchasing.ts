/** Goods on their way in: what was bought, and what came. */
import {
  byColumn,
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
  withDefault,
} from '../../../kernel/table.ts';

/** An order at a supplier; draft: suggested or being written (R34). */
export const purchaseOrders = defineTable('purchaseOrders', {
  columns: {
    /** PO-K7-000007. */
    number: text(),
    supplierId: reference(),
    supplierName: text(),
    warehouseId: reference(),
    state: oneOf('draft', 'open', 'closed', 'cancelled'),
    orderedOn: calendarDate(),
    dueOn: nullable(calendarDate()),
    currency: text(),
    lineCount: integer(),
    note: nullable(text()),
    orderedByName: text(),
  },
  scopedBy: [byCompany({ right: 'inventory.seeSuppliers' })],
  indexes: [{ columns: ['number'] }, { columns: ['supplierId', 'orderedOn'] }, { columns: ['state', 'dueOn', 'id'] }],
  search: { text: ['supplierName'], code: ['number'], rankBy: 'updatedAt' },
});

/** What is bought in one line; what is still to come feeds availability as an expected receipt of the same id. */
export const purchaseOrderLines = defineTable('purchaseOrderLines', {
  columns: {
    purchaseOrderId: reference(),
    position: integer(),
    productId: reference(),
    productCode: text(),
    productName: text(),
    /** As ordered: 箱, with the base units in one; quantities are in base units (R31). */
    unit: text(),
    unitRatio: integer(),
    quantity: quantity(),
    received: quantity(),
    /** Of what came: sent to quarantine (R26). */
    rejected: quantity(),
    dueOn: nullable(calendarDate()),
  },
  scopedBy: [byRoot('purchaseOrders', 'purchaseOrderId')],
  indexes: [{ columns: ['purchaseOrderId', 'position'] }, { columns: ['productId'] }],
});

/** What one base unit of a purchase order's line costs (R47); id = the line's id. */
export const purchaseLineCosts = defineTable('purchaseLineCosts', {
  columns: { purchaseOrderId: reference(), productId: reference(), unitCost: unitPrice(), currency: text() },
  scopedBy: [byCompany({ right: 'inventory.seeCost' })],
  indexes: [{ columns: ['purchaseOrderId'] }],
});

/** Goods that came in, against a purchase order or without one; never changed (R8). */
export const receipts = defineTable('receipts', {
  columns: {
    /** GR-K7-000021. */
    number: text(),
    warehouseId: reference(),
    purchaseOrderId: nullable(reference()),
    purchaseOrderNumber: nullable(text()),
    supplierId: nullable(reference()),
    supplierName: nullable(text()),
    /** The number on the paper that came with the goods. */
    deliveryNote: nullable(text()),
    /** The books' day (R12). */
    receivedOn: calendarDate(),
    receivedAt: instant(),
    receivedByName: text(),
    deviceCode: text(),
    lineCount: integer(),
    note: nullable(text()),
    reversesId: nullable(reference()),
    /** 1: goods that were sent back to the supplier; its lines are below zero. */
    sentBack: withDefault(flag(), 0),
  },
  scopedBy: [byColumn('warehouse', 'warehouseId')],
  indexes: [
    { columns: ['number'] },
    { columns: ['purchaseOrderId'] },
    { columns: ['warehouseId', 'receivedAt', 'id'] },
  ],
  search: { text: ['supplierName'], code: ['number', 'purchaseOrderNumber', 'deliveryNote'], rankBy: 'receivedAt' },
});

export const receiptLines = defineTable('receiptLines', {
  columns: {
    receiptId: reference(),
    position: integer(),
    purchaseOrderLineId: nullable(reference()),
    productId: reference(),
    productCode: text(),
    productName: text(),
    unit: text(),
    lotId: nullable(reference()),
    lotCode: nullable(text()),
    expiresOn: nullable(calendarDate()),
    serialId: nullable(reference()),
    serialCode: nullable(text()),
    locationId: nullable(reference()),
    locationCode: nullable(text()),
    quantity: quantity(),
    /** quarantine: it was rejected (R26). */
    condition: oneOf('saleable', 'quarantine'),
    rejectReason: nullable(text()),
  },
  scopedBy: [byRoot('receipts', 'receiptId')],
  indexes: [
    { columns: ['receiptId', 'position'] },
    { columns: ['purchaseOrderLineId'] },
    { columns: ['lotId'] },
    { columns: ['serialId'] },
  ],
});

export const purchasingTables = [
  purchaseOrders,
  purchaseOrderLines,
  purchaseLineCosts,
  receipts,
  receiptLines,
] as const;

declare module '../../../kernel/table.ts' {
  interface Tables {
    purchaseOrders: TableType<typeof purchaseOrders>;
    purchaseOrderLines: TableType<typeof purchaseOrderLines>;
    purchaseLineCosts: TableType<typeof purchaseLineCosts>;
    receipts: TableType<typeof receipts>;
    receiptLines: TableType<typeof receiptLines>;
  }
}
