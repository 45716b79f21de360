import { type Migration, nullable, text } from './vocabulary.ts';

export const inventoryLosses: Migration = {
  id: '0050-inventory-losses',
  up: (schema) => {
    schema.addColumn('transferLines', 'lostReason', nullable(text));
  },
};
