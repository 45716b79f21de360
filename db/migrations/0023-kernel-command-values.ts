import { flag, type Migration, nullable, text, withDefault } from './vocabulary.ts';

export const kernelCommandValues: Migration = {
  id: '0023-kernel-command-values',
  side: 'device',
  up: (schema) => {
    schema.addColumn('commandJournal', 'takenBack', withDefault(flag, 0));
    schema.createTable(
      'commandValues',
      { commandId: text, tableName: text, rowId: text, was: nullable(text), made: nullable(text) },
      ['commandId', 'tableName', 'rowId'],
    );
  },
};
