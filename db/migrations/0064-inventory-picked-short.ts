import { integer, type Migration, nullable, text } from './vocabulary.ts';

/** Goods that were not found are set before the warehouse with their place: how many were expected, how many lay there. */
export const inventoryPickedShort: Migration = {
  id: '0064-inventory-picked-short',
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
    ]);
    schema.addColumn('stockFlags', 'lotCode', nullable(text));
    schema.addColumn('stockFlags', 'locationId', nullable(text));
    schema.addColumn('stockFlags', 'locationCode', nullable(text));
    schema.addColumn('stockFlags', 'wanted', nullable(integer));
    schema.addColumn('stockFlags', 'found', nullable(integer));
  },
};
