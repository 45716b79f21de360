import type { Migration } from './vocabulary.ts';

/** What a picker found damaged, expired or blocked at its place is set before the warehouse. */
export const inventoryPickedUnfit: Migration = {
  id: '0065-inventory-picked-unfit',
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
      'pickedShort',
      'notSent',
      'pickedDamaged',
      'pickedExpired',
      'pickedBlocked',
    ]);
  },
};
