/** Where in a warehouse goods lie. A warehouse without locations works without them: what it holds lies nowhere in it. */
import {
  type BalanceRule,
  byColumn,
  defineTable,
  flag,
  integer,
  nullable,
  oneOf,
  quantity,
  reference,
  type TableType,
  text,
  withDefault,
} from '../../../kernel/table.ts';

const byWarehouse = [byColumn('warehouse', 'warehouseId')] as const;

/** A part of a warehouse. What lies in one of kind `quarantine` is not saleable (R20). */
export const zones = defineTable('zones', {
  columns: {
    warehouseId: reference(),
    code: text(),
    name: text(),
    /** receiving: where goods come in, before they are put away. staging: where picked goods wait to be packed. */
    kind: oneOf('storage', 'receiving', 'staging', 'quarantine'),
  },
  scopedBy: byWarehouse,
  indexes: [{ columns: ['warehouseId', 'code'] }],
  audited: true,
});

/** One place on a shelf, as its label says: A-03-12. */
export const locations = defineTable('locations', {
  columns: {
    warehouseId: reference(),
    zoneId: reference(),
    code: text(),
    /** Where it is found: rack, bay from the left, level from the floor; null where the code says it all. */
    rack: nullable(text()),
    bay: nullable(integer()),
    level: nullable(integer()),
    /** Its turn on the way through the warehouse. */
    walkOrder: integer(),
    /** 0: nothing is put there any more. */
    active: flag(),
  },
  scopedBy: byWarehouse,
  indexes: [
    { columns: ['warehouseId', 'code'] },
    { columns: ['warehouseId', 'walkOrder', 'id'] },
    { columns: ['zoneId'] },
  ],
  audited: true,
});

/** Stock of one product at one location, kept by trigger; id = warehouseId:locationId:productId. */
export const locationBalances = defineTable('locationBalances', {
  columns: {
    warehouseId: reference(),
    locationId: reference(),
    productId: reference(),
    onHand: quantity(),
    /** What pick lists are to take from here. */
    allocated: withDefault(quantity(), 0),
    /** Part of onHand that cannot be sold (R20). */
    quarantined: withDefault(quantity(), 0),
  },
  scopedBy: byWarehouse,
  indexes: [{ columns: ['productId', 'warehouseId'] }, { columns: ['locationId'] }],
});

/** Stock of one lot at one location, kept by trigger; id = warehouseId:locationId:productId:lotId. */
export const locationLotBalances = defineTable('locationLotBalances', {
  columns: {
    warehouseId: reference(),
    locationId: reference(),
    productId: reference(),
    lotId: reference(),
    onHand: quantity(),
    allocated: withDefault(quantity(), 0),
    quarantined: withDefault(quantity(), 0),
  },
  scopedBy: byWarehouse,
  indexes: [{ columns: ['productId', 'warehouseId'] }, { columns: ['locationId'] }, { columns: ['lotId'] }],
});

const atLocation = { warehouseId: 'warehouseId', locationId: 'locationId', productId: 'productId' } as const;
const lotAtLocation = { ...atLocation, lotId: 'lotId' } as const;
const setApart = {
  source: 'stockMovements',
  sums: { quarantined: 'quantity' },
  when: { column: 'condition', equals: 'quarantine' },
} as const;

export const placeBalances: readonly BalanceRule[] = [
  { balance: 'locationBalances', source: 'stockMovements', key: atLocation, sums: { onHand: 'quantity' } },
  { balance: 'locationBalances', source: 'pickLines', key: atLocation, sums: { allocated: 'allocated' } },
  { balance: 'locationLotBalances', source: 'stockMovements', key: lotAtLocation, sums: { onHand: 'quantity' } },
  { balance: 'locationLotBalances', source: 'pickLines', key: lotAtLocation, sums: { allocated: 'allocated' } },
  { balance: 'locationBalances', key: atLocation, ...setApart },
  { balance: 'locationLotBalances', key: lotAtLocation, ...setApart },
];

export const placeTables = [zones, locations, locationBalances, locationLotBalances] as const;

declare module '../../../kernel/table.ts' {
  interface Tables {
    zones: TableType<typeof zones>;
    locations: TableType<typeof locations>;
    locationBalances: TableType<typeof locationBalances>;
    locationLotBalances: TableType<typeof locationLotBalances>;
  }
}
