/** What is handed over to the accounting program. Only whoever makes vouchers has these rows. */
import {
  amount,
  byCompany,
  byRoot,
  calendarDate,
  defineTable,
  flag,
  instant,
  integer,
  nullable,
  oneOf,
  reference,
  type TableType,
  text,
  withDefault,
} from '../../../kernel/table.ts';

const seenByAccountants = [byCompany({ right: 'billing.manageVouchers' })] as const;

/** Which account a purpose is booked to; id = `<purpose>:<refinement>`. */
export const accountMappings = defineTable('accountMappings', {
  columns: {
    /** receivable, revenue, outputVat … */
    purpose: text(),
    /** A tax code, a bank account; empty: whatever has no account of its own. */
    refinement: withDefault(text(), ''),
    accountCode: text(),
    accountName: text(),
    /** 1: the voucher's line names the customer. */
    byCustomer: flag(),
  },
  scopedBy: seenByAccountants,
  audited: true,
});

/** The vouchers of a period, built in one go. */
export const voucherBatches = defineTable('voucherBatches', {
  columns: {
    /** VB-K7-000001. */
    number: text(),
    legalEntityId: reference(),
    legalEntityName: text(),
    fromOn: calendarDate(),
    toOn: calendarDate(),
    state: oneOf('requested', 'built'),
    voucherCount: integer(),
    /** In the base currency, as all amounts here unless a column says otherwise. */
    debitMinor: amount(),
    creditMinor: amount(),
    currency: text(),
    askedAt: instant(),
    askedBy: reference(),
    askedByName: text(),
    builtAt: nullable(instant()),
  },
  scopedBy: seenByAccountants,
  indexes: [{ columns: ['number'] }, { columns: ['legalEntityId', 'toOn'] }],
});

/** id = `<sourceId>:voucher`: a document has one, for ever, so that nothing is booked twice. */
export const vouchers = defineTable('vouchers', {
  columns: {
    batchId: reference(),
    legalEntityId: reference(),
    /** 记. */
    word: text(),
    /** Running in its legal entity and month. */
    number: integer(),
    voucherOn: calendarDate(),
    sourceKind: text(),
    sourceId: reference(),
    sourceNumber: text(),
    summary: text(),
    debitMinor: amount(),
    creditMinor: amount(),
  },
  scopedBy: seenByAccountants,
  indexes: [{ columns: ['batchId', 'number'] }, { columns: ['voucherOn', 'number'] }],
});

/** Of debit and credit one is 0. */
export const voucherLines = defineTable('voucherLines', {
  columns: {
    voucherId: reference(),
    position: integer(),
    summary: text(),
    accountCode: text(),
    accountName: text(),
    customerCode: nullable(text()),
    customerName: nullable(text()),
    debitMinor: amount(),
    creditMinor: amount(),
    /** Of the document, and what it said in it. */
    currency: text(),
    foreignMinor: amount(),
    /** 1/1,000,000 of the base currency. */
    exchangeRate: integer(),
  },
  scopedBy: [byRoot('vouchers', 'voucherId')],
  indexes: [{ columns: ['voucherId', 'position'] }],
});

/** R58: what a month's receivables call for; id = `<legalEntityId>:<month>`. */
export const provisions = defineTable('provisions', {
  columns: {
    legalEntityId: reference(),
    /** YYYY-MM. */
    month: text(),
    currency: text(),
    notDueMinor: amount(),
    upTo30Minor: amount(),
    upTo60Minor: amount(),
    upTo90Minor: amount(),
    over90Minor: amount(),
    requiredMinor: amount(),
    /** Against the month before. */
    changeMinor: amount(),
    postedOn: calendarDate(),
    postedAt: instant(),
    postedByName: text(),
  },
  scopedBy: seenByAccountants,
  indexes: [{ columns: ['month'] }],
});

export const accountingTables = [accountMappings, voucherBatches, vouchers, voucherLines, provisions] as const;

declare module '../../../kernel/table.ts' {
  interface Tables {
    accountMappings: TableType<typeof accountMappings>;
    voucherBatches: TableType<typeof voucherBatches>;
    vouchers: TableType<typeof vouchers>;
    voucherLines: TableType<typeof voucherLines>;
    provisions: TableType<typeof provisions>;
  }
}
