import { flag, integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

export const kernelRevocation: Migration = {
  id: '0012-kernel-revocation',
  side: 'server',
  up: (schema) => {
    schema.createTable(
      'quarantinedCommands',
      {
        commandId: text,
        deviceId: text,
        incarnation: text,
        seq: integer,
        userId: text,
        envelope: text,
        isChained: flag,
        receivedAt: integer,
        state: oneOf('waiting', 'run', 'discarded'),
        settledAt: nullable(integer),
      },
      ['commandId'],
    );
    schema.createIndex('quarantinedCommands', ['deviceId', 'incarnation', 'seq']);
    schema.addColumn('devices', 'unsentCount', nullable(integer));
    schema.addColumn('devices', 'handedOverAt', nullable(integer));
  },
};
