import { type Migration, nullable, text } from './vocabulary.ts';

export const inventoryReasons: Migration = {
  id: '0045-inventory-reasons',
  up: (schema) => {
    schema.addColumn('stockMovements', 'reason', nullable(text));
  },
};
