import { defineLocalTable, instant, integer, nullable, oneOf, reference, type TableType, text } from './table.ts';

/**
 * One row that tells the triggers on whose behalf rows change. `command`: a command runs (balances are kept, the
 * device keeps pre-images, the server logs scopes). `apply`: rows of the other side go in as they are. `idle`: nobody
 * may write; the triggers refuse.
 */
export const txContext = defineLocalTable('txContext', {
  residence: 'both',
  columns: {
    id: integer(),
    mode: oneOf('command', 'apply', 'idle'),
    commandId: nullable(text()),
    /** The device's running number of the command; 0 on the server. */
    seq: integer(),
    /** The company version that the command makes; 0 on the device. */
    version: integer(),
    actorId: reference(),
    now: instant(),
  },
  primaryKey: ['id'],
});

declare module './table.ts' {
  interface Tables {
    txContext: TableType<typeof txContext>;
  }
}
