import {
  amount,
  type BalanceRule,
  basisPoints,
  byCompany,
  byRoot,
  calendarDate,
  defineTable,
  nullable,
  oneOf,
  reference,
  type TableType,
  text,
} from '../../kernel/table.ts';

/** Tax rates as dated data (R43): the rate of a code on a day is the newest with validFrom on or before it. */
export const taxRates = defineTable('taxRates', {
  columns: { code: text(), rate: basisPoints(), validFrom: calendarDate() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code', 'validFrom'], unique: true }],
});

/** What a customer may owe; id = the customer's id. No row: no limit is set, nothing is held for credit. */
export const creditAccounts = defineTable('creditAccounts', {
  columns: {
    customerId: reference(),
    limitMinor: amount(),
    currency: text(),
    validUntil: nullable(calendarDate()),
  },
  scopedBy: [byRoot('customers', 'customerId')],
});

/** What a document adds to its payer's exposure (R54); deleted when settled. */
export const exposureEntries = defineTable('exposureEntries', {
  columns: {
    customerId: reference(),
    documentId: reference(),
    documentNumber: text(),
    /** The day on the document's paper; null where an older entry does not know it. */
    documentDate: nullable(calendarDate()),
    kind: oneOf('openOrder', 'unbilled', 'receivable', 'prepayment'),
    amountMinor: amount(),
    currency: text(),
    /** Receivables only. */
    dueOn: nullable(calendarDate()),
  },
  scopedBy: [byRoot('customers', 'customerId')],
  indexes: [{ columns: ['customerId', 'kind'] }, { columns: ['documentId'] }],
});

/** Exposure of one payer in one currency by kind, kept by trigger; id = customerId:currency. */
export const exposures = defineTable('exposures', {
  columns: {
    customerId: reference(),
    currency: text(),
    openOrdersMinor: amount(),
    unbilledMinor: amount(),
    receivablesMinor: amount(),
    prepaymentsMinor: amount(),
  },
  scopedBy: [byRoot('customers', 'customerId')],
  indexes: [{ columns: ['customerId'] }],
});

export const billingTables = [taxRates, creditAccounts, exposureEntries, exposures] as const;

const exposureKey = { customerId: 'customerId', currency: 'currency' } as const;
const exposureOf = (kind: string, column: string): BalanceRule => ({
  balance: 'exposures',
  source: 'exposureEntries',
  key: exposureKey,
  sums: { [column]: 'amountMinor' },
  when: { column: 'kind', equals: kind },
});

export const billingBalances: readonly BalanceRule[] = [
  exposureOf('openOrder', 'openOrdersMinor'),
  exposureOf('unbilled', 'unbilledMinor'),
  exposureOf('receivable', 'receivablesMinor'),
  exposureOf('prepayment', 'prepaymentsMinor'),
];

declare module '../../kernel/table.ts' {
  interface Tables {
    taxRates: TableType<typeof taxRates>;
    creditAccounts: TableType<typeof creditAccounts>;
    exposureEntries: TableType<typeof exposureEntries>;
    exposures: TableType<typeof exposures>;
  }
}
