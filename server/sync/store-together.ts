import type { Insertable } from 'kysely';
import { insertRows } from '#shared/kernel/prepared.ts';
import type { Tables } from '#shared/kernel/table.ts';
import '#db/side-tables/server.ts';
import type { ServerTx } from './company-lock.ts';

/** Rows a statement: few distinct statements, so that each is prepared once. */
const LOG_BATCHES = [32, 8, 1] as const;

/** Keeps the answers and what the commands are about, in the transaction of their effects. */
export async function storeTogether<Name extends 'commandLog' | 'commandTopics'>(
  tx: ServerTx,
  table: Name,
  rows: readonly Insertable<Tables[Name]>[],
): Promise<void> {
  let from = 0;
  for (const size of LOG_BATCHES) {
    for (; rows.length - from >= size; from += size) {
      // An entry that is there already must not stop a command: what a command is about is no part of it.
      await insertRows(tx, table, rows.slice(from, from + size), table === 'commandTopics');
    }
  }
}
