import { audit, flag, integer, type Migration, nullable, text } from './vocabulary.ts';

export const crmCustomers: Migration = {
  id: '0005-crm-customers',
  up: (schema) => {
    schema.createTable(
      'customers',
      {
        id: text,
        code: text,
        name: text,
        taxNumber: nullable(text),
        contactName: nullable(text),
        contactTitle: nullable(text),
        phone: nullable(text),
        email: nullable(text),
        address: nullable(text),
        city: nullable(text),
        region: nullable(text),
        postalCode: nullable(text),
        country: nullable(text),
        territoryId: text,
        ownerId: nullable(text),
        currency: text,
        paymentTermsDays: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('customers', ['code']);
    schema.createIndex('customers', ['name', 'id']);
    schema.createIndex('customers', ['territoryId']);
    schema.createTable(
      'contacts',
      {
        id: text,
        customerId: text,
        name: text,
        title: nullable(text),
        phone: nullable(text),
        email: nullable(text),
        isPrimary: flag,
        note: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('contacts', ['customerId']);
  },
};
