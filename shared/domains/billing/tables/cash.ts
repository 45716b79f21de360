/** R51: cash that people have taken on the road and have with them until they hand it in. Entries are added, never changed. */
import {
  amount,
  type BalanceRule,
  byColumn,
  byCompany,
  calendarDate,
  defineTable,
  instant,
  integer,
  nullable,
  oneOf,
  reference,
  type TableType,
  text,
} from '../../../kernel/table.ts';

const seenByCollector = [byColumn('user', 'collectorId'), byCompany({ right: 'billing.receiveCash' })] as const;

/** Cash that somebody brings in, and what was counted of it. */
export const cashHandIns = defineTable('cashHandIns', {
  columns: {
    /** HI-K7-000003. */
    number: text(),
    collectorId: reference(),
    collectorName: text(),
    currency: text(),
    amountMinor: amount(),
    countedMinor: nullable(amount()),
    state: oneOf('handedIn', 'confirmed'),
    paymentCount: integer(),
    handedInOn: calendarDate(),
    handedInAt: instant(),
    receivedBy: nullable(reference()),
    receivedByName: nullable(text()),
    confirmedAt: nullable(instant()),
    note: nullable(text()),
    deviceCode: text(),
  },
  scopedBy: seenByCollector,
  indexes: [{ columns: ['number'] }, { columns: ['collectorId', 'handedInAt'] }, { columns: ['state', 'handedInAt'] }],
});

/** What went into a collector's pocket and out of it. */
export const collectorEntries = defineTable('collectorEntries', {
  columns: {
    collectorId: reference(),
    collectorName: text(),
    currency: text(),
    kind: oneOf('taken', 'reversed', 'refunded', 'handedIn', 'difference'),
    /** Above zero: more is in the pocket. */
    amountMinor: amount(),
    documentId: reference(),
    documentNumber: text(),
    payerName: nullable(text()),
    occurredAt: instant(),
  },
  scopedBy: seenByCollector,
  indexes: [{ columns: ['collectorId', 'occurredAt'] }],
});

/** What a collector has in the pocket in one currency, kept by trigger; id = collectorId:currency. */
export const collectorAccounts = defineTable('collectorAccounts', {
  columns: { collectorId: reference(), currency: text(), heldMinor: amount() },
  scopedBy: seenByCollector,
  indexes: [{ columns: ['collectorId'] }],
});

export const cashTables = [cashHandIns, collectorEntries, collectorAccounts] as const;

export const cashBalances: readonly BalanceRule[] = [
  {
    balance: 'collectorAccounts',
    source: 'collectorEntries',
    key: { collectorId: 'collectorId', currency: 'currency' },
    sums: { heldMinor: 'amountMinor' },
  },
];

declare module '../../../kernel/table.ts' {
  interface Tables {
    cashHandIns: TableType<typeof cashHandIns>;
    collectorEntries: TableType<typeof collectorEntries>;
    collectorAccounts: TableType<typeof collectorAccounts>;
  }
}
