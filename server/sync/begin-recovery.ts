import { type Id, makeId } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { ServerWorld } from '../server-world.ts';
import type { ServerTx } from './company-lock.ts';

/**
 * The server was put back from a backup: it goes on under a history of its own (timeline), so that no device takes its
 * rows for those that it had, and the numbering of billing documents is closed. Call with the company's lock held.
 * @param isTold before anybody worked with what was put back, by its administrator; else it was found out since
 */
export async function beginRecovery(
  tx: ServerTx,
  world: Pick<ServerWorld, 'clock' | 'random'>,
  isTold: boolean,
): Promise<{ timeline: Id; since: Instant }> {
  const since = world.clock.now();
  const timeline = makeId(since, world.random.bytes(16));
  await tx
    .updateTable('companyVersion')
    // Found out later, nobody knows how much was lost: what is asked for again too much has its answer already.
    .set((eb) => ({ timeline, recoverySince: since, timelineVersion: isTold ? eb.ref('version') : eb.lit(0) }))
    .where('id', '=', 1)
    .execute();
  return { timeline, since };
}
