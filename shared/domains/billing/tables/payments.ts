/**
 * What customers owe and pay: payments and what they settle, the customer's account (R59), reminders, write-offs and
 * rebates. Entries are added, never changed.
 */
import {
  amount,
  type BalanceRule,
  basisPoints,
  byColumn,
  byRoot,
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

/** R51. One that goes back to the customer, or takes another back, has amounts below zero. */
export const payments = defineTable('payments', {
  columns: {
    /** RC-K7-000021. */
    number: text(),
    kind: oneOf('receipt', 'refund'),
    state: oneOf('taken', 'reversed'),
    legalEntityId: reference(),
    legalEntityName: text(),
    payerId: reference(),
    payerName: text(),
    /** For whose order it was given, where that is somebody else. */
    customerId: nullable(reference()),
    method: oneOf('cash', 'transfer', 'card', 'wechat', 'alipay', 'acceptanceBill'),
    amountMinor: amount(),
    currency: text(),
    /** R46. */
    exchangeRate: integer(),
    baseMinor: amount(),
    /** The books' day (R12); the real one stands beside it. */
    receivedOn: calendarDate(),
    realOn: calendarDate(),
    receivedAt: instant(),
    /** What the bank or the platform calls it. */
    reference: nullable(text()),
    bankAccount: nullable(text()),
    /** R56: paid before the order was delivered. */
    orderId: nullable(reference()),
    orderNumber: nullable(text()),
    billNumber: nullable(text()),
    billDrawer: nullable(text()),
    billBank: nullable(text()),
    billDueOn: nullable(calendarDate()),
    billState: nullable(oneOf('held', 'discounted', 'endorsed', 'cleared', 'dishonoured')),
    /** Cash on the road: who has it, until it is handed in. */
    collectorId: nullable(reference()),
    collectorName: nullable(text()),
    handInId: nullable(reference()),
    reversesId: nullable(reference()),
    note: nullable(text()),
    takenBy: reference(),
    takenByName: text(),
    deviceCode: text(),
  },
  scopedBy: [byRoot('customers', 'payerId', { optional: true }), byColumn('user', 'collectorId')],
  indexes: [
    { columns: ['number'] },
    { columns: ['payerId', 'receivedOn'] },
    { columns: ['orderId'] },
    { columns: ['collectorId', 'handInId'] },
    { columns: ['method', 'billState', 'billDueOn'] },
    { columns: ['receivedOn', 'id'] },
  ],
  search: { text: ['payerName'], code: ['number', 'reference', 'billNumber'], rankBy: 'receivedAt' },
  told: {
    title: 'number',
    currency: 'currency',
    fields: {
      number: 'text',
      kind: 'word',
      state: 'word',
      payerName: 'text',
      method: 'word',
      amountMinor: 'amount',
      receivedOn: 'date',
      reference: 'text',
      orderNumber: 'text',
      billNumber: 'text',
      billDueOn: 'date',
      billState: 'word',
      collectorName: 'text',
      note: 'text',
    },
  },
});

/** What of a payment or of a credit note settles which document. */
export const allocations = defineTable('allocations', {
  columns: {
    payerId: reference(),
    sourceKind: oneOf('payment', 'creditNote'),
    sourceId: reference(),
    sourceNumber: text(),
    /** The receivable. */
    entryId: reference(),
    documentId: reference(),
    documentNumber: text(),
    /** In the document's currency. */
    currency: text(),
    amountMinor: amount(),
    /** What it took of the source, in the source's. */
    sourceCurrency: text(),
    sourceMinor: amount(),
    /** R46: gained or lost by the rate, in the base currency; once the document is settled. */
    exchangeMinor: amount(),
    allocatedOn: calendarDate(),
    /** R58: below zero where it came early. */
    daysLate: integer(),
    undoneAt: nullable(instant()),
  },
  scopedBy: [byRoot('customers', 'payerId')],
  indexes: [{ columns: ['sourceId'] }, { columns: ['documentId'] }, { columns: ['payerId', 'allocatedOn'] }],
});

/** R59: what is written in a payer's account; id = `<documentId>:account`. */
export const accountEntries = defineTable('accountEntries', {
  columns: {
    payerId: reference(),
    currency: text(),
    kind: oneOf('opening', 'invoice', 'creditNote', 'payment', 'refund', 'writeOff', 'exchange', 'correction'),
    documentId: reference(),
    documentNumber: text(),
    /** The books' day (R12); the real one stands beside it. */
    postedOn: calendarDate(),
    realOn: calendarDate(),
    dueOn: nullable(calendarDate()),
    /** Above zero: they owe more. */
    amountMinor: amount(),
    baseMinor: amount(),
  },
  scopedBy: [byRoot('customers', 'payerId')],
  indexes: [
    { columns: ['payerId', 'currency', 'postedOn', 'id'] },
    { columns: ['documentId'] },
    { columns: ['postedOn', 'id'] },
  ],
  history: true,
});

/** What a payer owes in one currency, kept by trigger; id = payerId:currency. */
export const customerAccounts = defineTable('customerAccounts', {
  columns: { payerId: reference(), currency: text(), balanceMinor: amount() },
  scopedBy: [byRoot('customers', 'payerId')],
  indexes: [{ columns: ['payerId'] }],
});

/** R58: what nobody hopes for any more; it counts once somebody has approved it. */
export const writeOffs = defineTable('writeOffs', {
  columns: {
    /** WO-K7-000001. */
    number: text(),
    payerId: reference(),
    payerName: text(),
    /** The receivable. */
    entryId: reference(),
    documentId: reference(),
    documentNumber: text(),
    amountMinor: amount(),
    currency: text(),
    baseMinor: amount(),
    reason: text(),
    state: oneOf('waiting', 'posted', 'refused', 'stub'),
    postedOn: nullable(calendarDate()),
    realOn: calendarDate(),
    askedAt: instant(),
    askedBy: reference(),
    askedByName: text(),
    deviceCode: text(),
  },
  scopedBy: [byRoot('customers', 'payerId', { optional: true })],
  indexes: [
    { columns: ['number'] },
    { columns: ['payerId'] },
    { columns: ['state', 'askedAt'] },
    { columns: ['documentId'] },
  ],
  told: {
    title: 'number',
    currency: 'currency',
    nothing: { column: 'state', value: 'stub' },
    fields: {
      number: 'text',
      state: 'word',
      payerName: 'text',
      documentNumber: 'text',
      amountMinor: 'amount',
      reason: 'text',
      postedOn: 'date',
    },
  },
});

/** That a payer was reminded, of how much, and what was promised. */
export const dunningNotices = defineTable('dunningNotices', {
  columns: {
    payerId: reference(),
    payerName: text(),
    level: integer(),
    amountMinor: amount(),
    currency: text(),
    entryCount: integer(),
    channel: oneOf('phone', 'mail', 'wechat', 'letter', 'visit'),
    promisedOn: nullable(calendarDate()),
    note: nullable(text()),
    sentAt: instant(),
    sentBy: reference(),
    sentByName: text(),
  },
  scopedBy: [byRoot('customers', 'payerId')],
  indexes: [{ columns: ['payerId', 'sentAt'] }],
});

/** A rebate that was paid for a period, once; id = `<seriesId>:<customerId>:<period>`. */
export const rebateSettlements = defineTable('rebateSettlements', {
  columns: {
    promotionId: reference(),
    promotionCode: text(),
    customerId: reference(),
    /** 2026-11, 2026-Q4, 2026. */
    period: text(),
    basisMinor: amount(),
    rate: basisPoints(),
    amountMinor: amount(),
    currency: text(),
    creditNoteId: nullable(reference()),
    settledAt: instant(),
    settledByName: text(),
  },
  scopedBy: [byRoot('customers', 'customerId')],
  indexes: [{ columns: ['customerId', 'period'] }],
});

export const paymentTables = [
  payments,
  allocations,
  accountEntries,
  customerAccounts,
  writeOffs,
  dunningNotices,
  rebateSettlements,
] as const;

export const paymentBalances: readonly BalanceRule[] = [
  {
    balance: 'customerAccounts',
    source: 'accountEntries',
    key: { payerId: 'payerId', currency: 'currency' },
    sums: { balanceMinor: 'amountMinor' },
  },
];

declare module '../../../kernel/table.ts' {
  interface Tables {
    payments: TableType<typeof payments>;
    allocations: TableType<typeof allocations>;
    accountEntries: TableType<typeof accountEntries>;
    customerAccounts: TableType<typeof customerAccounts>;
    writeOffs: TableType<typeof writeOffs>;
    dunningNotices: TableType<typeof dunningNotices>;
    rebateSettlements: TableType<typeof rebateSettlements>;
  }
}
