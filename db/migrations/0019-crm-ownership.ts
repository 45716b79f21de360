import { audit, integer, type Migration, nullable, oneOf, text, withDefault } from './vocabulary.ts';

export const crmOwnership: Migration = {
  id: '0019-crm-ownership',
  up: (schema) => {
    schema.addColumn('customers', 'ownerTeamId', nullable(text));
    schema.addColumn('customers', 'holderId', withDefault(text, ''));
    schema.addColumn('customers', 'heldSince', nullable(integer));
    schema.addColumn('customers', 'paymentTermsId', nullable(text));
    schema.createTable(
      'ownerChanges',
      {
        id: text,
        customerId: text,
        kind: oneOf('assigned', 'claimed', 'givenBack', 'recycled', 'handedOver', 'moved'),
        fromOwnerId: nullable(text),
        fromOwnerName: nullable(text),
        fromTeamId: nullable(text),
        toOwnerId: nullable(text),
        toOwnerName: nullable(text),
        toTeamId: nullable(text),
        reason: nullable(text),
        changedAt: integer,
        changedBy: text,
        changedByName: text,
        deviceCode: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('ownerChanges', ['customerId', 'changedAt']);
    schema.backfill(`UPDATE "customers" SET "holderId" = COALESCE("ownerId", "territoryId")`);
  },
};
