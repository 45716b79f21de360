import { audit, flag, integer, type Migration, nullable, oneOf, text, withDefault } from './vocabulary.ts';

/** What is handed over to the accounting program; R58: provisions. */
export const billingAccounting: Migration = {
  id: '0075-billing-accounting',
  up: (schema) => {
    schema.createTable(
      'accountMappings',
      {
        id: text,
        purpose: text,
        refinement: withDefault(text, ''),
        accountCode: text,
        accountName: text,
        byCustomer: flag,
        ...audit,
      },
      ['id'],
    );

    schema.createTable(
      'voucherBatches',
      {
        id: text,
        number: text,
        legalEntityId: text,
        legalEntityName: text,
        fromOn: text,
        toOn: text,
        state: oneOf('requested', 'built'),
        voucherCount: integer,
        debitMinor: integer,
        creditMinor: integer,
        currency: text,
        askedAt: integer,
        askedBy: text,
        askedByName: text,
        builtAt: nullable(integer),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('voucherBatches', ['number']);
    schema.createIndex('voucherBatches', ['legalEntityId', 'toOn']);
    schema.createTable(
      'vouchers',
      {
        id: text,
        batchId: text,
        legalEntityId: text,
        word: text,
        number: integer,
        voucherOn: text,
        sourceKind: text,
        sourceId: text,
        sourceNumber: text,
        summary: text,
        debitMinor: integer,
        creditMinor: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('vouchers', ['batchId', 'number']);
    schema.createIndex('vouchers', ['voucherOn', 'number']);
    schema.createTable(
      'voucherLines',
      {
        id: text,
        voucherId: text,
        position: integer,
        summary: text,
        accountCode: text,
        accountName: text,
        customerCode: nullable(text),
        customerName: nullable(text),
        debitMinor: integer,
        creditMinor: integer,
        currency: text,
        foreignMinor: integer,
        exchangeRate: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('voucherLines', ['voucherId', 'position']);
    schema.createTable(
      'provisions',
      {
        id: text,
        legalEntityId: text,
        month: text,
        currency: text,
        notDueMinor: integer,
        upTo30Minor: integer,
        upTo60Minor: integer,
        upTo90Minor: integer,
        over90Minor: integer,
        requiredMinor: integer,
        changeMinor: integer,
        postedOn: text,
        postedAt: integer,
        postedByName: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('provisions', ['month']);
  },
};
