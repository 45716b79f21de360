import { integer, type Migration, text } from './vocabulary.ts';

export const kernelDeviceLoads: Migration = {
  id: '0016-kernel-device-loads',
  side: 'device',
  up: (schema) => {
    schema.createTable('namedRows', { tableName: text, rowId: text }, ['tableName', 'rowId']);
    schema.createTable('searchPending', { tableName: text, rank: integer, rowId: text }, [
      'tableName',
      'rank',
      'rowId',
    ]);
  },
};
