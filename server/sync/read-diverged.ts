import type { Reader } from '#shared/kernel/table.ts';
import type { DivergedHistory, PullRequest, PullResponse } from '#shared/protocol/sync.ts';
import '#db/side-tables/server.ts';

/**
 * Histories of which this server has, under the number that the device was answered, another command: it was put back
 * from a backup, and another copy of that laptop was heard first. That there is less of one says `lastSeq`.
 */
export async function readDiverged(
  db: Reader,
  { deviceId, acknowledged }: PullRequest,
): Promise<Pick<PullResponse, 'diverged'>> {
  const diverged: DivergedHistory[] = [];
  if (!acknowledged) return {};
  const company = await db
    .selectFrom('companyVersion')
    .select('timelineVersion')
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  for (const { incarnation, seq, hash } of acknowledged) {
    const row = await db
      .selectFrom('commandLog')
      .select('hash')
      .where('deviceId', '=', deviceId)
      .where('incarnation', '=', incarnation)
      .where('seq', '=', seq)
      .executeTakeFirst();
    if (row && row.hash !== hash) diverged.push({ incarnation, since: company.timelineVersion });
  }
  return diverged.length === 0 ? {} : { diverged };
}
