import { type Migration, nullable, text } from './vocabulary.ts';

export const kernelLedgerServer: Migration = {
  id: '0014-kernel-ledger-server',
  side: 'server',
  up: (schema) => {
    schema.addColumn('commandLog', 'replaces', nullable(text));
  },
};
