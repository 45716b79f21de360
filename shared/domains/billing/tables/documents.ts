/**
 * Invoices and credit notes (R7, R8, R50, R53), and the tax platform's records of them. A posted one never changes but by
 * the state of its fapiao; a correction is a credit note. A `stub` is what is left of one that the office refused.
 */
import {
  amount,
  basisPoints,
  byRoot,
  calendarDate,
  defineTable,
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

/** On a credit note every quantity and amount is below zero, as on a reversed shipment. */
export const invoices = defineTable('invoices', {
  columns: {
    kind: oneOf('invoice', 'creditNote'),
    /** R7: gapless, from the office alone; null until it has come. */
    number: nullable(text()),
    /** What it is called on the device until then, and what payments may name: BR-K7-000004. */
    requestNumber: text(),
    state: oneOf('requested', 'posted', 'stub'),
    creditKind: nullable(oneOf('return', 'price', 'cancellation', 'rebate')),
    /** Of a credit note: which invoice it corrects; null: a rebate corrects none. */
    reversesId: nullable(reference()),
    reversesNumber: nullable(text()),
    returnOrderId: nullable(reference()),
    /** R11: by the names that sales gives them. */
    legalEntityId: reference(),
    legalEntityName: text(),
    customerId: reference(),
    customerCode: text(),
    customerName: text(),
    contactName: nullable(text()),
    phone: nullable(text()),
    shipToId: nullable(reference()),
    shipTo: nullable(text()),
    billToId: reference(),
    billToName: text(),
    billToAddress: nullable(text()),
    billToTaxNumber: nullable(text()),
    payerId: reference(),
    payerName: text(),
    territoryId: reference(),
    currency: text(),
    /** R46: 1/1,000,000 of the base currency for one unit of the document's. */
    exchangeRate: integer(),
    baseCurrency: text(),
    priceMode: oneOf('taxExclusive', 'taxInclusive'),
    taxRounding: oneOf('perLine', 'perDocument'),
    paymentTermsId: nullable(reference()),
    paymentTermsKind: oneOf('cash', 'net', 'monthEnd'),
    paymentTermsDays: integer(),
    /** The books' day (R12); the real one stands beside it. */
    invoicedOn: calendarDate(),
    realOn: calendarDate(),
    /** R43: whose rates hold. */
    taxPointOn: calendarDate(),
    dueOn: calendarDate(),
    netMinor: amount(),
    taxMinor: amount(),
    totalMinor: amount(),
    lineCount: integer(),
    baseNetMinor: amount(),
    baseTaxMinor: amount(),
    baseTotalMinor: amount(),
    fapiaoState: withDefault(oneOf('none', 'asked', 'issued', 'red'), 'none'),
    reason: nullable(text()),
    note: nullable(text()),
    requestedAt: instant(),
    requestedBy: reference(),
    requestedByName: text(),
    deviceCode: text(),
    postedAt: nullable(instant()),
  },
  scopedBy: [byRoot('customers', 'payerId', { optional: true }), byRoot('customers', 'customerId', { optional: true })],
  indexes: [
    { columns: ['number'] },
    { columns: ['requestNumber'] },
    { columns: ['customerId', 'invoicedOn'] },
    { columns: ['payerId', 'invoicedOn'] },
    { columns: ['state', 'requestedAt', 'id'] },
    { columns: ['invoicedOn', 'id'] },
    { columns: ['reversesId'] },
  ],
  search: { text: ['customerName'], code: ['number', 'requestNumber', 'customerCode'], rankBy: 'requestedAt' },
  told: {
    title: 'requestNumber',
    currency: 'currency',
    nothing: { column: 'state', value: 'stub' },
    fields: {
      requestNumber: 'text',
      number: 'text',
      kind: 'word',
      state: 'word',
      reversesNumber: 'text',
      customerName: 'text',
      billToName: 'text',
      billToAddress: 'text',
      billToTaxNumber: 'text',
      payerName: 'text',
      invoicedOn: 'date',
      taxPointOn: 'date',
      dueOn: 'date',
      netMinor: 'amount',
      taxMinor: 'amount',
      totalMinor: 'amount',
      fapiaoState: 'word',
      reason: 'text',
      note: 'text',
    },
  },
});

export const invoiceLines = defineTable('invoiceLines', {
  columns: {
    invoiceId: reference(),
    position: integer(),
    /** Null on a line that no order stands behind: a rebate's. */
    orderId: nullable(reference()),
    orderNumber: nullable(text()),
    orderLineId: nullable(reference()),
    returnOrderLineId: nullable(reference()),
    /** The invoice's line that is credited. */
    creditedLineId: nullable(reference()),
    productId: reference(),
    productCode: text(),
    productName: text(),
    unit: text(),
    soldUnit: nullable(text()),
    unitRatio: integer(),
    /** In base units. */
    quantity: quantity(),
    /** Of one unit as it is sold, as the list price is. */
    unitPrice: unitPrice(),
    listPrice: unitPrice(),
    priceSource: oneOf('base', 'list', 'group', 'customer', 'contract', 'quote', 'manual', 'imported', 'free'),
    priceSourceId: nullable(reference()),
    discount: basisPoints(),
    secondDiscount: basisPoints(),
    promotionId: nullable(reference()),
    promotionDiscount: basisPoints(),
    promotionMinor: amount(),
    lineKind: oneOf('goods', 'free', 'gift', 'sample'),
    freeForLineId: nullable(reference()),
    documentDiscountMinor: amount(),
    roundedOffMinor: amount(),
    taxCode: text(),
    taxRate: basisPoints(),
    netMinor: amount(),
    taxMinor: amount(),
  },
  scopedBy: [byRoot('invoices', 'invoiceId')],
  indexes: [
    { columns: ['invoiceId', 'position'] },
    { columns: ['orderLineId'] },
    { columns: ['orderId'] },
    { columns: ['creditedLineId'] },
    { columns: ['productId'] },
  ],
  told: {
    title: 'productName',
    fields: {
      productName: 'text',
      orderNumber: 'text',
      quantity: 'quantity',
      unitPrice: 'price',
      discount: 'percent',
      secondDiscount: 'percent',
      taxRate: 'percent',
    },
  },
});

/** What a fapiao for a customer says; id = the customer's. */
export const invoiceProfiles = defineTable('invoiceProfiles', {
  columns: {
    customerId: reference(),
    kind: oneOf('special', 'general'),
    title: text(),
    taxNumber: nullable(text()),
    address: nullable(text()),
    phone: nullable(text()),
    bankName: nullable(text()),
    bankAccount: nullable(text()),
    email: nullable(text()),
  },
  scopedBy: [byRoot('customers', 'customerId')],
  indexes: [{ columns: ['customerId'] }],
});

/** R7: the tax invoice is a record of its own: what was asked for, and what the tax platform answered. */
export const fapiaoRequests = defineTable('fapiaoRequests', {
  columns: {
    /** FR-K7-000002. */
    number: text(),
    /** red: it takes one back (红字). */
    direction: oneOf('blue', 'red'),
    kind: oneOf('special', 'general'),
    state: oneOf('requested', 'submitted', 'issued', 'failed', 'voided'),
    payerId: reference(),
    customerId: reference(),
    customerName: text(),
    invoiceId: reference(),
    invoiceNumber: nullable(text()),
    title: text(),
    taxNumber: nullable(text()),
    address: nullable(text()),
    phone: nullable(text()),
    bankName: nullable(text()),
    bankAccount: nullable(text()),
    email: nullable(text()),
    netMinor: amount(),
    taxMinor: amount(),
    totalMinor: amount(),
    currency: text(),
    remark: nullable(text()),
    /** As the platform returned them. */
    fapiaoNumber: nullable(text()),
    fapiaoCode: nullable(text()),
    issuedOn: nullable(calendarDate()),
    redLetterNumber: nullable(text()),
    /** Of a red one: the request that it takes back. */
    redOfId: nullable(reference()),
    answer: nullable(text()),
    answeredAt: nullable(instant()),
    requestedAt: instant(),
    requestedBy: reference(),
    requestedByName: text(),
    deviceCode: text(),
  },
  scopedBy: [byRoot('customers', 'customerId', { optional: true })],
  indexes: [
    { columns: ['customerId'] },
    { columns: ['invoiceId'] },
    { columns: ['state', 'requestedAt'] },
    { columns: ['fapiaoNumber'] },
  ],
  search: { code: ['number', 'fapiaoNumber'], rankBy: 'requestedAt' },
  told: {
    title: 'number',
    currency: 'currency',
    fields: {
      number: 'text',
      direction: 'word',
      kind: 'word',
      state: 'word',
      customerName: 'text',
      invoiceNumber: 'text',
      title: 'text',
      taxNumber: 'text',
      totalMinor: 'amount',
      fapiaoNumber: 'text',
      fapiaoCode: 'text',
      issuedOn: 'date',
      redLetterNumber: 'text',
      answer: 'text',
      remark: 'text',
    },
  },
});

export const invoiceTables = [invoices, invoiceLines, invoiceProfiles, fapiaoRequests] as const;

declare module '../../../kernel/table.ts' {
  interface Tables {
    invoices: TableType<typeof invoices>;
    invoiceLines: TableType<typeof invoiceLines>;
    invoiceProfiles: TableType<typeof invoiceProfiles>;
    fapiaoRequests: TableType<typeof fapiaoRequests>;
  }
}
