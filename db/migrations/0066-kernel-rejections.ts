import { integer, type Migration, nullable, text } from './vocabulary.ts';

/** What was rejected is kept until its author has seen it, on whichever of his computers. */
export const kernelRejections: Migration = {
  id: '0066-kernel-rejections',
  side: 'server',
  up: (schema) => {
    schema.createTable(
      'rejections',
      { commandId: text, userId: text, deviceId: text, answeredAt: integer, seenAt: nullable(integer) },
      ['commandId'],
    );
    schema.createIndex('rejections', ['userId', 'seenAt']);
  },
};
