/**
 * What a server that was put back from a backup no longer has. A device may have had several histories (incarnations),
 * and the backup may be older than any of them.
 */
import type { Handle } from '#db/database.ts';
import type { PullResponse } from '#shared/protocol/sync.ts';
import { lastAcknowledged } from './outbox.ts';

export interface LostHistory {
  readonly incarnation: string;
  /** The last number that the server has of it. */
  readonly lastSeq: number;
}

/**
 * @param incarnation the present one
 * @param known what the server says that it has
 * @returns oldest first; empty: it has everything that it ever answered
 */
export async function findLost(
  db: Handle,
  incarnation: string,
  known: Pick<PullResponse, 'lastSeq' | 'formerLastSeqs'>,
): Promise<LostHistory[]> {
  const lost: LostHistory[] = [];
  const former = await db
    .selectFrom('commandJournal')
    .select((eb) => ['incarnation' as const, eb.fn.max('chainSeq').as('answered')])
    .where('incarnation', '!=', incarnation)
    .where('chainSeq', 'is not', null)
    .groupBy('incarnation')
    .orderBy('incarnation')
    .execute();
  for (const history of former) {
    const lastSeq = known.formerLastSeqs?.[history.incarnation] ?? 0;
    if (lastSeq < Number(history.answered)) lost.push({ incarnation: history.incarnation, lastSeq });
  }
  if (known.lastSeq < (await lastAcknowledged(db, incarnation))) lost.push({ incarnation, lastSeq: known.lastSeq });
  return lost;
}
