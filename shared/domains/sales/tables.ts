import {
  amount,
  basisPoints,
  byColumn,
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
} from '../../kernel/table.ts';

/**
 * A confirmed order (drafts are rows of the device alone). It stores names, addresses and terms as they were agreed.
 * `rejected` is the stub of an order that the server refused, so that later facts keep a parent.
 */
export const orders = defineTable('orders', {
  columns: {
    /** Device-numbered and final (R7): SO-K7-000123. */
    number: text(),
    /** The number that the order had in the system it was imported from: imports update by it. */
    importKey: nullable(text()),
    state: oneOf('open', 'closed', 'cancelled', 'rejected'),
    /** Holds stand beside the state (R5). */
    creditHold: flag(),
    approvalHold: flag(),
    manualHold: flag(),
    customerId: reference(),
    customerCode: text(),
    customerName: text(),
    contactName: nullable(text()),
    phone: nullable(text()),
    shipTo: nullable(text()),
    /** The customer's when it was taken, for analysis: who sees it goes with the customer. */
    territoryId: reference(),
    warehouseId: reference(),
    currency: text(),
    /** R42: whether unit prices hold the tax. */
    priceMode: oneOf('taxExclusive', 'taxInclusive'),
    /** R44: where tax is rounded; stored with the document. */
    taxRounding: oneOf('perLine', 'perDocument'),
    orderedOn: calendarDate(),
    requestedOn: nullable(calendarDate()),
    paymentTermsDays: integer(),
    netMinor: amount(),
    taxMinor: amount(),
    totalMinor: amount(),
    lineCount: integer(),
    /** Lines with a back-order (R22), for lists. */
    backOrderedLines: integer(),
    note: nullable(text()),
    /** 1: it leaves in one delivery or not at all (R23). */
    shipComplete: withDefault(flag(), 0),
    /** So many days after today a lot must be good for, as this customer wants it (R30). */
    minimumLifeDays: withDefault(integer(), 0),
    confirmedAt: instant(),
    confirmedBy: reference(),
    confirmedByName: text(),
    deviceCode: text(),
  },
  scopedBy: [byRoot('customers', 'customerId', { optional: true }), byColumn('warehouse', 'warehouseId')],
  indexes: [
    { columns: ['number'] },
    { columns: ['importKey'] },
    { columns: ['customerId', 'confirmedAt'] },
    { columns: ['confirmedAt', 'id'] },
    { columns: ['state', 'confirmedAt', 'id'] },
  ],
  search: { text: ['customerName'], code: ['number', 'customerCode', 'importKey'], rankBy: 'confirmedAt' },
  told: {
    title: 'number',
    currency: 'currency',
    nothing: { column: 'state', value: 'rejected' },
    fields: {
      number: 'text',
      state: 'word',
      customerName: 'text',
      contactName: 'text',
      phone: 'text',
      shipTo: 'text',
      requestedOn: 'date',
      paymentTermsDays: 'days',
      netMinor: 'amount',
      taxMinor: 'amount',
      totalMinor: 'amount',
      creditHold: 'yesNo',
      approvalHold: 'yesNo',
      manualHold: 'yesNo',
      shipComplete: 'yesNo',
      minimumLifeDays: 'days',
      note: 'text',
    },
  },
});

export const orderLines = defineTable('orderLines', {
  columns: {
    orderId: reference(),
    position: integer(),
    productId: reference(),
    productCode: text(),
    productName: text(),
    unit: text(),
    quantity: quantity(),
    unitPrice: unitPrice(),
    /** What the price list said when the line was made; the reason that the line gives beside its price. */
    listPrice: unitPrice(),
    priceSource: oneOf('base', 'manual', 'imported'),
    discount: basisPoints(),
    taxCode: text(),
    taxRate: basisPoints(),
    netMinor: amount(),
    taxMinor: amount(),
    reserved: quantity(),
    backOrdered: quantity(),
    shipped: quantity(),
  },
  scopedBy: [byRoot('orders', 'orderId')],
  indexes: [{ columns: ['orderId', 'position'] }, { columns: ['productId'] }],
  told: {
    title: 'productName',
    fields: {
      productName: 'text',
      quantity: 'quantity',
      unitPrice: 'price',
      discount: 'percent',
      taxRate: 'percent',
      reserved: 'quantity',
      backOrdered: 'quantity',
      shipped: 'quantity',
    },
  },
});

/**
 * What people decided, or a rule, about lines of an order after it was confirmed: its history (R10), never changed. A warehouse that
 * delivers pieces of another one's order sees its own decisions whole, and the reservations with them.
 */
export const orderChanges = defineTable('orderChanges', {
  columns: {
    orderId: reference(),
    orderLineId: reference(),
    /**
     * reservationFreed: by the rule, of an order that was on hold for too long (R22); reservationMoved and
     * reservationTaken: given to another order by a manager, and had from one.
     */
    kind: oneOf(
      'backOrderKept',
      'otherWarehouse',
      'lineCut',
      'substituted',
      'reservationFreed',
      'reservationMoved',
      'reservationTaken',
    ),
    /** The line's number at that time. */
    position: integer(),
    productId: reference(),
    productName: text(),
    unit: text(),
    /** The pieces that it was about. */
    quantity: quantity(),
    /** Of the line. */
    quantityBefore: quantity(),
    quantityAfter: quantity(),
    /** Where the pieces come from. */
    warehouseId: nullable(reference()),
    warehouseName: nullable(text()),
    /** The line that stands for the pieces, and its product; where goods were moved, the other line and its order's number. */
    newLineId: nullable(reference()),
    newProductName: nullable(text()),
    totalBeforeMinor: amount(),
    totalAfterMinor: amount(),
    currency: text(),
    /** For the warehouse, which may not see the order. */
    orderNumber: text(),
    customerName: text(),
    shipTo: nullable(text()),
    requestedOn: nullable(calendarDate()),
    changedAt: instant(),
    changedBy: reference(),
    changedByName: text(),
    deviceCode: text(),
  },
  scopedBy: [byRoot('orders', 'orderId'), byColumn('warehouse', 'warehouseId')],
  indexes: [{ columns: ['orderId', 'changedAt'] }],
});

export const salesTables = [orders, orderLines, orderChanges] as const;

declare module '../../kernel/table.ts' {
  interface Tables {
    orders: TableType<typeof orders>;
    orderLines: TableType<typeof orderLines>;
    orderChanges: TableType<typeof orderChanges>;
  }
}
