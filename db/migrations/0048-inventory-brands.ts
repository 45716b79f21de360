import { integer, type Migration, nullable, text, withDefault } from './vocabulary.ts';

export const inventoryBrands: Migration = {
  id: '0048-inventory-brands',
  up: (schema) => {
    schema.addColumn('products', 'brand', nullable(text));
    schema.addColumn('products', 'otherName', nullable(text));
    schema.addColumn('customers', 'minimumLifeDays', withDefault(integer, 0));
  },
};
