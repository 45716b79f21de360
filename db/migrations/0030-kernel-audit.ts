import { integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

/** What commands are about, and what became of master data and rights. What was before this is not known. */
export const kernelAudit: Migration = {
  id: '0030-kernel-audit',
  side: 'server',
  up: (schema) => {
    schema.createTable(
      'commandTopics',
      {
        commandId: text,
        documentKey: nullable(text),
        customerId: nullable(text),
        rowId: nullable(text),
        words: text,
        subject: text,
      },
      ['commandId'],
    );
    for (const column of ['documentKey', 'customerId', 'rowId']) schema.createIndex('commandTopics', [column]);
    schema.createTable(
      'rowChanges',
      {
        version: integer,
        tableName: text,
        rowId: text,
        columnName: text,
        op: oneOf('insert', 'update', 'delete'),
        was: nullable(text),
        became: nullable(text),
        actorId: text,
        at: integer,
      },
      ['version', 'tableName', 'rowId', 'columnName'],
    );
    schema.createIndex('rowChanges', ['tableName', 'rowId', 'version']);
    schema.createIndex('rowChanges', ['actorId', 'version']);
  },
};
