import type { Migration } from './vocabulary.ts';

/** What somebody did who had no right to it is set before the warehouse like whatever else does not fit (R113). */
export const inventoryDoneWithoutRight: Migration = {
  id: '0054-inventory-done-without-right',
  up: (schema) => {
    schema.allowValues('stockFlags', 'kind', [
      'belowZero',
      'pickedTwice',
      'shippedTwice',
      'serialElsewhere',
      'overReceived',
      'unsaleableShipped',
      'returnedBeyond',
      'doneWithoutRight',
    ]);
  },
};
