import { type Migration, nullable, text } from './vocabulary.ts';

/** A transfer knows which lots and pieces are under way, and what is held for a person is held on one device. */
export const inventoryHeldAndSent: Migration = {
  id: '0064-inventory-held-and-sent',
  up: (schema) => {
    schema.addColumn('transferLines', 'onTheWay', nullable(text));
    schema.allowValues('stockFlags', 'kind', [
      'belowZero',
      'pickedTwice',
      'shippedTwice',
      'serialElsewhere',
      'overReceived',
      'unsaleableShipped',
      'returnedBeyond',
      'doneWithoutRight',
      'notSent',
    ]);
    schema.addColumn('stockQuotas', 'deviceCode', nullable(text));
  },
};
