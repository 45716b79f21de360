import type { Migration } from './vocabulary.ts';

export const salesFreed: Migration = {
  id: '0052-sales-freed',
  up: (schema) => {
    schema.allowValues('orderChanges', 'kind', [
      'backOrderKept',
      'otherWarehouse',
      'lineCut',
      'substituted',
      'reservationFreed',
    ]);
  },
};
