/** What keeps stock right: transfers between warehouses, counts, quotas, and what does not fit until somebody explains it. */
import {
  type BalanceRule,
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

/** Goods from one warehouse to another; what is under way is expected at the destination (R27). */
export const transfers = defineTable('transfers', {
  columns: {
    /** TR-K7-000003. */
    number: text(),
    fromWarehouseId: reference(),
    fromWarehouseName: text(),
    toWarehouseId: reference(),
    toWarehouseName: text(),
    /** underWay: sent in whole or in part. closed: everything sent has come or was written off. */
    state: oneOf('open', 'underWay', 'closed', 'cancelled'),
    dueOn: nullable(calendarDate()),
    sentAt: nullable(instant()),
    closedAt: nullable(instant()),
    lineCount: integer(),
    askedByName: text(),
    note: nullable(text()),
  },
  scopedBy: [byColumn('warehouse', 'fromWarehouseId'), byColumn('warehouse', 'toWarehouseId')],
  indexes: [{ columns: ['number'] }, { columns: ['state', 'createdAt', 'id'] }],
  search: { code: ['number'], rankBy: 'updatedAt' },
});

export const transferLines = defineTable('transferLines', {
  columns: {
    transferId: reference(),
    position: integer(),
    productId: reference(),
    productCode: text(),
    productName: text(),
    unit: text(),
    lotId: nullable(reference()),
    lotCode: nullable(text()),
    quantity: quantity(),
    sent: quantity(),
    received: quantity(),
    /** Written off on the way. */
    lost: quantity(),
    /** Why, in the words of whoever wrote it off; several times: one after the other. */
    lostReason: nullable(text()),
    /** What of it is under way by lot or piece, as JSON (`PartsUnderWay`); null: it is not told apart. */
    onTheWay: nullable(text()),
    /** What of `lost` was written off on which day of the books, as JSON (rules/loss-days.ts); null: nobody kept it. */
    losses: nullable(text()),
  },
  scopedBy: [byRoot('transfers', 'transferId')],
  indexes: [{ columns: ['transferId', 'position'] }],
});

/** A count of a part of a warehouse: blind, and differences above the threshold by a second person (R28). */
export const stockCounts = defineTable('stockCounts', {
  columns: {
    /** CC-K7-000005. */
    number: text(),
    warehouseId: reference(),
    state: oneOf('open', 'posted', 'cancelled'),
    /** What is counted: everything, a zone, products by their turn, or what somebody chose. */
    basis: oneOf('all', 'zone', 'cycle', 'chosen'),
    lineCount: integer(),
    startedAt: instant(),
    startedByName: text(),
    postedAt: nullable(instant()),
    postedByName: nullable(text()),
    note: nullable(text()),
  },
  scopedBy: [byColumn('warehouse', 'warehouseId')],
  indexes: [{ columns: ['number'] }, { columns: ['warehouseId', 'state', 'startedAt', 'id'] }],
  search: { code: ['number'], rankBy: 'startedAt' },
});

/** One product, lot and place to be counted. The book is that of the instant of its count. */
export const countLines = defineTable('countLines', {
  columns: {
    countId: reference(),
    warehouseId: reference(),
    position: integer(),
    productId: reference(),
    productCode: text(),
    productName: text(),
    unit: text(),
    lotId: nullable(reference()),
    lotCode: nullable(text()),
    locationId: nullable(reference()),
    locationCode: nullable(text()),
    /** recount: the difference is above the threshold, and another person counts again. */
    state: oneOf('open', 'recount', 'counted', 'posted', 'skipped'),
    counted: nullable(quantity()),
    countedAt: nullable(instant()),
    countedBy: nullable(reference()),
    countedByName: nullable(text()),
    /** What the books held at that instant; what arrives later and happened before changes it (R28). */
    book: nullable(quantity()),
    /** The first count, where another one followed. */
    firstCounted: nullable(quantity()),
    firstCountedByName: nullable(text()),
    reason: nullable(text()),
    /** Ids of the numbered pieces that were found, as JSON (R29); null: it was not counted by numbers. */
    pieces: nullable(text()),
  },
  scopedBy: [byRoot('stockCounts', 'countId')],
  indexes: [{ columns: ['countId', 'position'] }, { columns: ['productId', 'warehouseId', 'countedAt'] }],
});

/** Stock that one person may promise without asking anybody: on the van, or held for the road. */
export const stockQuotas = defineTable('stockQuotas', {
  columns: {
    userId: reference(),
    userName: text(),
    /** The one device of theirs that may promise it, as its papers name it (K7); null: any of them. */
    deviceCode: nullable(text()),
    warehouseId: reference(),
    productId: reference(),
    /** What was given. */
    granted: quantity(),
    /** What is left of it; orders of that person take from it first. */
    left: quantity(),
    validUntil: nullable(calendarDate()),
  },
  scopedBy: [byColumn('user', 'userId'), byColumn('warehouse', 'warehouseId')],
  indexes: [{ columns: ['userId', 'productId'] }, { columns: ['productId', 'warehouseId'] }],
  audited: true,
});

/**
 * What the books cannot hold and happened all the same (R24, R29, R33, R113), and goods that were not where the books have
 * them (R28): open until somebody says why.
 */
export const stockFlags = defineTable('stockFlags', {
  columns: {
    warehouseId: reference(),
    kind: oneOf(
      'belowZero',
      'pickedTwice',
      'shippedTwice',
      'serialElsewhere',
      'overReceived',
      'unsaleableShipped',
      'returnedBeyond',
      'doneWithoutRight',
      'pickedShort',
      'notSent',
      'pickedDamaged',
      'pickedExpired',
      'pickedBlocked',
    ),
    productId: reference(),
    productName: text(),
    lotId: nullable(reference()),
    serialId: nullable(reference()),
    documentId: nullable(reference()),
    documentNumber: nullable(text()),
    quantity: quantity(),
    occurredAt: instant(),
    state: oneOf('open', 'explained'),
    explanation: nullable(text()),
    explainedAt: nullable(instant()),
    explainedByName: nullable(text()),
    /** Of goods that were not found, or not fit to be sold, where they were to be picked: which, where, how many were expected there, how many lay there. */
    lotCode: nullable(text()),
    locationId: nullable(reference()),
    locationCode: nullable(text()),
    wanted: nullable(quantity()),
    found: nullable(quantity()),
  },
  scopedBy: [byColumn('warehouse', 'warehouseId')],
  indexes: [{ columns: ['warehouseId', 'state', 'occurredAt', 'id'] }, { columns: ['productId', 'warehouseId'] }],
});

export const upkeepBalances: readonly BalanceRule[] = [
  {
    balance: 'stockBalances',
    source: 'stockQuotas',
    key: { productId: 'productId', warehouseId: 'warehouseId' },
    sums: { quota: 'left' },
  },
];

export const upkeepTables = [transfers, transferLines, stockCounts, countLines, stockQuotas, stockFlags] as const;

declare module '../../../kernel/table.ts' {
  interface Tables {
    transfers: TableType<typeof transfers>;
    transferLines: TableType<typeof transferLines>;
    stockCounts: TableType<typeof stockCounts>;
    countLines: TableType<typeof countLines>;
    stockQuotas: TableType<typeof stockQuotas>;
    stockFlags: TableType<typeof stockFlags>;
  }
}
