/** Goods on their way out of the shelf: who takes what from where, and what was sent. */
import {
  amount,
  byColumn,
  byCompany,
  byRoot,
  calendarDate,
  defineTable,
  fileHash,
  flag,
  instant,
  integer,
  nullable,
  oneOf,
  quantity,
  reference,
  type TableType,
  text,
} from '../../../kernel/table.ts';

/** One way through a warehouse for one or more orders (a wave), done by one desk (R24). */
export const pickLists = defineTable('pickLists', {
  columns: {
    /** PK-K7-000012. */
    number: text(),
    warehouseId: reference(),
    /** picked: all lines were taken or found missing. closed: everything picked was shipped or put back. */
    state: oneOf('released', 'claimed', 'picked', 'closed', 'cancelled'),
    orderCount: integer(),
    lineCount: integer(),
    releasedAt: instant(),
    releasedByName: text(),
    claimedBy: nullable(reference()),
    claimedByName: nullable(text()),
    claimedDeviceCode: nullable(text()),
    claimedAt: nullable(instant()),
    pickedAt: nullable(instant()),
    note: nullable(text()),
  },
  scopedBy: [byColumn('warehouse', 'warehouseId')],
  indexes: [{ columns: ['number'] }, { columns: ['warehouseId', 'state', 'releasedAt', 'id'] }],
  search: { code: ['number'], rankBy: 'releasedAt' },
});

/** What is to be taken from one place for one line of an order, in the order of the way; lot and place by R30. */
export const pickLines = defineTable('pickLines', {
  columns: {
    pickListId: reference(),
    warehouseId: reference(),
    position: integer(),
    orderId: reference(),
    orderLineId: reference(),
    orderNumber: text(),
    customerName: text(),
    productId: reference(),
    productCode: text(),
    productName: text(),
    unit: text(),
    lotId: nullable(reference()),
    lotCode: nullable(text()),
    expiresOn: nullable(calendarDate()),
    locationId: nullable(reference()),
    locationCode: nullable(text()),
    /** The piece that was taken, where each has a number of its own. */
    serialId: nullable(reference()),
    serialCode: nullable(text()),
    quantity: quantity(),
    /** What of it still holds stock back at its place: the quantity until it is shipped, put back or found missing. */
    allocated: quantity(),
    picked: quantity(),
    packed: quantity(),
    shipped: quantity(),
    shortReason: nullable(oneOf('notFound', 'damaged', 'expired', 'blocked')),
  },
  scopedBy: [byRoot('pickLists', 'pickListId')],
  indexes: [
    { columns: ['pickListId', 'position'] },
    { columns: ['orderId'] },
    { columns: ['orderLineId'] },
    { columns: ['productId', 'warehouseId'] },
  ],
});

/** Who carries goods: a company, or the own van. */
export const carriers = defineTable('carriers', {
  columns: {
    code: text(),
    name: text(),
    phone: nullable(text()),
    /** Address of its tracking page, `{number}` where the number goes. */
    trackingUrl: nullable(text()),
    isOwn: flag(),
    active: flag(),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'] }],
  audited: true,
});

/**
 * Goods that left a warehouse for a customer; never changed but by its delivery and by who carries it (R8). Its number is
 * the delivery note's.
 */
export const shipments = defineTable('shipments', {
  columns: {
    /** DN-K7-000034. */
    number: text(),
    orderId: reference(),
    orderNumber: text(),
    pickListId: nullable(reference()),
    warehouseId: reference(),
    warehouseName: text(),
    customerId: reference(),
    customerName: text(),
    contactName: nullable(text()),
    phone: nullable(text()),
    shipTo: nullable(text()),
    state: oneOf('shipped', 'delivered', 'refused', 'reversed'),
    /** The books' day (R12); the real instant stands beside it. */
    shippedOn: calendarDate(),
    shippedAt: instant(),
    shippedBy: reference(),
    shippedByName: text(),
    deviceCode: text(),
    carrierId: nullable(reference()),
    carrierName: nullable(text()),
    trackingNumber: nullable(text()),
    /** Of shipments before freight had a table of its own (`shipmentFreights`). */
    freightMinor: nullable(amount()),
    currency: text(),
    parcelCount: integer(),
    weightGrams: nullable(integer()),
    lineCount: integer(),
    note: nullable(text()),
    /** The tour it goes with: its day, who drives, and which stop. */
    tourOn: nullable(calendarDate()),
    driverId: nullable(reference()),
    stop: nullable(integer()),
    deliveredAt: nullable(instant()),
    receivedByName: nullable(text()),
    signatureHash: nullable(fileHash()),
    photoHash: nullable(fileHash()),
    deliveryNote: nullable(text()),
    /** The shipment that this one takes back, or that took it back (R8). */
    reversesId: nullable(reference()),
  },
  scopedBy: [byRoot('orders', 'orderId', { optional: true }), byColumn('warehouse', 'warehouseId')],
  indexes: [
    { columns: ['number'] },
    { columns: ['orderId'] },
    { columns: ['customerId', 'shippedAt'] },
    { columns: ['warehouseId', 'shippedAt', 'id'] },
    { columns: ['tourOn', 'driverId', 'stop'] },
  ],
  search: { text: ['customerName'], code: ['number', 'orderNumber', 'trackingNumber'], rankBy: 'shippedAt' },
});

/**
 * What became of a shipment after it left, and no other paper tells (R8, R10): its history, only ever added to. Who it was
 * says `createdBy`. A signature or picture that came later is proof of its delivery beside the shipment's own.
 */
export const shipmentChanges = defineTable('shipmentChanges', {
  columns: {
    shipmentId: reference(),
    /** parcelNumbered: the tracking number of one parcel. signatureAdded, pictureAdded: proof, in `fileHash`. */
    kind: oneOf('carrierNamed', 'parcelNumbered', 'delivered', 'refused', 'signatureAdded', 'pictureAdded'),
    changedAt: instant(),
    deviceCode: text(),
    /** The carrier's name; null: the customer fetches it. */
    carrierBefore: nullable(text()),
    carrierAfter: nullable(text()),
    numberBefore: nullable(text()),
    numberAfter: nullable(text()),
    parcelCode: nullable(text()),
    /** Who took the goods, or signed. */
    personName: nullable(text()),
    fileHash: nullable(fileHash()),
    note: nullable(text()),
  },
  scopedBy: [byRoot('shipments', 'shipmentId')],
  indexes: [{ columns: ['shipmentId', 'changedAt'] }],
  history: true,
});

/** What it cost to carry a shipment (R47), in the company's currency; id = the shipment's id. */
export const shipmentFreights = defineTable('shipmentFreights', {
  columns: { freightMinor: amount(), currency: text() },
  scopedBy: [byCompany({ right: 'inventory.seeCost' })],
});

/**
 * What was sent of one lot or serial number for one line of an order, in one parcel; its movement has the same id. Of a
 * shipment that takes another one back the quantities are below zero, so that a trace comes to what is really there.
 */
export const shipmentLines = defineTable('shipmentLines', {
  columns: {
    shipmentId: reference(),
    position: integer(),
    orderLineId: reference(),
    productId: reference(),
    productCode: text(),
    productName: text(),
    unit: text(),
    lotId: nullable(reference()),
    lotCode: nullable(text()),
    serialId: nullable(reference()),
    serialCode: nullable(text()),
    /** Where it lay, and which line of a pick list took it from there; null: nobody said. */
    locationId: nullable(reference()),
    pickLineId: nullable(reference()),
    /** The parcel's number within the shipment, from 1. */
    parcel: integer(),
    quantity: quantity(),
    /** What came back of it (R52). */
    returned: quantity(),
  },
  scopedBy: [byRoot('shipments', 'shipmentId')],
  indexes: [
    { columns: ['shipmentId', 'position'] },
    { columns: ['orderLineId'] },
    { columns: ['lotId'] },
    { columns: ['serialId'] },
  ],
});

/** A box of a shipment, with the code on its label. */
export const parcels = defineTable('parcels', {
  columns: {
    shipmentId: reference(),
    position: integer(),
    /** DN-K7-000034-1. */
    code: text(),
    weightGrams: nullable(integer()),
    trackingNumber: nullable(text()),
  },
  scopedBy: [byRoot('shipments', 'shipmentId')],
  indexes: [{ columns: ['shipmentId', 'position'] }, { columns: ['code'] }],
});

export const pickingTables = [
  pickLists,
  pickLines,
  carriers,
  shipments,
  shipmentChanges,
  shipmentFreights,
  shipmentLines,
  parcels,
] as const;

declare module '../../../kernel/table.ts' {
  interface Tables {
    pickLists: TableType<typeof pickLists>;
    pickLines: TableType<typeof pickLines>;
    carriers: TableType<typeof carriers>;
    shipments: TableType<typeof shipments>;
    shipmentChanges: TableType<typeof shipmentChanges>;
    shipmentFreights: TableType<typeof shipmentFreights>;
    shipmentLines: TableType<typeof shipmentLines>;
    parcels: TableType<typeof parcels>;
  }
}
