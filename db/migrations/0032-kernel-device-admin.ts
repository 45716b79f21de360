import { integer, type Migration, nullable, text } from './vocabulary.ts';

export const kernelDeviceAdmin: Migration = {
  id: '0032-kernel-device-admin',
  side: 'server',
  up: (schema) => {
    schema.addColumn('devices', 'givenName', nullable(text));
    schema.addColumn('devices', 'lockedAt', nullable(integer));
    schema.addColumn('devices', 'schema', nullable(text));
    schema.addColumn('devices', 'told', nullable(text));
    schema.addColumn('devices', 'toldAt', nullable(integer));
    schema.addColumn('devices', 'recoveryCopy', nullable(text));
    schema.createTable(
      'deviceEvents',
      { id: text, deviceId: text, at: integer, userId: text, kind: text, detail: nullable(text) },
      ['id'],
    );
    schema.createIndex('deviceEvents', ['deviceId', 'at']);
  },
};
