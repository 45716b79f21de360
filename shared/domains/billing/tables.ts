import {
  amount,
  type BalanceRule,
  basisPoints,
  byCompany,
  byRoot,
  calendarDate,
  defineTable,
  flag,
  integer,
  nullable,
  oneOf,
  reference,
  type TableType,
  text,
} from '../../kernel/table.ts';
import { accountingTables } from './tables/accounting.ts';
import { cashBalances, cashTables } from './tables/cash.ts';
import { invoiceTables } from './tables/documents.ts';
import { paymentBalances, paymentTables } from './tables/payments.ts';

/** Tax rates as dated data (R43): the rate of a code on a day is the newest with validFrom on or before it. */
export const taxRates = defineTable('taxRates', {
  columns: { code: text(), rate: basisPoints(), validFrom: calendarDate() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code', 'validFrom'], unique: true }],
  audited: true,
});

/** A currency that documents may be in, beside the company's own. */
export const currencies = defineTable('currencies', {
  columns: { code: text(), active: flag() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'], unique: true }],
  audited: true,
});

/** Dated rates (R46): that of a day is the newest with validFrom on or before it. */
export const exchangeRates = defineTable('exchangeRates', {
  columns: {
    currency: text(),
    validFrom: calendarDate(),
    /** 1/1,000,000 of the company's currency for one unit of this one. */
    rate: integer(),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['currency', 'validFrom'], unique: true }],
  audited: true,
});

/** When a document is due (R11): at once, net days after it, or days after the end of its month. */
export const paymentTerms = defineTable('paymentTerms', {
  columns: { code: text(), name: text(), kind: oneOf('cash', 'net', 'monthEnd'), days: integer(), active: flag() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'], unique: true }],
  audited: true,
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
  // A customer that moves takes it along.
  indexes: [{ columns: ['customerId'] }],
  audited: true,
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
    /** What the document was for when it was new; null where nobody said. */
    originalMinor: nullable(amount()),
    /** What an opening balance said to be open: a second import adds only the difference (R110). Null: none brought it. */
    openingMinor: nullable(amount()),
  },
  scopedBy: [byRoot('customers', 'customerId')],
  indexes: [{ columns: ['customerId', 'kind'] }, { columns: ['documentId'] }, { columns: ['kind', 'dueOn', 'id'] }],
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

export type * from './tables/accounting.ts';
export type * from './tables/cash.ts';
export type * from './tables/documents.ts';
export type * from './tables/payments.ts';

export const billingTables = [
  taxRates,
  currencies,
  exchangeRates,
  paymentTerms,
  creditAccounts,
  exposureEntries,
  exposures,
  ...invoiceTables,
  ...paymentTables,
  ...cashTables,
  ...accountingTables,
] as const;

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
  ...paymentBalances,
  ...cashBalances,
];

declare module '../../kernel/table.ts' {
  interface Tables {
    taxRates: TableType<typeof taxRates>;
    currencies: TableType<typeof currencies>;
    exchangeRates: TableType<typeof exchangeRates>;
    paymentTerms: TableType<typeof paymentTerms>;
    creditAccounts: TableType<typeof creditAccounts>;
    exposureEntries: TableType<typeof exposureEntries>;
    exposures: TableType<typeof exposures>;
  }
}
