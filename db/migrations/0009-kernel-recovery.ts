import { integer, type Migration, nullable, text } from './vocabulary.ts';

/** Gapless numbers of billing documents, and a server that was put back from a backup. */
export const kernelRecovery: Migration = {
  id: '0009-kernel-recovery',
  side: 'server',
  up: (schema) => {
    schema.createTable('legalNumbers', { series: text, lastNumber: integer }, ['series']);
    schema.createTable('legalNumberLog', { series: text, number: integer, commandId: text }, ['series', 'number']);
    schema.createIndex('legalNumberLog', ['commandId']);
    schema.addColumn('companyVersion', 'recoverySince', nullable(integer));
    schema.addColumn('devices', 'levelAt', nullable(integer));
    schema.addColumn('commandLog', 'answerLegalNumbers', nullable(text));
  },
};
