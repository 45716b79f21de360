/**
 * Lets go of what the scope log needs no longer. Guards:
 * - only entries of rows that are gone, and only when the company passed their version 90 days ago by the server's time;
 * - the version up to which it was done is on the disk before the first entry goes: who stands before it loads anew, and
 *   never misses that a row went;
 * - a command waits for a few thousand entries at most;
 * - a clock that ran ahead and was put right purges nothing that is younger by the later marks.
 */
import type { Handle, SatchelDatabase } from '#db/database.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import type { Reader } from '#shared/kernel/table.ts';
import { type ServerTx, withCompanyLock } from './company-lock.ts';
import type { SystemWriter } from './system-command.ts';
import '#db/side-tables/server.ts';

const DAY_MS = 86_400_000;
const KEPT_MS = 90 * DAY_MS;
const ENTRIES_A_STEP = 2_000;

export interface PurgedLog {
  /** Gone entries up to this version are no longer in the log. */
  readonly purgedVersion: number;
  readonly entries: number;
}

/** The version up to which gone entries went; 0 before the first purge. */
export async function readPurgedVersion(db: Reader): Promise<number> {
  const [mark] = await findPurged(db as Handle, {});
  return mark?.version ?? 0;
}

// Asked with every pull.
const findPurged = prepareQuery((tx) =>
  tx.selectFrom('scopeLogMarks').select('version').where('purged', '=', 1).orderBy('version', 'desc').limit(1),
);

/** Notes where the company stands, then lets go of what became old enough. Several processes may do it at once. */
export async function purgeLog(writer: Pick<SystemWriter, 'database' | 'world'>): Promise<PurgedLog> {
  const { database, world } = writer;
  const now = world.clock.now();
  const { after, upTo } = await withCompanyLock(database, async (tx, company) => {
    await noteVersion(tx, company.version, now);
    return chooseRange(tx, now);
  });
  let entries = 0;
  if (after < upTo) {
    for (let scope = await nextScope(database, ''); scope !== null; scope = await nextScope(database, scope)) {
      for (let gone = ENTRIES_A_STEP; gone === ENTRIES_A_STEP; entries += gone) {
        const current = scope;
        gone = await withCompanyLock(database, (tx) => purgeSome(tx, current, after, upTo));
      }
    }
    // From now on nothing before it has to be looked at.
    await withCompanyLock(database, (tx) => tx.deleteFrom('scopeLogMarks').where('version', '<', upTo).execute());
  }
  return { purgedVersion: upTo, entries };
}

async function nextScope({ kysely }: SatchelDatabase, after: string): Promise<string | null> {
  const next = await kysely
    .selectFrom('scopeLog')
    .select('scope')
    .where('scope', '>', after)
    .orderBy('scope')
    .limit(1)
    .executeTakeFirst();
  return next?.scope ?? null;
}

/** One mark a day is enough to know what is 90 days old. */
async function noteVersion(tx: ServerTx, version: number, now: Instant): Promise<void> {
  // After the clock was put back: what was noted ahead of it says nothing.
  await tx.deleteFrom('scopeLogMarks').where('at', '>', now).where('purged', '=', 0).execute();
  const last = await tx
    .selectFrom('scopeLogMarks')
    .select(['version', 'at'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last && (last.version >= version || now - last.at < DAY_MS)) return;
  await tx.insertInto('scopeLogMarks').values({ version, at: now, purged: 0 }).execute();
}

/** Marks the newest version that is old enough, and says from where on entries may still be there: a purge may be cut. */
async function chooseRange(tx: ServerTx, now: Instant): Promise<{ after: number; upTo: number }> {
  const mark = await tx
    .selectFrom('scopeLogMarks')
    .select('version')
    .where('at', '<=', now - KEPT_MS)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  // So that a first purge that is cut begins at the beginning again.
  await tx
    .insertInto('scopeLogMarks')
    .values({ version: 0, at: now, purged: 1 })
    .onConflict((conflict) => conflict.column('version').doNothing())
    .execute();
  const before = await tx
    .selectFrom('scopeLogMarks')
    .select('version')
    .where('purged', '=', 1)
    .orderBy('version')
    .execute();
  if (mark) await tx.updateTable('scopeLogMarks').set({ purged: 1 }).where('version', '=', mark.version).execute();
  const upTo = Math.max(mark?.version ?? 0, ...before.map(({ version }) => version));
  return { after: before[0]?.version ?? 0, upTo };
}

/** @returns how many went */
async function purgeSome(tx: ServerTx, scope: string, after: number, upTo: number): Promise<number> {
  const gone = await tx
    .selectFrom('scopeLog')
    .select(['tableName', 'rowId'])
    .where('scope', '=', scope)
    .where('version', '>', after)
    .where('version', '<=', upTo)
    .where('op', 'in', ['leave', 'delete'])
    .orderBy('version')
    .orderBy('tableName')
    .orderBy('rowId')
    .limit(ENTRIES_A_STEP)
    .execute();
  for (const tableName of new Set(gone.map((entry) => entry.tableName))) {
    const ids = gone.filter((entry) => entry.tableName === tableName).map(({ rowId }) => rowId);
    await tx
      .deleteFrom('scopeLog')
      .where('scope', '=', scope)
      .where('tableName', '=', tableName)
      .where('rowId', 'in', ids)
      .execute();
  }
  return gone.length;
}
