import { audit, integer, type Migration, text } from './vocabulary.ts';

export const inventoryFreights: Migration = {
  id: '0051-inventory-freights',
  up: (schema) => {
    schema.createTable('shipmentFreights', { id: text, freightMinor: integer, currency: text, ...audit }, ['id']);
  },
};
