import { audit, integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

export const billingCredit: Migration = {
  id: '0007-billing-credit',
  up: (schema) => {
    schema.createTable(
      'taxRates',
      {
        id: text,
        code: text,
        rate: integer,
        validFrom: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('taxRates', ['code', 'validFrom'], { unique: true });
    schema.createTable(
      'creditAccounts',
      {
        id: text,
        customerId: text,
        limitMinor: integer,
        currency: text,
        validUntil: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('creditAccounts', ['customerId']);
    schema.createTable(
      'exposureEntries',
      {
        id: text,
        customerId: text,
        documentId: text,
        documentNumber: text,
        documentDate: nullable(text),
        kind: oneOf('openOrder', 'unbilled', 'receivable', 'prepayment'),
        amountMinor: integer,
        currency: text,
        dueOn: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('exposureEntries', ['customerId', 'kind']);
    schema.createIndex('exposureEntries', ['documentId']);
    schema.createTable(
      'exposures',
      {
        id: text,
        customerId: text,
        currency: text,
        openOrdersMinor: integer,
        unbilledMinor: integer,
        receivablesMinor: integer,
        prepaymentsMinor: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('exposures', ['customerId']);
  },
};
