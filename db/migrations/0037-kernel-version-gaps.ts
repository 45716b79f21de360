import { integer, type Migration, nullable } from './vocabulary.ts';

/** Each start of a server leaves a gap in the company's versions: server/sync/version-gaps.ts. */
export const kernelVersionGaps: Migration = {
  id: '0037-kernel-version-gaps',
  side: 'server',
  up: (schema) => {
    schema.addColumn('companyVersion', 'nextVersion', nullable(integer));
    schema.createTable('versionGaps', { lastVersion: integer, nextVersion: integer }, ['lastVersion']);
  },
};
