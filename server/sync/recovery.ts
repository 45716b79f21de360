/**
 * A server that was put back from a backup (SYNC.md, server restored). Guards:
 * - it begins a history of its own (timeline), so that no device takes its rows for those that it had;
 * - what devices know and it does not is sent again by them; until an administrator says that all have been heard, no
 *   number of a billing document is given;
 * - the end is said with what is missing: numbers that nobody brought back, devices that were not heard.
 */
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { LegalNumber } from '#shared/protocol/sync.ts';
import { beginRecovery } from './begin-recovery.ts';
import { BEHIND_FAILED } from './behind-failed.ts';
import { type ServerTx, withCompanyLock } from './company-lock.ts';
import { findNumberGaps } from './legal-numbers.ts';
import { type RerunAnswer, type RerunWriter, rerunFailed } from './rerun-failed.ts';
import { NUMBERING_CLOSED } from './run-envelope.ts';

/** A device whose work since the backup is not known to be here. */
export interface UnheardDevice {
  readonly code: string;
  readonly name: string;
  readonly lastSeenAt: Instant;
}

export interface Recovery {
  readonly since: Instant | null;
  readonly unheard: readonly UnheardDevice[];
  /** Numbers below the last one that no document has. */
  readonly numberGaps: readonly LegalNumber[];
}

/** Says that the database was put back from a backup: a new timeline, and the recovery begins. */
export async function startRecovery({
  database,
  world,
}: Pick<RerunWriter, 'database' | 'world'>): Promise<{ timeline: Id; since: Instant }> {
  return withCompanyLock(database, (tx) => beginRecovery(tx, world, true));
}

/**
 * A device has shown that the database was put back from a backup, and nobody has said so.
 * @param before the timeline that it goes by; where another one has begun since, it is known already
 * @returns the timeline that goes on
 */
export async function noticeRestore(
  { database, world }: Pick<RerunWriter, 'database' | 'world'>,
  before: Id,
): Promise<Id> {
  return withCompanyLock(database, async (tx, { timeline }) =>
    timeline === before ? (await beginRecovery(tx, world, false)).timeline : timeline,
  );
}

/** How far the recovery is. */
export async function readRecovery({ database }: Pick<RerunWriter, 'database'>): Promise<Recovery> {
  return withCompanyLock(database, (tx, { recoverySince }) => readWithin(tx, recoverySince));
}

async function readWithin(tx: ServerTx, since: Instant | null): Promise<Recovery> {
  if (since === null) return { since, unheard: [], numberGaps: await findNumberGaps(tx) };
  return { since, unheard: await findUnheard(tx, since), numberGaps: await findNumberGaps(tx) };
}

/**
 * One that is at work is heard when it stands on the present timeline; one that was closed when it has handed over all
 * that it held, and nothing of it waits for a word that this server may have answered before it was put back.
 */
function findUnheard(tx: ServerTx, since: Instant): Promise<UnheardDevice[]> {
  return tx
    .selectFrom('devices')
    .select(['code', 'name', 'lastSeenAt'])
    .where((eb) => {
      const handedOver = eb
        .selectFrom('devices as own')
        .select('own.code')
        .whereRef('own.id', '=', 'devices.id')
        .where('own.handedOverAt', 'is not', null);
      const undecided = eb
        .selectFrom('quarantinedCommands')
        .select('commandId')
        .whereRef('quarantinedCommands.deviceId', '=', 'devices.id')
        .whereRef('quarantinedCommands.incarnation', '=', 'devices.incarnation')
        .where('quarantinedCommands.state', '=', 'waiting')
        .where('quarantinedCommands.former', 'is not', null);
      return eb.or([
        eb.and([eb('revokedAt', 'is', null), eb.or([eb('levelAt', 'is', null), eb('levelAt', '<', since)])]),
        eb.and([eb('revokedAt', 'is not', null), eb.or([eb.not(eb.exists(handedOver)), eb.exists(undecided)])]),
      ]);
    })
    .orderBy('code')
    .execute();
}

export interface RecoveryEnd extends Recovery {
  readonly ended: boolean;
  /** Commands that waited for a number, with their answers. */
  readonly answers: readonly RerunAnswer[];
}

/**
 * Ends the recovery and runs what waited for a number.
 * @param isAccepted the administrator knows what is missing; without it the recovery goes on where something is
 */
export async function endRecovery(writer: RerunWriter, isAccepted: boolean): Promise<RecoveryEnd> {
  const { recovery, ended } = await withCompanyLock(writer.database, async (tx, { recoverySince }) => {
    const recovery = await readWithin(tx, recoverySince);
    const isWhole = recovery.unheard.length === 0 && recovery.numberGaps.length === 0;
    if (recoverySince === null || (!isWhole && !isAccepted)) return { recovery, ended: false };
    await tx.updateTable('companyVersion').set({ recoverySince: null }).where('id', '=', 1).execute();
    return { recovery, ended: true };
  });
  const answers = ended ? await rerunFailed(writer, { reasonCodes: [NUMBERING_CLOSED, BEHIND_FAILED] }) : [];
  return { ...recovery, ended, answers };
}
