import { flag, type Migration, withDefault } from './vocabulary.ts';

/** A command that waits and whose effect is not on screen needs its person. Marks are made anew with the predictions. */
export const kernelUnshownCommands: Migration = {
  id: '0063-kernel-unshown-commands',
  side: 'device',
  up: (schema) => {
    schema.addColumn('outbox', 'needsAttention', withDefault(flag, 0));
    schema.createIndex('outbox', ['replayError']);
    schema.backfill('UPDATE "outbox" SET "replayError" = NULL');
  },
};
