import { integer, type Migration, nullable, text } from './vocabulary.ts';

/** What became of audited rows is sealed in the company's order, each seal over the one before. */
export const kernelChangeSeals: Migration = {
  id: '0035-kernel-change-seals',
  side: 'server',
  up: (schema) => {
    schema.createTable('changeSeals', { version: integer, rows: integer, seal: text }, ['version']);
    schema.addColumn('companyVersion', 'sealedVersion', nullable(integer));
    schema.addColumn('companyVersion', 'changeSeal', nullable(text));
  },
};
