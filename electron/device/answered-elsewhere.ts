/**
 * Commands that a copy of this database has sent, under a history of its own: their answers came by pull, and the server
 * has nothing of them in the chain of this one; and those of a history that the server has otherwise (`requeueLost`).
 * They lie in the journal without a number of the chain. Guards:
 * - such a chain is left: the next one begins with them, so that a server which is put back later gets them from here too;
 * - until then the proof has them where they were sealed (write-proof.ts).
 */
import type { Handle } from '#db/database.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import { chainHash, GENESIS_HASH } from '#shared/protocol/envelope.ts';
import { sentColumns, toEnvelope } from './push-batch.ts';

/** Whether there are any. @param incarnation the present one */
export async function hasAnsweredElsewhere(db: Handle, incarnation: string): Promise<boolean> {
  return (await findOne(db, { incarnation })).length > 0;
}

/**
 * Makes them the beginning of the chain of a new history.
 * @returns number and hash of the last
 */
export async function chainAnsweredElsewhere(
  tx: Handle,
  { deviceId, incarnation }: { readonly deviceId: string; readonly incarnation: string },
): Promise<{ seq: number; hash: string }> {
  const rows = await tx
    .selectFrom('commandJournal')
    .select(sentColumns)
    .where('chainSeq', 'is', null)
    .orderBy('seq')
    .execute();
  let seq = 0;
  let hash: string = GENESIS_HASH;
  for (const row of rows) {
    seq += 1;
    hash = chainHash(hash, toEnvelope({ ...row, seq }, deviceId));
    await tx
      .updateTable('commandJournal')
      .set({ incarnation, chainSeq: seq, hash })
      .where('commandId', '=', row.commandId)
      .execute();
  }
  return { seq, hash };
}

const findOne = prepareQuery((tx, given: { incarnation: string }) =>
  tx
    .selectFrom('commandJournal')
    .select('commandId')
    .where('incarnation', '=', given.incarnation)
    .where('chainSeq', 'is', null)
    .limit(1),
);
