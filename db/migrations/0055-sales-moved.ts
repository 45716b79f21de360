import type { Migration } from './vocabulary.ts';

/** R22: goods that a manager gives from one order to another leave a row in the history of both. */
export const salesMoved: Migration = {
  id: '0055-sales-moved',
  up: (schema) => {
    schema.allowValues('orderChanges', 'kind', [
      'backOrderKept',
      'otherWarehouse',
      'lineCut',
      'substituted',
      'reservationFreed',
      'reservationMoved',
      'reservationTaken',
    ]);
  },
};
