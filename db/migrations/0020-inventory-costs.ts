import { audit, integer, type Migration, nullable, text } from './vocabulary.ts';

export const inventoryCosts: Migration = {
  id: '0020-inventory-costs',
  up: (schema) => {
    schema.addColumn('products', 'floorPrice', nullable(integer));
    schema.createTable(
      'productCosts',
      {
        id: text,
        productId: text,
        averageCost: integer,
        currency: text,
        ...audit,
      },
      ['id'],
    );
    schema.createTable(
      'suppliers',
      {
        id: text,
        code: text,
        name: text,
        taxNumber: nullable(text),
        contactName: nullable(text),
        phone: nullable(text),
        email: nullable(text),
        address: nullable(text),
        city: nullable(text),
        country: nullable(text),
        currency: text,
        paymentTermsDays: integer,
        leadDays: nullable(integer),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('suppliers', ['code']);
    schema.createIndex('suppliers', ['name', 'id']);
  },
};
