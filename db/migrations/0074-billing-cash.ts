import { audit, integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

/** R51: cash that people have with them until they hand it in. */
export const billingCash: Migration = {
  id: '0074-billing-cash',
  up: (schema) => {
    schema.createTable(
      'cashHandIns',
      {
        id: text,
        number: text,
        collectorId: text,
        collectorName: text,
        currency: text,
        amountMinor: integer,
        countedMinor: nullable(integer),
        state: oneOf('handedIn', 'confirmed'),
        paymentCount: integer,
        handedInOn: text,
        handedInAt: integer,
        receivedBy: nullable(text),
        receivedByName: nullable(text),
        confirmedAt: nullable(integer),
        note: nullable(text),
        deviceCode: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('cashHandIns', ['number']);
    schema.createIndex('cashHandIns', ['collectorId', 'handedInAt']);
    schema.createIndex('cashHandIns', ['state', 'handedInAt']);
    schema.createTable(
      'collectorEntries',
      {
        id: text,
        collectorId: text,
        collectorName: text,
        currency: text,
        kind: oneOf('taken', 'reversed', 'refunded', 'handedIn', 'difference'),
        amountMinor: integer,
        documentId: text,
        documentNumber: text,
        payerName: nullable(text),
        occurredAt: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('collectorEntries', ['collectorId', 'occurredAt']);
    schema.createTable(
      'collectorAccounts',
      {
        id: text,
        collectorId: text,
        currency: text,
        heldMinor: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('collectorAccounts', ['collectorId']);
  },
};
