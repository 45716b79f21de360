import { type Migration, nullable, text } from './vocabulary.ts';

/**
 * Which schema the database has, in the row that every writer locks: a process of another version finds out before it
 * writes (migrate.ts writes it at the end of each upgrade; decision 41).
 */
export const kernelSchemaMark: Migration = {
  id: '0062-kernel-schema-mark',
  side: 'server',
  up: (schema) => schema.addColumn('companyVersion', 'schema', nullable(text)),
};
