/** Goods that came back from customers (R52). What a customer is credited for them belongs to billing, and names these rows. */
import {
  byColumn,
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
} from '../../../kernel/table.ts';

/** Goods that came back at one time; never changed (R8). Null shipment and order: it is not known what they were sent with. */
export const goodsReturns = defineTable('goodsReturns', {
  columns: {
    /** RT-K7-000004. */
    number: text(),
    warehouseId: reference(),
    warehouseName: text(),
    shipmentId: nullable(reference()),
    shipmentNumber: nullable(text()),
    orderId: nullable(reference()),
    orderNumber: nullable(text()),
    customerId: nullable(reference()),
    customerName: nullable(text()),
    /** The books' day (R12); the real instant stands beside it. */
    returnedOn: calendarDate(),
    returnedAt: instant(),
    takenByName: text(),
    deviceCode: text(),
    lineCount: integer(),
    note: nullable(text()),
    /** What was agreed about them (R52); null: nobody asked before they came. */
    returnOrderId: nullable(reference()),
  },
  scopedBy: [byRoot('orders', 'orderId', { optional: true }), byColumn('warehouse', 'warehouseId')],
  indexes: [
    { columns: ['number'] },
    { columns: ['shipmentId'] },
    { columns: ['orderId'] },
    { columns: ['returnOrderId'] },
    { columns: ['customerId', 'returnedAt'] },
    { columns: ['warehouseId', 'returnedAt', 'id'] },
  ],
  search: { text: ['customerName'], code: ['number', 'shipmentNumber', 'orderNumber'], rankBy: 'returnedAt' },
});

/** What came back of one lot or serial number of one line of a shipment; its movement has the same id. */
export const goodsReturnLines = defineTable('goodsReturnLines', {
  columns: {
    goodsReturnId: reference(),
    position: integer(),
    shipmentLineId: nullable(reference()),
    /** What is credited is credited on this line. */
    orderLineId: nullable(reference()),
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
    /** quarantine: it cannot be sold as it is (R53); scrapped: nor ever. */
    condition: oneOf('saleable', 'quarantine', 'scrapped'),
    reason: oneOf('unwanted', 'refused', 'wrongGoods', 'opened', 'damaged', 'defective', 'expired'),
  },
  scopedBy: [byRoot('goodsReturns', 'goodsReturnId')],
  indexes: [
    { columns: ['goodsReturnId', 'position'] },
    { columns: ['shipmentLineId'] },
    { columns: ['orderLineId'] },
    { columns: ['lotId'] },
    { columns: ['serialId'] },
  ],
});

export const returnTables = [goodsReturns, goodsReturnLines] as const;

declare module '../../../kernel/table.ts' {
  interface Tables {
    goodsReturns: TableType<typeof goodsReturns>;
    goodsReturnLines: TableType<typeof goodsReturnLines>;
  }
}
