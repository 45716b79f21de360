import { flag, integer, type Migration, nullable, oneOf, text, withDefault } from './vocabulary.ts';

export const kernelDevice: Migration = {
  id: '0002-kernel-device',
  side: 'device',
  up: (schema) => {
    schema.createTable(
      'outbox',
      {
        seq: integer,
        commandId: text,
        name: text,
        version: integer,
        args: text,
        userId: text,
        issuedAt: integer,
        hash: text,
        predicted: text,
        state: oneOf('waiting', 'sent', 'answered'),
        answerState: nullable(oneOf('applied', 'adjusted', 'rejected', 'failed')),
        answerReasons: nullable(text),
        answerVersion: nullable(integer),
        answeredAt: nullable(integer),
        replayError: nullable(text),
      },
      ['seq'],
    );
    schema.createIndex('outbox', ['commandId'], { unique: true });
    schema.createIndex('outbox', ['state', 'seq']);
    schema.createTable(
      'commandJournal',
      {
        seq: integer,
        commandId: text,
        name: text,
        version: integer,
        args: text,
        userId: text,
        issuedAt: integer,
        hash: text,
        predicted: text,
        answerState: nullable(oneOf('applied', 'adjusted', 'rejected', 'failed')),
        answerReasons: nullable(text),
        answerVersion: nullable(integer),
        answeredAt: nullable(integer),
        replayError: nullable(text),
        incarnation: text,
        finishedAt: integer,
        needsAttention: flag,
        replacedBy: nullable(text),
      },
      ['commandId'],
    );
    schema.createIndex('commandJournal', ['needsAttention', 'finishedAt']);
    schema.createIndex('commandJournal', ['finishedAt', 'commandId']);
    schema.createTable(
      'stagedRows',
      {
        page: integer,
        position: integer,
        tableName: text,
        rowCount: integer,
        body: text,
      },
      ['page', 'position'],
    );
    schema.createTable(
      'stagedEntries',
      {
        page: integer,
        position: integer,
        scope: text,
        tableName: text,
        body: text,
      },
      ['page', 'position'],
    );
    schema.createTable(
      'scopeRows',
      {
        scope: text,
        tableName: text,
        rowId: text,
      },
      ['scope', 'tableName', 'rowId'],
    );
    schema.createIndex('scopeRows', ['tableName', 'rowId']);
    schema.createTable(
      'syncState',
      {
        key: text,
        value: text,
      },
      ['key'],
    );
    schema.createTable(
      'drafts',
      {
        id: text,
        kind: text,
        body: text,
        updatedAt: integer,
      },
      ['id'],
    );
    schema.createIndex('drafts', ['kind', 'updatedAt', 'id']);
    schema.createTable(
      'documentNumbers',
      {
        series: text,
        lastNumber: integer,
      },
      ['series'],
    );
    schema.createTable(
      'touches',
      {
        place: integer,
        seq: integer,
        tableName: text,
        rowId: text,
        image: nullable(text),
      },
      ['place'],
    );
    schema.createTable(
      'searchDocuments',
      {
        docId: integer,
        tableName: text,
        rowId: nullable(text),
        rank: withDefault(integer, 0),
      },
      ['docId'],
    );
    schema.createIndex('searchDocuments', ['tableName', 'rowId'], { unique: true });
    schema.createTable(
      'searchIndexes',
      {
        tableName: text,
        rule: text,
      },
      ['tableName'],
    );
  },
};
