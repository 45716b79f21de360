import { integer, type Migration, nullable, withDefault } from './vocabulary.ts';

export const adminApprovals: Migration = {
  id: '0026-admin-approvals',
  up: (schema) => {
    schema.addColumn('approvals', 'codeCheckedAt', nullable(integer));
    schema.addColumn('approvals', 'wrongCodes', withDefault(integer, 0));
  },
};
