import { type Migration, nullable, text } from './vocabulary.ts';

export const crmOwnerNames: Migration = {
  id: '0025-crm-owner-names',
  up: (schema) => {
    for (const column of ['customerCode', 'customerName', 'fromTerritoryName', 'toTerritoryName']) {
      schema.addColumn('ownerChanges', column, nullable(text));
    }
    schema.createIndex('ownerChanges', ['fromOwnerId', 'changedAt']);
    schema.createIndex('customers', ['holderId', 'name', 'id']);
    schema.createIndex('customers', ['ownerId']);
  },
};
