/**
 * Each start of a server leaves a gap in the company's versions, as wide as no history ever grows, and not to be guessed.
 * Guards:
 * - a version within a gap was given by a history that this server does not have: its database was put back from a
 *   backup, whether or not anybody has said so. What was made since then stands behind the gap, never under the same
 *   versions, so that no device takes the one for the other.
 */
import { dialectOf } from '#db/database.ts';
import type { Reader } from '#shared/kernel/table.ts';
import '#db/side-tables/server.ts';
import { inWriteTransaction } from './company-lock.ts';
import type { SystemWriter } from './system-command.ts';

/** Two million starts fit into what a number can be. */
const LEAST_GAP = 2 ** 31;

/** A server begins to work with the company. Nothing is to be done where there is none yet. */
export async function leaveGap({ database, world }: Pick<SystemWriter, 'database' | 'world'>): Promise<void> {
  await inWriteTransaction(database, async (tx) => {
    const company = await tx
      .selectFrom('companyVersion')
      .select('version')
      .where('id', '=', 1)
      .$if(dialectOf(tx) === 'postgres', (query) => query.forUpdate())
      .executeTakeFirst();
    if (!company) return;
    const [a = 0, b = 0, c = 0, d = 0] = world.random.bytes(4);
    const nextVersion = company.version + LEAST_GAP + ((a * 256 + b) * 256 + c) * 256 + d;
    // Another start stood here before, in a history of which this may be a copy: it has gone on from another version.
    await tx
      .insertInto('versionGaps')
      .values({ lastVersion: company.version, nextVersion })
      .onConflict((conflict) => conflict.column('lastVersion').doUpdateSet({ nextVersion }))
      .execute();
    await tx.updateTable('companyVersion').set({ nextVersion }).where('id', '=', 1).execute();
  });
}

/** The newest version of the company that a place in its history rests on. */
export const restsOn = ({ version, readAt = 0 }: { readonly version: number; readonly readAt?: number | undefined }) =>
  Math.max(version, readAt);

/**
 * Whether the company never had this version. On its way to the first version behind a gap a cursor stands on the one
 * before it, which nobody else was given either.
 * @param gap what `gapBelow` found
 */
export const isInGap = (version: number, gap: number | null): boolean => gap !== null && version < gap - 1;

/** The first version behind the last gap that begins before a version. */
export const gapBelow = (db: Reader, version: number) =>
  db
    .selectFrom('versionGaps')
    .select('versionGaps.nextVersion')
    .where('lastVersion', '<', version)
    .orderBy('lastVersion', 'desc')
    .limit(1);
