import { flag, integer, type Migration } from './vocabulary.ts';

export const kernelLogMarks: Migration = {
  id: '0015-kernel-log-marks',
  side: 'server',
  up: (schema) => {
    schema.createTable('scopeLogMarks', { version: integer, at: integer, purged: flag }, ['version']);
  },
};
