/** R52: that goods may come back, and at what price. The goods themselves are inventory's goodsReturns. */
import {
  byColumn,
  byRoot,
  calendarDate,
  defineTable,
  flag,
  integer,
  nullable,
  oneOf,
  quantity,
  reference,
  type TableType,
  text,
} from '../../../kernel/table.ts';
import {
  madeColumns,
  partyColumns,
  pricedColumns,
  sourceColumns,
  termColumns,
  toldParty,
  toldPrice,
  toldTotals,
  totalColumns,
} from './columns.ts';

/** A `stub` is what is left of one that the office refused. */
export const returnOrders = defineTable('returnOrders', {
  columns: {
    /** RA-K7-000005. */
    number: text(),
    state: oneOf('open', 'received', 'closed', 'cancelled', 'stub'),
    approvalHold: flag(),
    ...partyColumns,
    /** Null: it is not known what they were sold with. */
    orderId: nullable(reference()),
    orderNumber: nullable(text()),
    shipmentId: nullable(reference()),
    shipmentNumber: nullable(text()),
    warehouseId: reference(),
    reason: oneOf('unwanted', 'refused', 'wrongGoods', 'opened', 'damaged', 'defective', 'expired'),
    settle: oneOf('credit', 'replace', 'nothing'),
    requestedOn: calendarDate(),
    ...termColumns,
    ...totalColumns,
    ...sourceColumns,
    note: nullable(text()),
    ...madeColumns,
  },
  scopedBy: [byRoot('customers', 'customerId', { optional: true }), byColumn('warehouse', 'warehouseId')],
  indexes: [
    { columns: ['number'] },
    { columns: ['orderId'] },
    { columns: ['customerId', 'requestedOn'] },
    { columns: ['warehouseId', 'state'] },
  ],
  search: { text: ['customerName'], code: ['number', 'orderNumber', 'shipmentNumber'], rankBy: 'madeAt' },
  told: {
    title: 'number',
    currency: 'currency',
    nothing: { column: 'state', value: 'stub' },
    fields: {
      number: 'text',
      state: 'word',
      ...toldParty,
      orderNumber: 'text',
      shipmentNumber: 'text',
      reason: 'word',
      settle: 'word',
      requestedOn: 'date',
      ...toldTotals,
      approvalHold: 'yesNo',
      note: 'text',
    },
  },
});

export const returnOrderLines = defineTable('returnOrderLines', {
  columns: {
    returnOrderId: reference(),
    position: integer(),
    orderLineId: nullable(reference()),
    shipmentLineId: nullable(reference()),
    invoiceLineId: nullable(reference()),
    lotId: nullable(reference()),
    lotCode: nullable(text()),
    serialId: nullable(reference()),
    serialCode: nullable(text()),
    ...pricedColumns,
    /** Where it is meant to go; what it is fit for is seen when it has come. */
    disposition: oneOf('stock', 'quarantine', 'scrap'),
    received: quantity(),
    credited: quantity(),
  },
  scopedBy: [byRoot('returnOrders', 'returnOrderId')],
  indexes: [{ columns: ['returnOrderId', 'position'] }, { columns: ['orderLineId'] }, { columns: ['shipmentLineId'] }],
  told: {
    title: 'productName',
    fields: { ...toldPrice, disposition: 'word', received: 'quantity', credited: 'quantity' },
  },
});

export const returnOrderTables = [returnOrders, returnOrderLines] as const;

declare module '../../../kernel/table.ts' {
  interface Tables {
    returnOrders: TableType<typeof returnOrders>;
    returnOrderLines: TableType<typeof returnOrderLines>;
  }
}
