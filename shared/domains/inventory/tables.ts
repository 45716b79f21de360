import {
  type BalanceRule,
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
  unitPrice,
  withDefault,
} from '../../kernel/table.ts';

export const warehouses = defineTable('warehouses', {
  columns: { code: text(), name: text() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'], unique: true }],
  audited: true,
});

export const products = defineTable('products', {
  columns: {
    /** SKU: imports update by it. */
    code: text(),
    name: text(),
    category: nullable(text()),
    /** Base unit, as printed: 盒, piece, bottle. */
    unit: text(),
    /** What is in one unit, as printed: "24 - 12 oz bottles". */
    packaging: nullable(text()),
    barcode: nullable(text()),
    /** Base price of one unit, without or with tax as the company's price mode says (R40 base, R42). */
    basePrice: unitPrice(),
    /** R9: below it an order waits for approval; null: there is none. A rep's device holds it, unlike the cost (R47). */
    floorPrice: nullable(unitPrice()),
    currency: text(),
    /** Key of dated tax rates (R43). */
    taxCode: text(),
    reorderPoint: quantity(),
    discontinued: flag(),
    /** lot: every movement names its lot (R29). */
    tracking: withDefault(oneOf('none', 'lot'), 'none'),
    /** Life of a fresh lot: what a receipt offers as the day of expiry. Null: the goods do not expire. */
    shelfLifeDays: nullable(integer()),
    /** SHA-256 (hex) of the picture's file. */
    pictureHash: nullable(fileHash()),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'] }, { columns: ['name', 'id'] }],
  search: { text: ['name', 'category'], code: ['code', 'barcode'], rankBy: 'updatedAt' },
  told: {
    title: 'name',
    fields: {
      name: 'text',
      code: 'text',
      category: 'text',
      unit: 'text',
      packaging: 'text',
      barcode: 'text',
      basePrice: 'price',
      currency: 'text',
      reorderPoint: 'quantity',
      discontinued: 'yesNo',
      shelfLifeDays: 'days',
    },
  },
  audited: true,
});

/** What a product costs (R47): only on devices of people who may see it; id = the product's id. */
export const productCosts = defineTable('productCosts', {
  columns: {
    productId: reference(),
    /** Moving average of one base unit, without tax (R32). */
    averageCost: unitPrice(),
    currency: text(),
  },
  scopedBy: [byCompany({ right: 'inventory.seeCost' })],
  audited: true,
});

/** Whom goods are bought from. */
export const suppliers = defineTable('suppliers', {
  columns: {
    /** The company's own key: imports update by it. */
    code: text(),
    name: text(),
    taxNumber: nullable(text()),
    contactName: nullable(text()),
    phone: nullable(text()),
    email: nullable(text()),
    address: nullable(text()),
    city: nullable(text()),
    country: nullable(text()),
    currency: text(),
    paymentTermsDays: integer(),
    /** Days from the order to the goods. */
    leadDays: nullable(integer()),
  },
  scopedBy: [byCompany({ right: 'inventory.seeSuppliers' })],
  indexes: [{ columns: ['code'] }, { columns: ['name', 'id'] }],
  audited: true,
});

/** Goods of one product that came together and expire together; a code is unique within its product. */
export const lots = defineTable('lots', {
  columns: {
    productId: reference(),
    /** As printed on the goods. */
    code: text(),
    /** The last day on which it may be used (R30); null: it does not expire. */
    expiresOn: nullable(calendarDate()),
    receivedOn: calendarDate(),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['productId', 'expiresOn'] }, { columns: ['code'] }],
});

/** The stock ledger: append-only, every movement with its cause (R33). */
export const stockMovements = defineTable('stockMovements', {
  columns: {
    productId: reference(),
    warehouseId: reference(),
    /** Positive into the warehouse, negative out of it. */
    quantity: quantity(),
    cause: oneOf('openingBalance', 'receipt', 'shipment', 'return', 'transfer', 'count', 'scrap'),
    documentId: nullable(reference()),
    /** As printed on the paper that goes with the goods. */
    documentNumber: nullable(text()),
    /** Where the product is tracked by lots. */
    lotId: nullable(reference()),
    occurredAt: instant(),
  },
  scopedBy: [byColumn('warehouse', 'warehouseId')],
  indexes: [{ columns: ['productId', 'warehouseId', 'occurredAt', 'id'] }],
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
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['warehouseId', 'productId'] }],
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
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['productId', 'warehouseId'] }, { columns: ['lotId'] }],
});

export const inventoryTables = [
  warehouses,
  products,
  productCosts,
  suppliers,
  lots,
  stockMovements,
  reservations,
  expectedReceipts,
  stockBalances,
  lotBalances,
] as const;

const stockKey = { productId: 'productId', warehouseId: 'warehouseId' } as const;

export const inventoryBalances: readonly BalanceRule[] = [
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
    balance: 'lotBalances',
    source: 'stockMovements',
    key: { ...stockKey, lotId: 'lotId' },
    sums: { onHand: 'quantity' },
  },
  {
    balance: 'lotBalances',
    source: 'stockMovements',
    key: { ...stockKey, lotId: 'lotId' },
    sums: { opening: 'quantity' },
    when: { column: 'cause', equals: 'openingBalance' },
  },
];

declare module '../../kernel/table.ts' {
  interface Tables {
    warehouses: TableType<typeof warehouses>;
    products: TableType<typeof products>;
    productCosts: TableType<typeof productCosts>;
    suppliers: TableType<typeof suppliers>;
    lots: TableType<typeof lots>;
    stockMovements: TableType<typeof stockMovements>;
    reservations: TableType<typeof reservations>;
    expectedReceipts: TableType<typeof expectedReceipts>;
    stockBalances: TableType<typeof stockBalances>;
    lotBalances: TableType<typeof lotBalances>;
  }
}
