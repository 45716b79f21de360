/**
 * The device's queue of commands. Guards:
 * - seq has no gap and each command is chained to the one before it;
 * - a command leaves only into the journal: nothing that was issued is ever lost;
 * - an answer that came once is not overwritten by its repetition;
 * - the journal keeps a command for 90 days of the server's time, and one that needs a person until then.
 */
import type { Handle } from '#db/database.ts';
import type { Outcome } from '#shared/kernel/command.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import { insertRows, prepareQuery } from '#shared/kernel/prepared.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { Row, Tx } from '#shared/kernel/table.ts';
import { type CommandEnvelope, canonicalArgs, chainHash, GENESIS_HASH } from '#shared/protocol/envelope.ts';
import type { CommandAnswer } from '#shared/protocol/sync.ts';
import { chainAnsweredElsewhere } from './answered-elsewhere.ts';
import { forgetValues } from './command-values.ts';
import { isOtherwise } from './end-state.ts';
import { forgetAnswers } from './hear-history.ts';
import { toEnvelope } from './push-batch.ts';
import { readState, readStates, writeStates } from './sync-state.ts';

export type OutboxRow = Row<'outbox'>;

/** Beyond every number that a device gives. */
const OUT_OF_THE_WAY = 2 ** 40;
const JOURNAL_KEPT_MS = 90 * 86_400_000;

/** The end of the chain: number and hash of the last command that was issued. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

export async function readChainEnd(tx: Handle): Promise<ChainEnd> {
  const { lastSeq, lastHash } = await readStates(tx, ['lastSeq', 'lastHash']);
  return { seq: lastSeq ?? 0, hash: lastHash ?? GENESIS_HASH };
}

/**
 * Puts a command at the end of the queue, in the transaction that it ran in.
 * @param after the end of the chain as it was; the command has the number after it
 */
export async function appendCommand(
  tx: Handle,
  command: Omit<CommandEnvelope, 'hash'>,
  after: ChainEnd,
  predicted: Outcome,
): Promise<void> {
  const { args, deviceId: _, id, replaces, ...rest } = command;
  const canonical = canonicalArgs(args);
  const hash = chainHash(after.hash, command, canonical);
  await insertRows(tx, 'outbox', [
    {
      ...rest,
      commandId: id,
      args: canonical,
      hash,
      replaces: replaces ?? null,
      sentAt: null,
      predicted: JSON.stringify({ state: predicted.state, reasons: reasonsOf(predicted) }),
      state: 'waiting',
      answerState: null,
      answerReasons: null,
      answerVersion: null,
      answeredAt: null,
      answerLegalNumbers: null,
      replayError: null,
      needsAttention: 0,
    },
  ]);
  await writeStates(tx, { lastSeq: command.seq, lastHash: hash });
}

/** Everything that an outcome says beside its result. */
export function reasonsOf(outcome: Outcome): readonly Reason[] {
  if (outcome.state === 'rejected') return [outcome.reason];
  return outcome.state === 'adjusted' ? [...outcome.adjustments, ...outcome.flags] : [];
}

/** All commands that are replayed on the server's rows, oldest first. */
export async function replayable(db: Handle): Promise<OutboxRow[]> {
  return findQueued(db, {});
}

const findQueued = prepareQuery((tx) => tx.selectFrom('outbox').selectAll().orderBy('seq'));

/**
 * Stores the server's answers. A failed command is set aside by the server and will be run again, so it may be
 * answered a second time; every other answer stands.
 * @param sentAt when each left this device, as far as it was seen
 */
export async function recordAnswers(
  tx: Tx,
  answers: readonly CommandAnswer[],
  sentAt: ReadonlyMap<string, Instant> = new Map(),
): Promise<void> {
  for (const answer of answers) {
    await recordAnswer(tx, {
      commandId: answer.commandId,
      answerState: answer.state,
      answerReasons: JSON.stringify(answer.reasons),
      answerVersion: answer.state === 'failed' ? null : answer.version,
      answeredAt: answer.answeredAt,
      answerLegalNumbers: numbersText(answer),
      sentAt: sentAt.get(answer.commandId) ?? null,
    });
  }
}

interface RecordedAnswer extends Pick<OutboxRow, 'commandId' | 'answerReasons' | 'answerVersion' | 'answeredAt'> {
  readonly [column: string]: string | number | null;
  readonly answerState: CommandAnswer['state'];
  readonly answerLegalNumbers: string | null;
  /** Null: it stays as it is. */
  readonly sentAt: Instant | null;
}

const recordAnswer = prepareQuery((tx, { commandId, sentAt, ...answer }: RecordedAnswer) =>
  tx
    .updateTable('outbox')
    .set((eb) => ({ state: 'answered', ...answer, sentAt: eb.fn.coalesce(eb.val(sentAt), 'sentAt') }))
    .where('commandId', '=', commandId)
    .where((where) => where.or([where('answerState', 'is', null), where('answerState', '=', 'failed')])),
);

function numbersText({ legalNumbers }: CommandAnswer): string | null {
  return legalNumbers ? JSON.stringify(legalNumbers) : null;
}

/**
 * Takes answers that came a second time into the journal: a server that was put back from a backup ran the command anew,
 * and what it says now counts. Where that is something else, a person looks at it.
 */
export async function reviseJournal(tx: Handle, answers: readonly CommandAnswer[]): Promise<void> {
  if (answers.length === 0) return;
  const rows = await findAnswered(tx, { commandIds: answers.map(({ commandId }) => commandId) });
  const journal = new Map(rows.map((row) => [row.commandId, row]));
  for (const answer of answers) {
    const kept = journal.get(answer.commandId);
    if (!kept) continue;
    const revised = {
      answerState: answer.state,
      answerReasons: JSON.stringify(answer.reasons),
      answerLegalNumbers: numbersText(answer),
    };
    const isSame =
      kept.answerState === revised.answerState &&
      kept.answerReasons === revised.answerReasons &&
      kept.answerLegalNumbers === revised.answerLegalNumbers;
    if (isSame) continue;
    await tx
      .updateTable('commandJournal')
      .set({ ...revised, needsAttention: needsAttention({ ...revised, predicted: kept.predicted }) ? 1 : 0 })
      .where('commandId', '=', answer.commandId)
      .execute();
  }
}

/** Whether the server's rows at `version` hold what became of a command. */
export function isSettled(row: OutboxRow, version: number): boolean {
  return row.answerVersion !== null && row.answerVersion <= version;
}

/**
 * Puts the queue into a new history of this device: the same commands under the same ids, numbered and chained anew,
 * behind those that have no place in any other. Their answers are asked for again; a server that has them says what it
 * said. What is in the journal stays before all of it.
 */
export async function rechainOutbox(
  tx: Handle,
  history: { readonly deviceId: string; readonly incarnation: string },
): Promise<void> {
  const shift = (await readState(tx, 'lastSeq')) ?? 0;
  await tx
    .updateTable('commandJournal')
    .set((eb) => ({ seq: eb('seq', '-', shift) }))
    .execute();
  let { seq, hash } = await chainAnsweredElsewhere(tx, history);
  // Commands that came back from the journal have numbers below those of the queue: all make room first.
  await tx
    .updateTable('outbox')
    .set((eb) => ({ seq: eb('seq', '+', OUT_OF_THE_WAY) }))
    .execute();
  for (const row of await replayable(tx)) {
    seq += 1;
    hash = chainHash(hash, toEnvelope({ ...row, seq }, history.deviceId));
    await tx.updateTable('outbox').set({ seq, hash }).where('commandId', '=', row.commandId).execute();
  }
  await forgetAnswers(tx);
  await writeStates(tx, { lastSeq: seq, lastHash: hash });
}

/** When the newest command was issued; 0 when there is none. */
export async function lastIssuedAt(db: Handle): Promise<Instant> {
  const newest = async (table: 'outbox' | 'commandJournal'): Promise<{ seq: number; issuedAt: Instant } | undefined> =>
    db.selectFrom(table).select(['seq', 'issuedAt']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return ((await newest('outbox')) ?? (await newest('commandJournal')))?.issuedAt ?? 0;
}

/**
 * Lets go of what the journal no longer needs; what waits for a person stays.
 * @param serverTime the server's own: this machine's clock may be years off
 */
export async function purgeJournal(tx: Handle, serverTime: Instant): Promise<void> {
  // With nobody asked about it, it hangs on one that waits for a person.
  const undecided = { answerState: 'rejected', droppedAt: null, replacedBy: null } as const;
  const old = tx
    .selectFrom('commandJournal')
    .select('commandId')
    .where('finishedAt', '<', serverTime - JOURNAL_KEPT_MS)
    .where('needsAttention', '=', 0)
    .where((eb) => eb.or([eb('answerState', 'is', null), eb.not(eb.and(undecided))]));
  await tx.deleteFrom('commandSubjects').where('commandId', 'in', old).execute();
  await tx.deleteFrom('commandValues').where('commandId', 'in', old).execute();
  await tx.deleteFrom('commandJournal').where('commandId', 'in', old).execute();
}

/** Rows a statement: few distinct statements, so that each is prepared once. */
const JOURNAL_BATCHES = [32, 8, 1] as const;

/**
 * Moves settled commands to the journal.
 * @param history the present one, with the last number that the server has of it: what has a later one was answered
 * elsewhere (answered-elsewhere.ts)
 */
export async function finishCommands(
  tx: Tx,
  rows: readonly OutboxRow[],
  history: { readonly incarnation: string; readonly lastSeq: number },
  now: Instant,
): Promise<void> {
  const finished = rows.map(({ state: _, ...kept }) => ({
    ...kept,
    chainSeq: kept.seq <= history.lastSeq ? kept.seq : null,
    incarnation: history.incarnation,
    finishedAt: now,
    needsAttention: needsAttention(kept) ? (1 as const) : (0 as const),
    replacedBy: null,
    droppedAt: null,
    takenBack: 0 as const,
  }));
  let from = 0;
  for (const size of JOURNAL_BATCHES) {
    for (; finished.length - from >= size; from += size) {
      await insertRows(tx, 'commandJournal', finished.slice(from, from + size));
    }
  }
  for (const { seq } of rows) await leaveOutbox(tx, { seq });
  await forgetValues(
    tx,
    rows.filter((row) => row.answerState === 'applied').map(({ commandId }) => commandId),
  );
}

const leaveOutbox = prepareQuery((tx, given: { seq: number }) => tx.deleteFrom('outbox').where('seq', '=', given.seq));

/** Rejected, or adjusted otherwise than the device told its person; why it came so is no difference (`decisionOf`). */
export function needsAttention(row: Pick<OutboxRow, 'answerState' | 'answerReasons' | 'predicted'>): boolean {
  if (row.answerState === 'rejected') return true;
  return row.answerState === 'adjusted' && isOtherwise(row);
}

const findAnswered = prepareQuery((tx, given: { commandIds: readonly string[] }) =>
  tx
    .selectFrom('commandJournal')
    .select(['commandId', 'predicted', 'answerState', 'answerReasons', 'answerLegalNumbers'])
    .where('commandId', 'in', given.commandIds)
    .orderBy('commandId'),
);
