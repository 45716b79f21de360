/**
 * What a server that was put back from a backup no longer has. A device may have had several histories (incarnations),
 * and the backup may be older than any of them.
 */
import type { ControlledTransaction } from 'kysely';
import type { Handle } from '#db/database.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import type { Tables } from '#shared/kernel/table.ts';
import { HISTORIES_LIMIT } from '#shared/protocol/limits.ts';
import type { Acknowledged, DivergedHistory, PullResponse } from '#shared/protocol/sync.ts';

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
  for (const history of await findFormer(db, { incarnation })) {
    const lastSeq = known.formerLastSeqs?.[history.incarnation] ?? 0;
    if (lastSeq < Number(history.answered)) lost.push({ incarnation: history.incarnation, lastSeq });
  }
  if (known.lastSeq < (await lastAcknowledged(db, incarnation))) lost.push({ incarnation, lastSeq: known.lastSeq });
  return lost;
}

/** The last command of each history that was answered, newest history first. @param incarnation the present one */
export async function findAcknowledged(db: Handle, incarnation: string): Promise<Acknowledged[]> {
  const finished = await db
    .selectFrom('commandJournal')
    .select((eb) => ['incarnation' as const, eb.fn.max('chainSeq').as('seq')])
    .where('chainSeq', 'is not', null)
    .groupBy('incarnation')
    .orderBy('incarnation', 'desc')
    .limit(HISTORIES_LIMIT)
    .execute();
  const last: Acknowledged[] = [];
  for (const history of finished) {
    const seq = Number(history.seq);
    const row = await db
      .selectFrom('commandJournal')
      .select('hash')
      .where('incarnation', '=', history.incarnation)
      .where('chainSeq', '=', seq)
      .executeTakeFirstOrThrow();
    last.push({ incarnation: history.incarnation, seq, hash: row.hash });
  }
  const answered = await db
    .selectFrom('outbox')
    .select(['seq', 'hash'])
    .where('state', '=', 'answered')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const present = last.find((history) => history.incarnation === incarnation);
  // What failed stays in the queue while what came after it has its end.
  if (!answered || (present && present.seq > answered.seq)) return last;
  return [{ incarnation, ...answered }, ...last.filter((history) => history.incarnation !== incarnation)];
}

/**
 * What this device has where the server's end of each history is: whether they part before it.
 * @param present the incarnation whose commands wait
 */
export async function findEnds(db: Handle, present: string, lost: readonly LostHistory[]): Promise<Acknowledged[]> {
  const ends: Acknowledged[] = [];
  for (const { incarnation, lastSeq: seq } of lost) {
    const finished = await db
      .selectFrom('commandJournal')
      .select('hash')
      .where('incarnation', '=', incarnation)
      .where('chainSeq', '=', seq)
      .executeTakeFirst();
    const queued = db.selectFrom('outbox').select('hash').where('seq', '=', seq);
    const row = finished ?? (incarnation === present ? await queued.executeTakeFirst() : undefined);
    if (row) ends.push({ incarnation, seq, hash: row.hash });
  }
  return ends;
}

/**
 * Puts back into the queue what a server answered that has another copy's commands under those numbers now. Their
 * numbers are not those of the queue: call before it is chained anew. Whatever else is in these histories is to stand at
 * the beginning of the new one (answered-elsewhere.ts): nobody knows from where on they part.
 */
export async function requeueLost(
  tx: ControlledTransaction<Tables>,
  diverged: readonly DivergedHistory[],
): Promise<void> {
  for (const history of diverged) {
    for (const row of await lostRows(tx, history)) {
      const { chainSeq: _, incarnation: __, finishedAt: ___, ...command } = row;
      const { replacedBy: ____, droppedAt: _____, takenBack: ______, ...kept } = command;
      await tx.deleteFrom('commandJournal').where('commandId', '=', row.commandId).execute();
      await tx
        .insertInto('outbox')
        .values({ ...kept, needsAttention: 0, replayError: null, state: 'answered' })
        .execute();
    }
    const { incarnation } = history;
    await tx.updateTable('commandJournal').set({ chainSeq: null }).where('incarnation', '=', incarnation).execute();
  }
}

/** What was rejected has no effect to bring back, and its person may have dealt with it. */
async function lostRows(db: Handle, { incarnation, since }: DivergedHistory) {
  return db
    .selectFrom('commandJournal')
    .selectAll()
    .where('incarnation', '=', incarnation)
    .where('answerVersion', '>', since)
    .where('answerState', 'in', ['applied', 'adjusted'])
    .orderBy('seq')
    .execute();
}

const findFormer = prepareQuery((tx, given: { incarnation: string }) =>
  tx
    .selectFrom('commandJournal')
    .select((eb) => ['incarnation' as const, eb.fn.max('chainSeq').as('answered')])
    .where('incarnation', '!=', given.incarnation)
    .where('chainSeq', 'is not', null)
    .groupBy('incarnation')
    .orderBy('incarnation'),
);

/** The highest number of this history that the server has answered. */
async function lastAcknowledged(db: Handle, incarnation: string): Promise<number> {
  const [finished] = await findLastFinished(db, { incarnation });
  const [answered] = await findLastAnswered(db, {});
  return Math.max(finished?.chainSeq ?? 0, answered?.seq ?? 0);
}

const findLastFinished = prepareQuery((tx, given: { incarnation: string }) =>
  tx
    .selectFrom('commandJournal')
    .select('chainSeq')
    .where('incarnation', '=', given.incarnation)
    .where('chainSeq', 'is not', null)
    .orderBy('chainSeq', 'desc')
    .limit(1),
);
const findLastAnswered = prepareQuery((tx) =>
  tx.selectFrom('outbox').select('seq').where('state', '=', 'answered').orderBy('seq', 'desc').limit(1),
);
