/**
 * Indexes that a first load leaves until it has ended: kept up row by row they cost half as much as all the rest of it,
 * made once over rows that are there a fifth of that (docs/decisions/0036). Guards:
 * - only those that lists and reports read by: without them they answer more slowly, and no command waits for one;
 * - which are left is noted in the transaction that takes them out, so that a restart goes on;
 * - each is made in a transaction of its own, with the note of it.
 */
import { type Handle, literal, quoted, runSql } from '#db/database.ts';
import { isAlone } from './load-state.ts';
import { clearState, readState, readStates, writeState } from './sync-state.ts';

/** Of tables that grow with every day; the first to be made first. */
const lateIndexes = ['lotBalances_ofProduct', 'movementCosts_averages', 'stockMovements_flow'];

/** Takes them out. Call in the transaction in which a load into an empty database begins. */
export async function leaveIndexes(tx: Handle): Promise<void> {
  const there = await runSql<{ name: string; sql: string }>(
    tx,
    `SELECT "name", "sql" FROM sqlite_schema
      WHERE "type" = 'index' AND "name" IN (${lateIndexes.map(literal).join(', ')}) ORDER BY "name"`,
  );
  if (there.length === 0) return;
  for (const { name } of there) await runSql(tx, `DROP INDEX ${quoted(name)}`);
  await writeState(tx, 'lateIndexes', [...((await readState(tx, 'lateIndexes')) ?? []), ...there]);
}

/** Makes the next one, unless everything is still coming. @returns whether there are more to be made now */
export async function makeLateIndex(tx: Handle): Promise<boolean> {
  const { load, lateIndexes: left } = await readStates(tx, ['load', 'lateIndexes']);
  if (load && isAlone(load)) return false;
  const [next, ...rest] = left ?? [];
  if (!next) return false;
  await runSql(tx, next.sql);
  if (rest.length > 0) await writeState(tx, 'lateIndexes', rest);
  else await clearState(tx, 'lateIndexes');
  return rest.length > 0;
}

/** Whether some were left: asked beside the writer, which then begins nothing in vain. */
export async function areIndexesLeft(reader: Handle): Promise<boolean> {
  return (await readState(reader, 'lateIndexes')) !== null;
}
