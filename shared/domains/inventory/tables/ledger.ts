/** The stock ledger: every movement with its cause, what holds stock back, and the balances that triggers keep of both. */
import {
  type BalanceRule,
  byColumn,
  byCompany,
  byRoot,
  calendarDate,
  defineTable,
  flag,
  instant,
  nullable,
  oneOf,
  quantity,
  reference,
  type TableType,
  text,
  unitPrice,
  withDefault,
} from '../../../kernel/table.ts';

/** Goods of one product that came together and expire together; a code is unique within its product. */
export const lots = defineTable('lots', {
  columns: {
    productId: reference(),
    /** As printed on the goods. */
    code: text(),
    /** The last day on which it may be used (R30); null: it does not expire. */
    expiresOn: nullable(calendarDate()),
    receivedOn: calendarDate(),
    /** Who brought it, where that is known. */
    supplierId: nullable(reference()),
    /** 1: nobody gets it any more until somebody frees it: called back, or under suspicion. */
    blocked: withDefault(flag(), 0),
  },
  scopedBy: [byCompany()],
  indexes: [
    { columns: ['productId', 'expiresOn'] },
    { columns: ['code'] },
    { columns: ['id', 'expiresOn', 'blocked'], side: 'device' },
  ],
  search: { code: ['code'], rankBy: 'updatedAt' },
});

/** One piece with a number of its own (R29): in one place only. */
export const serials = defineTable('serials', {
  columns: {
    productId: reference(),
    code: text(),
    lotId: nullable(reference()),
    /** missing: a count did not find it. */
    state: oneOf('inStock', 'shipped', 'scrapped', 'missing'),
    /** Where it is; null once it has left. */
    warehouseId: nullable(reference()),
    locationId: nullable(reference()),
    /** The document that brought it where it is, or took it away. */
    documentId: nullable(reference()),
    movedAt: instant(),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['productId', 'code'] }, { columns: ['code'] }, { columns: ['warehouseId', 'productId'] }],
  search: { code: ['code'], rankBy: 'movedAt' },
});

/** The stock ledger: append-only, every movement with its cause (R33). */
export const stockMovements = defineTable('stockMovements', {
  columns: {
    productId: reference(),
    warehouseId: reference(),
    /** Positive into the warehouse, negative out of it. */
    quantity: quantity(),
    /** move: within a warehouse, from a place or condition to another; two rows that sum to nothing. */
    /** sentBack: to the supplier. */
    cause: oneOf('openingBalance', 'receipt', 'shipment', 'return', 'transfer', 'count', 'scrap', 'move', 'sentBack'),
    documentId: nullable(reference()),
    /** As printed on the paper that goes with the goods. */
    documentNumber: nullable(text()),
    /** Where the product is tracked by lots. */
    lotId: nullable(reference()),
    occurredAt: instant(),
    serialId: nullable(reference()),
    /** Null: the warehouse has no locations, or nobody said which. */
    locationId: nullable(reference()),
    /** quarantine: it is there and cannot be sold (R20). */
    condition: withDefault(oneOf('saleable', 'quarantine'), 'saleable'),
    /** The books' day where it is not that of `occurredAt` (R12). */
    bookedOn: nullable(calendarDate()),
    /** The movement that this one takes back (R8). */
    reversesId: nullable(reference()),
    /** Why, where somebody had to say it: what was thrown away, or differs in a count. */
    reason: nullable(text()),
  },
  scopedBy: [byColumn('warehouse', 'warehouseId')],
  indexes: [
    { columns: ['productId', 'warehouseId', 'occurredAt', 'id'] },
    { columns: ['documentId'], side: 'device' },
    {
      columns: ['productId', 'warehouseId', 'occurredAt', 'cause', 'quantity', 'bookedOn', 'deletedAt'],
      name: 'flow',
      side: 'device',
    },
  ],
  history: true,
});

/**
 * What open orders hold back (R22); deleted when shipped, cancelled or freed. A line may hold pieces in another warehouse
 * than its order's: that one sees them by themselves.
 */
export const reservations = defineTable('reservations', {
  columns: {
    orderId: reference(),
    orderLineId: reference(),
    productId: reference(),
    warehouseId: reference(),
    quantity: quantity(),
  },
  scopedBy: [byRoot('orders', 'orderId'), byColumn('warehouse', 'warehouseId')],
  indexes: [{ columns: ['orderId'] }, { columns: ['productId', 'warehouseId'] }],
});

/** Goods under way to a warehouse; deleted when received. */
export const expectedReceipts = defineTable('expectedReceipts', {
  columns: {
    productId: reference(),
    warehouseId: reference(),
    quantity: quantity(),
    dueOn: nullable(calendarDate()),
    origin: oneOf('import', 'purchase', 'transfer'),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['productId', 'warehouseId'] }],
});

/** Stock of one product in one warehouse, kept by trigger; id = productId:warehouseId. */
export const stockBalances = defineTable('stockBalances', {
  columns: {
    productId: reference(),
    warehouseId: reference(),
    onHand: quantity(),
    reserved: quantity(),
    incoming: quantity(),
    /** Part of onHand that opening balances brought: a second import of them adds only the difference (R110). */
    opening: quantity(),
    /** Part of onHand that cannot be sold: in quarantine. Lots that are expired or blocked are not in it. */
    quarantined: withDefault(quantity(), 0),
    /** What quotas hold back for single persons. */
    quota: withDefault(quantity(), 0),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['warehouseId', 'productId'] }, { columns: ['productId', 'warehouseId'], side: 'device' }],
});

/** Stock of one lot in one warehouse, kept by trigger; id = productId:warehouseId:lotId. */
export const lotBalances = defineTable('lotBalances', {
  columns: {
    productId: reference(),
    warehouseId: reference(),
    lotId: reference(),
    onHand: quantity(),
    /** Part of onHand that opening balances brought (R110). */
    opening: withDefault(quantity(), 0),
    quarantined: withDefault(quantity(), 0),
    /** What pick lists are to take. */
    allocated: withDefault(quantity(), 0),
  },
  scopedBy: [byCompany()],
  indexes: [
    { columns: ['productId', 'warehouseId'] },
    { columns: ['lotId'] },
    {
      columns: ['productId', 'warehouseId', 'onHand', 'quarantined', 'lotId'],
      name: 'ofProduct',
      side: 'device',
    },
  ],
});

/** What a movement was worth when it was booked (R32, R47); id = the movement's id. Written at the office alone. */
export const movementCosts = defineTable('movementCosts', {
  columns: {
    productId: reference(),
    warehouseId: reference(),
    quantity: quantity(),
    /** Of one base unit. */
    unitCost: unitPrice(),
    currency: text(),
    /** The product's moving average after it. */
    averageAfter: unitPrice(),
    /**
     * Since when that average holds: when it happened, or when the books' day begins (R12), or right after the newest before
     * it where it was told late.
     */
    occurredAt: instant(),
  },
  scopedBy: [byCompany({ right: 'inventory.seeCost' })],
  indexes: [
    { columns: ['productId', 'occurredAt'] },
    {
      columns: ['productId', 'occurredAt', 'currency', 'averageAfter', 'id'],
      name: 'averages',
      side: 'device',
    },
  ],
  history: true,
});

export const ledgerTables = [
  lots,
  serials,
  stockMovements,
  movementCosts,
  reservations,
  expectedReceipts,
  stockBalances,
  lotBalances,
] as const;

const stockKey = { productId: 'productId', warehouseId: 'warehouseId' } as const;
const lotKey = { ...stockKey, lotId: 'lotId' } as const;
const inQuarantine = { column: 'condition', equals: 'quarantine' } as const;

export const ledgerBalances: readonly BalanceRule[] = [
  { balance: 'stockBalances', source: 'stockMovements', key: stockKey, sums: { onHand: 'quantity' } },
  {
    balance: 'stockBalances',
    source: 'stockMovements',
    key: stockKey,
    sums: { opening: 'quantity' },
    when: { column: 'cause', equals: 'openingBalance' },
  },
  { balance: 'stockBalances', source: 'reservations', key: stockKey, sums: { reserved: 'quantity' } },
  { balance: 'stockBalances', source: 'expectedReceipts', key: stockKey, sums: { incoming: 'quantity' } },
  {
    balance: 'stockBalances',
    source: 'stockMovements',
    key: stockKey,
    sums: { quarantined: 'quantity' },
    when: inQuarantine,
  },
  { balance: 'lotBalances', source: 'stockMovements', key: lotKey, sums: { onHand: 'quantity' } },
  {
    balance: 'lotBalances',
    source: 'stockMovements',
    key: lotKey,
    sums: { opening: 'quantity' },
    when: { column: 'cause', equals: 'openingBalance' },
  },
  {
    balance: 'lotBalances',
    source: 'stockMovements',
    key: lotKey,
    sums: { quarantined: 'quantity' },
    when: inQuarantine,
  },
  { balance: 'lotBalances', source: 'pickLines', key: lotKey, sums: { allocated: 'allocated' } },
];

declare module '../../../kernel/table.ts' {
  interface Tables {
    lots: TableType<typeof lots>;
    serials: TableType<typeof serials>;
    stockMovements: TableType<typeof stockMovements>;
    movementCosts: TableType<typeof movementCosts>;
    reservations: TableType<typeof reservations>;
    expectedReceipts: TableType<typeof expectedReceipts>;
    stockBalances: TableType<typeof stockBalances>;
    lotBalances: TableType<typeof lotBalances>;
  }
}
