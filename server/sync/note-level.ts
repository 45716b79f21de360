import type { Id } from '#shared/kernel/ids.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import type { PullRequest } from '#shared/protocol/sync.ts';
import type { House } from '../house.ts';

/** A contact is written down again after this long: writing at every pull would cost more than the pull. */
const NOTED_EVERY_MS = 5 * 60_000;

/**
 * Writes down that a device stands on the present timeline: it asks with a cursor of it, which it has only after it
 * sent again what a server that was put back had lost (recovery.ts).
 */
export async function noteLevel(
  { database, world }: Pick<House, 'database' | 'world'>,
  { deviceId, incarnation, cursor }: PullRequest,
  timeline: Id,
): Promise<void> {
  if (cursor?.timeline !== timeline) return;
  const { kysely } = database;
  const [company] = await findRecovery(kysely, {});
  const [device] = await findLevel(kysely, { deviceId, incarnation });
  if (!device) return;
  const now = world.clock.now();
  const levelAt = device.levelAt ?? 0;
  if (levelAt > now - NOTED_EVERY_MS && levelAt >= (company?.recoverySince ?? 0)) return;
  await kysely
    .updateTable('devices')
    .set({ levelAt: now })
    .where('id', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .execute();
}

// Asked with every pull.
const findRecovery = prepareQuery((tx) => tx.selectFrom('companyVersion').select('recoverySince').where('id', '=', 1));
const findLevel = prepareQuery((tx, given: { deviceId: string; incarnation: string }) =>
  tx
    .selectFrom('devices')
    .select('levelAt')
    .where('id', '=', given.deviceId)
    .where('incarnation', '=', given.incarnation),
);
