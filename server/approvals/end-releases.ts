/**
 * Ends releases whose time is over (R57): the order is on hold again, until somebody asks anew. Guards:
 * - only a word that stands and has a time, and only for an order that is still open;
 * - the word and the hold go in one version, so that no device sees the one without the other.
 */
import type { Reader } from '#shared/kernel/table.ts';
import { runSystemCommand, type SystemWriter } from '../sync/system-command.ts';
import '#shared/domains/admin/tables.ts';
import '#shared/domains/sales/tables.ts';

const WORDS_A_STEP = 200;

/** @returns how many ended */
export async function endReleases(writer: SystemWriter): Promise<number> {
  const now = writer.world.clock.now();
  if ((await findEnded(writer.database.kysely, now)).length === 0) return 0;
  return runSystemCommand(writer, async (tx, context) => {
    const ended = await findEnded(tx, now);
    const words = ended.map(({ id }) => id);
    if (words.length === 0) return 0;
    await tx
      .updateTable('approvals')
      .set({ state: 'voided', ...context.updated })
      .where('id', 'in', words)
      .execute();
    const hold = async (set: { creditHold: 1 } | { approvalHold: 1 }, of: typeof ended): Promise<void> => {
      if (of.length === 0) return;
      await tx
        .updateTable('orders')
        .set({ ...set, ...context.updated })
        .where(
          'id',
          'in',
          of.map(({ documentId }) => documentId),
        )
        .where('state', '=', 'open')
        .where('deletedAt', 'is', null)
        .execute();
    };
    await hold(
      { creditHold: 1 },
      ended.filter(({ kind }) => kind === 'credit'),
    );
    await hold(
      { approvalHold: 1 },
      ended.filter(({ kind }) => kind !== 'credit'),
    );
    return words.length;
  });
}

function findEnded(db: Reader, now: number) {
  return db
    .selectFrom('approvals')
    .select(['id', 'documentId', 'kind'])
    .where('state', '=', 'approved')
    .where('documentType', '=', 'order')
    .where('validUntil', '<=', now)
    .where('deletedAt', 'is', null)
    .orderBy('askedAt')
    .orderBy('id')
    .limit(WORDS_A_STEP)
    .execute();
}
