import { audit, flag, integer, type Migration, oneOf, text } from './vocabulary.ts';

export const billingTerms: Migration = {
  id: '0021-billing-terms',
  up: (schema) => {
    schema.createTable(
      'currencies',
      {
        id: text,
        code: text,
        active: flag,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('currencies', ['code'], { unique: true });
    schema.createTable(
      'exchangeRates',
      {
        id: text,
        currency: text,
        validFrom: text,
        rate: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('exchangeRates', ['currency', 'validFrom'], { unique: true });
    schema.createTable(
      'paymentTerms',
      {
        id: text,
        code: text,
        name: text,
        kind: oneOf('cash', 'net', 'monthEnd'),
        days: integer,
        active: flag,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('paymentTerms', ['code'], { unique: true });
  },
};
