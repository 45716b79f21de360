import { integer, type Migration, nullable, text } from './vocabulary.ts';

export const kernelLedgerDevice: Migration = {
  id: '0013-kernel-ledger-device',
  side: 'device',
  up: (schema) => {
    schema.addColumn('outbox', 'replaces', nullable(text));
    schema.addColumn('outbox', 'sentAt', nullable(integer));
    schema.addColumn('commandJournal', 'replaces', nullable(text));
    schema.addColumn('commandJournal', 'sentAt', nullable(integer));
    schema.addColumn('commandJournal', 'droppedAt', nullable(integer));
    schema.createIndex('commandJournal', ['seq', 'issuedAt', 'answerState']);
    schema.createTable(
      'commandSubjects',
      { commandId: text, issuedAt: integer, groupId: nullable(text), words: text, subject: text },
      ['commandId'],
    );
    schema.createIndex('commandSubjects', ['groupId', 'commandId']);
    schema.createIndex('commandSubjects', ['issuedAt', 'commandId']);
    for (const table of ['outbox', 'commandJournal']) {
      schema.backfill(
        `INSERT INTO "commandSubjects" ("commandId", "issuedAt", "groupId", "words", "subject")
          SELECT "commandId", "issuedAt", NULL, '', '{}' FROM "${table}"`,
      );
    }
  },
};
