import type { Migration } from './vocabulary.ts';

/** By what a document’s chain is followed: on devices, where people look. The server writes lines without it. */
export const salesReading: Migration = {
  id: '0077-sales-reading',
  side: 'device',
  up: (schema) => {
    schema.createIndex('orders', ['sourceId']);
    schema.createIndex('orderLines', ['contractLineId']);
    schema.createIndex('orderLines', ['quoteLineId']);
  },
};
