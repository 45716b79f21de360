import { type Migration, nullable, text } from './vocabulary.ts';

/** A transfer's line keeps on which days of the books something of it was written off. */
export const inventoryLossDays: Migration = {
  id: '0067-inventory-loss-days',
  up: (schema) => {
    schema.addColumn('transferLines', 'losses', nullable(text));
  },
};
