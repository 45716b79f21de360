/**
 * What is agreed before and after an order: quotes, contracts, returns, and the history of all of them. A `stub` is what
 * is left of a document that the office refused, so that later facts keep a parent.
 */
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
} from '../../../kernel/table.ts';
import {
  madeColumns,
  partyColumns,
  pricedColumns,
  productColumns,
  sourceColumns,
  termColumns,
  toldParty,
  toldPrice,
  toldTotals,
  totalColumns,
} from './columns.ts';
import { returnOrderTables } from './returns.ts';

/** R1, R2: the revision that counts now; earlier ones stand in quoteRevisions. */
export const quotes = defineTable('quotes', {
  columns: {
    /** Device-numbered and final (R7): QT-K7-000012. */
    number: text(),
    revision: integer(),
    state: oneOf('draft', 'sent', 'accepted', 'rejected', 'expired', 'stub'),
    approvalHold: flag(),
    ...partyColumns,
    warehouseId: reference(),
    quotedOn: calendarDate(),
    /** R1: the last day on which it can be accepted. */
    validUntil: calendarDate(),
    requestedOn: nullable(calendarDate()),
    promisedOn: nullable(calendarDate()),
    ...termColumns,
    ...totalColumns,
    sentAt: nullable(instant()),
    sentByName: nullable(text()),
    answeredAt: nullable(instant()),
    answeredByName: nullable(text()),
    /** Why the customer said no. */
    answerReason: nullable(text()),
    /** R3: lines of which something became an order. */
    convertedLines: integer(),
    ...sourceColumns,
    note: nullable(text()),
    ...madeColumns,
  },
  scopedBy: [byRoot('customers', 'customerId', { optional: true })],
  indexes: [
    { columns: ['number'] },
    { columns: ['customerId', 'quotedOn'] },
    { columns: ['state', 'validUntil'] },
    { columns: ['madeAt', 'id'] },
  ],
  search: { text: ['customerName'], code: ['number', 'customerCode'], rankBy: 'madeAt' },
  told: {
    title: 'number',
    currency: 'currency',
    nothing: { column: 'state', value: 'stub' },
    fields: {
      number: 'text',
      revision: 'number',
      state: 'word',
      ...toldParty,
      validUntil: 'date',
      requestedOn: 'date',
      promisedOn: 'date',
      paymentTermsDays: 'days',
      ...toldTotals,
      approvalHold: 'yesNo',
      answerReason: 'text',
      note: 'text',
    },
  },
});

/** A line of one revision: those of earlier ones stay as they were (R2). */
export const quoteLines = defineTable('quoteLines', {
  columns: {
    quoteId: reference(),
    revision: integer(),
    position: integer(),
    ...pricedColumns,
    /** R3: how much of it became orders. */
    converted: quantity(),
  },
  scopedBy: [byRoot('quotes', 'quoteId')],
  indexes: [{ columns: ['quoteId', 'revision', 'position'] }, { columns: ['productId'] }],
  told: { title: 'productName', fields: { ...toldPrice, converted: 'quantity' } },
});

/** R2: the head of a revision that was sent; id = `<quoteId>:<revision>`. Never changed. */
export const quoteRevisions = defineTable('quoteRevisions', {
  columns: {
    quoteId: reference(),
    revision: integer(),
    quotedOn: calendarDate(),
    validUntil: calendarDate(),
    sentAt: nullable(instant()),
    sentByName: nullable(text()),
    currency: text(),
    ...totalColumns,
    note: nullable(text()),
    changedBecause: nullable(text()),
  },
  scopedBy: [byRoot('quotes', 'quoteId')],
  indexes: [{ columns: ['quoteId', 'revision'] }],
});

/** R4: a frame agreement. */
export const contracts = defineTable('contracts', {
  columns: {
    /** CT-K7-000003. */
    number: text(),
    state: oneOf('draft', 'active', 'ended', 'cancelled', 'stub'),
    approvalHold: flag(),
    ...partyColumns,
    /** Both days count. */
    validFrom: calendarDate(),
    validUntil: calendarDate(),
    ...termColumns,
    /** Null: no limit by amount. Both with tax. */
    limitMinor: nullable(amount()),
    calledMinor: amount(),
    ...sourceColumns,
    endedReason: nullable(text()),
    note: nullable(text()),
    ...madeColumns,
  },
  scopedBy: [byRoot('customers', 'customerId', { optional: true })],
  indexes: [{ columns: ['number'] }, { columns: ['customerId', 'state'] }, { columns: ['state', 'validUntil'] }],
  search: { text: ['customerName'], code: ['number', 'customerCode'], rankBy: 'madeAt' },
  told: {
    title: 'number',
    currency: 'currency',
    nothing: { column: 'state', value: 'stub' },
    fields: {
      number: 'text',
      state: 'word',
      ...toldParty,
      validFrom: 'date',
      validUntil: 'date',
      paymentTermsDays: 'days',
      limitMinor: 'amount',
      calledMinor: 'amount',
      approvalHold: 'yesNo',
      endedReason: 'text',
      note: 'text',
    },
  },
});

/** What is agreed for a product, and how much of it was called. */
export const contractLines = defineTable('contractLines', {
  columns: {
    contractId: reference(),
    position: integer(),
    ...productColumns,
    /** From so many base units on, of what a document asks of the product. */
    minQuantity: quantity(),
    /** Null: as much as is wanted. */
    quantity: nullable(quantity()),
    called: quantity(),
    unitPrice: unitPrice(),
    discount: basisPoints(),
    taxCode: text(),
  },
  scopedBy: [byRoot('contracts', 'contractId')],
  indexes: [{ columns: ['contractId', 'position'] }, { columns: ['productId', 'contractId'] }],
  told: {
    title: 'productName',
    fields: {
      productName: 'text',
      minQuantity: 'quantity',
      quantity: 'quantity',
      called: 'quantity',
      unitPrice: 'price',
      discount: 'percent',
    },
  },
});

/** R10: what happened to a document of whichever kind; never changed. */
export const documentEvents = defineTable('documentEvents', {
  columns: {
    documentKind: text(),
    documentId: reference(),
    documentNumber: text(),
    customerId: nullable(reference()),
    kind: text(),
    reason: nullable(text()),
    /** What the words of its kind need. */
    params: json(),
    occurredAt: instant(),
    doneBy: reference(),
    /** Empty: the rule did it. */
    doneByName: text(),
    deviceCode: text(),
  },
  scopedBy: [byRoot('customers', 'customerId', { optional: true }), byColumn('user', 'doneBy')],
  indexes: [{ columns: ['documentId', 'occurredAt'] }, { columns: ['customerId'] }],
  history: true,
});

export type * from './returns.ts';

export const documentTables = [
  quotes,
  quoteLines,
  quoteRevisions,
  contracts,
  contractLines,
  ...returnOrderTables,
  documentEvents,
] as const;

declare module '../../../kernel/table.ts' {
  interface Tables {
    quotes: TableType<typeof quotes>;
    quoteLines: TableType<typeof quoteLines>;
    quoteRevisions: TableType<typeof quoteRevisions>;
    contracts: TableType<typeof contracts>;
    contractLines: TableType<typeof contractLines>;
    documentEvents: TableType<typeof documentEvents>;
  }
}
