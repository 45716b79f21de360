import { type Migration, nullable, text } from './vocabulary.ts';

/** What a closed device hands over may have been answered once, by a server that was put back from a backup since. */
export const kernelHandedOver: Migration = {
  id: '0061-kernel-handed-over',
  side: 'server',
  up: (schema) => {
    schema.addColumn('quarantinedCommands', 'former', nullable(text));
  },
};
