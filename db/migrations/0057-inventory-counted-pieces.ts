import { type Migration, nullable, text } from './vocabulary.ts';

/** Counts know numbered pieces: which were found, and that one that was not found is missing. */
export const inventoryCountedPieces: Migration = {
  id: '0057-inventory-counted-pieces',
  up: (schema) => {
    schema.addColumn('countLines', 'pieces', nullable(text));
    schema.allowValues('serials', 'state', ['inStock', 'shipped', 'scrapped', 'missing']);
  },
};
