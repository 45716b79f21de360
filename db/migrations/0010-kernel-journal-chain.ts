import { integer, type Migration, nullable, text } from './vocabulary.ts';

/** What a device must be able to tell a server that was put back from a backup. */
export const kernelJournalChain: Migration = {
  id: '0010-kernel-journal-chain',
  side: 'device',
  up: (schema) => {
    schema.addColumn('commandJournal', 'chainSeq', nullable(integer));
    schema.addColumn('commandJournal', 'answerLegalNumbers', nullable(text));
    schema.addColumn('outbox', 'answerLegalNumbers', nullable(text));
    schema.createIndex('commandJournal', ['incarnation', 'chainSeq']);
    // A journal that no new history has shifted yet holds the numbers of the chain themselves; numbers below 1 were.
    schema.backfill('UPDATE "commandJournal" SET "chainSeq" = "seq" WHERE "seq" > 0');
  },
};
