import { integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

export const kernelFoundation: Migration = {
  id: '0001-kernel-foundation',
  up: (schema) => {
    schema.createTable(
      'schemaMigrations',
      {
        id: text,
        digest: text,
        appliedAt: integer,
      },
      ['id'],
    );
    schema.createTable(
      'txContext',
      {
        id: integer,
        mode: oneOf('command', 'apply', 'idle'),
        commandId: nullable(text),
        seq: integer,
        version: integer,
        actorId: text,
        now: integer,
      },
      ['id'],
    );
    schema.insertRow('txContext', { id: 1, mode: 'idle', commandId: null, seq: 0, version: 0, actorId: '', now: 0 });
  },
};
