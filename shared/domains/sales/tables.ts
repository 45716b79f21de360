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
import { documentTables } from './tables/documents.ts';
import { priceTables } from './tables/prices.ts';

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
    /** R11: who signs, who is billed and who pays. Empty entity: the company's default one. */
    legalEntityId: withDefault(reference(), ''),
    legalEntityName: withDefault(text(), ''),
    billToId: withDefault(reference(), ''),
    billToName: withDefault(text(), ''),
    payerId: withDefault(reference(), ''),
    payerName: withDefault(text(), ''),
    /** The customer's address that it goes to; `shipTo` is what is printed. Null: none that is kept. */
    shipToId: nullable(reference()),
    /** R46: 1/1,000,000 of the base currency for one unit of the document's. Empty base currency: no rate was stored. */
    exchangeRate: withDefault(integer(), 1_000_000),
    baseCurrency: withDefault(text(), ''),
    paymentTermsId: nullable(reference()),
    paymentTermsKind: withDefault(oneOf('cash', 'net', 'monthEnd'), 'net'),
    /** R10, beside what was requested. */
    promisedOn: nullable(calendarDate()),
    /** R10: what it was made from. */
    sourceKind: nullable(
      oneOf('quote', 'contract', 'order', 'return', 'campaign', 'lead', 'opportunity', 'ticket', 'import'),
    ),
    sourceId: nullable(reference()),
    sourceNumber: nullable(text()),
    campaignId: nullable(reference()),
    leadId: nullable(reference()),
    opportunityId: nullable(reference()),
    ticketId: nullable(reference()),
    /** R41: where there is a percentage, the amount is what it came to. */
    documentDiscount: withDefault(basisPoints(), 0),
    documentDiscountMinor: withDefault(amount(), 0),
    /** 抹零: what was taken off the total with tax. */
    roundedOffMinor: withDefault(amount(), 0),
    /** Why a person holds it. */
    holdReason: nullable(text()),
  },
  scopedBy: [byRoot('customers', 'customerId', { optional: true }), byColumn('warehouse', 'warehouseId')],
  indexes: [
    { columns: ['number'] },
    { columns: ['importKey'] },
    { columns: ['customerId', 'confirmedAt'] },
    { columns: ['confirmedAt', 'id'] },
    { columns: ['state', 'confirmedAt', 'id'] },
    { columns: ['payerId', 'state'] },
    { columns: ['sourceId'], side: 'device' },
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
      payerName: 'text',
      requestedOn: 'date',
      promisedOn: 'date',
      paymentTermsDays: 'days',
      documentDiscountMinor: 'amount',
      roundedOffMinor: 'amount',
      netMinor: 'amount',
      taxMinor: 'amount',
      totalMinor: 'amount',
      creditHold: 'yesNo',
      approvalHold: 'yesNo',
      manualHold: 'yesNo',
      holdReason: 'text',
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
    /** In base units, whatever unit it is sold in. */
    quantity: quantity(),
    /** Of one unit as it is sold. */
    unitPrice: unitPrice(),
    /** What the price list said when the line was made; the reason that the line gives beside its price. */
    listPrice: unitPrice(),
    priceSource: oneOf('base', 'list', 'group', 'customer', 'contract', 'quote', 'manual', 'imported', 'free'),
    discount: basisPoints(),
    taxCode: text(),
    taxRate: basisPoints(),
    netMinor: amount(),
    taxMinor: amount(),
    reserved: quantity(),
    backOrdered: quantity(),
    shipped: quantity(),
    /** R31: null and 1 where it is sold in base units. */
    soldUnit: nullable(text()),
    unitRatio: withDefault(integer(), 1),
    /** R40: the row of prices that it came from. */
    priceSourceId: nullable(reference()),
    /** R40: why it costs what it costs: a list of {code, params}. */
    priceReasons: withDefault(json(), '[]'),
    /** R41: in a row with `discount` and what promotions take off. */
    secondDiscount: withDefault(basisPoints(), 0),
    /** The best one; the reasons name all of them. */
    promotionId: nullable(reference()),
    promotionDiscount: withDefault(basisPoints(), 0),
    promotionMinor: withDefault(amount(), 0),
    lineKind: withDefault(oneOf('goods', 'free', 'gift', 'sample'), 'goods'),
    /** The line that it comes free with. */
    freeForLineId: nullable(reference()),
    /** R45: its shares of what was taken off the document; `netMinor` and `taxMinor` are what is left. */
    documentDiscountMinor: withDefault(amount(), 0),
    roundedOffMinor: withDefault(amount(), 0),
    contractLineId: nullable(reference()),
    quoteLineId: nullable(reference()),
    /** Of this line alone; null: the order's. */
    requestedOn: nullable(calendarDate()),
    promisedOn: nullable(calendarDate()),
    /** R50, R52: how much of it came back, is invoiced, is credited; amounts with tax. */
    returned: withDefault(quantity(), 0),
    invoiced: withDefault(quantity(), 0),
    credited: withDefault(quantity(), 0),
    invoicedMinor: withDefault(amount(), 0),
    creditedMinor: withDefault(amount(), 0),
  },
  scopedBy: [byRoot('orders', 'orderId')],
  indexes: [
    { columns: ['orderId', 'position'] },
    { columns: ['productId'] },
    { columns: ['promotionId'] },
    { columns: ['contractLineId'], side: 'device' },
    { columns: ['quoteLineId'], side: 'device' },
  ],
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
      returned: 'quantity',
      invoiced: 'quantity',
      credited: 'quantity',
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
      'lineAdded',
      'lineRemoved',
      'quantityChanged',
      'priceChanged',
      'reopened',
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

export type * from './tables/documents.ts';
export type * from './tables/prices.ts';

export const salesTables = [orders, orderLines, orderChanges, ...priceTables, ...documentTables] as const;

declare module '../../kernel/table.ts' {
  interface Tables {
    orders: TableType<typeof orders>;
    orderLines: TableType<typeof orderLines>;
    orderChanges: TableType<typeof orderChanges>;
  }
}
