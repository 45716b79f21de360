import { integer, type Migration, nullable, text } from './vocabulary.ts';

export const kernelWorkScans: Migration = {
  id: '0042-kernel-work-scans',
  side: 'device',
  up: (schema) => {
    schema.createTable(
      'workSessions',
      {
        id: text,
        mode: text,
        documentId: nullable(text),
        documentNumber: nullable(text),
        startedAt: integer,
        updatedAt: integer,
      },
      ['id'],
    );
    schema.createIndex('workSessions', ['mode', 'updatedAt', 'id']);
    schema.createTable('workScans', { sessionId: text, position: integer, body: text, scannedAt: integer }, [
      'sessionId',
      'position',
    ]);
  },
};
