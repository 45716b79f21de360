/**
 * Asks the server what was rejected and this person has not seen, and tells it what was dealt with here (decision 46).
 * Guards:
 * - only where the device is level, beside what it pulls: no exchange fails by it, and an older server is left alone;
 * - what stands in the queue or the journal here is told by these; the rest is kept for the ledger;
 * - what was decided here counts as seen; what only hangs on another rejected command does not.
 */
import type { Handle } from '#db/database.ts';
import { commandKey } from '#shared/kernel/command.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { NetworkUnreachable } from '#shared/kernel/world.ts';
import { REJECTIONS_LIMIT } from '#shared/protocol/limits.ts';
import type { HeldCommand, Rejection, RejectionsRequest, RejectionsResponse } from '#shared/protocol/rejections.ts';
import type { Registry } from '#shared/registry.ts';
import type { DeviceContext } from './device-context.ts';
import { readElsewhere } from './rejected-elsewhere.ts';
import { ServerError } from './server-client.ts';
import { inTransaction } from './store.ts';
import { subjectOfRejected } from './subjects.ts';
import { readStates, writeState } from './sync-state.ts';

const EVERY_MS = 15 * 60_000;
/** The first may learn what is to be told, the second tells it. */
const ROUNDS = 2;

type Question = Omit<RejectionsRequest, 'deviceId'>;

type Ask = (question: RejectionsRequest) => Promise<RejectionsResponse>;

export interface Hearing {
  /** Asks when that is due: after a while, when something was rejected or dealt with here, and when a person wants it. */
  hear(stillCurrent: () => void): Promise<void>;
  /** A person looks for what is new: it is due with the next exchange. */
  wanted(): void;
}

/**
 * For one device's life.
 */
export function makeHearing(context: DeviceContext, ask: Ask): Hearing {
  const { clock } = context.world;
  let askedMs: number | null = null;
  let askedLast = '';

  /** @returns whether there is something to tell */
  async function askOnce(stillCurrent: () => void): Promise<boolean> {
    const question = await readQuestion(context.reader.kysely);
    if (!question) return false;
    const isOld = askedMs === null || clock.monotonicMs() - askedMs >= EVERY_MS;
    if (!isOld && JSON.stringify(question) === askedLast) return false;
    const answer = await askServer(ask, { deviceId: context.deviceId, ...question });
    stillCurrent();
    // With the next pull.
    if (answer === 'unreached') return false;
    askedMs = clock.monotonicMs();
    // What was told need not be told again.
    askedLast = JSON.stringify(answer ? { ...question, seen: [] } : question);
    if (!answer) return false;
    const { isOwing, isNew } = await context.lock.hold('sync', () =>
      inTransaction(context, (tx) => takeIn(tx, context, question, answer)),
    );
    if (isNew) context.changed([]);
    return isOwing;
  }

  return {
    async hear(stillCurrent) {
      for (let round = 0; round < ROUNDS; round += 1) if (!(await askOnce(stillCurrent))) return;
    },
    wanted() {
      askedMs = null;
    },
  };
}

/** Null: not now. */
async function readQuestion(db: Handle): Promise<Question | null> {
  const { cursor, load, firstLoadRows } = await readStates(db, ['cursor', 'load', 'firstLoadRows']);
  if (!cursor || load || firstLoadRows !== null) return null;
  const undecided = await db
    .selectFrom('commandJournal')
    .select('commandId')
    .where('answerState', '=', 'rejected')
    .where('droppedAt', 'is', null)
    .where('replacedBy', 'is', null)
    .orderBy('seq', 'desc')
    .orderBy('commandId')
    .limit(REJECTIONS_LIMIT)
    .execute();
  const { seen } = await readElsewhere(db);
  return { needing: undecided.map(({ commandId }) => commandId), seen: seen.slice(0, REJECTIONS_LIMIT) };
}

/** @returns null where the server says nothing of it: an older one, or one that has other trouble, which a pull tells */
async function askServer(ask: Ask, question: RejectionsRequest): Promise<RejectionsResponse | 'unreached' | null> {
  try {
    return await ask(question);
  } catch (error) {
    if (error instanceof NetworkUnreachable) return 'unreached';
    if (error instanceof ServerError) return null;
    throw error;
  }
}

async function takeIn(
  tx: Handle,
  { registry, now }: Pick<DeviceContext, 'registry' | 'now'>,
  question: Question,
  answer: RejectionsResponse,
): Promise<{ readonly isOwing: boolean; readonly isNew: boolean }> {
  const known = await readElsewhere(tx);
  const here = await findHere(
    tx,
    [...answer.open, ...answer.held].map(({ commandId }) => commandId),
  );
  // Dealt with while the question was on its way.
  const since = known.seen.filter((commandId) => !question.seen.includes(commandId));
  const shown = answer.open
    .filter(({ commandId }) => !here.has(commandId) && !since.includes(commandId))
    .map((rejection) => ({ ...rejection, subject: subjectIn(registry, rejection) }));
  const decided = [...here].flatMap(([commandId, isDecided]) => (isDecided ? commandId : []));
  const held = answer.held
    .filter(({ commandId }) => !here.has(commandId))
    .map((command) => ({ ...command, subject: subjectIn(registry, command) }));
  const next = { shown, seen: [...new Set([...since, ...decided])], held };
  const isNew = JSON.stringify(next) !== JSON.stringify(known);
  if (isNew) await writeState(tx, 'rejectedElsewhere', next);
  if (answer.seen.length === 0) return { isOwing: next.seen.length > 0, isNew };
  const settled = await tx
    .updateTable('commandJournal')
    .set({ droppedAt: now(), needsAttention: 0 })
    .where('commandId', 'in', answer.seen)
    .where('answerState', '=', 'rejected')
    .where('droppedAt', 'is', null)
    .where('replacedBy', 'is', null)
    .executeTakeFirst();
  return { isOwing: next.seen.length > 0, isNew: isNew || settled.numUpdatedRows > 0n };
}

/** Those that this device holds itself, each with whether its person has decided about it. */
async function findHere(tx: Handle, commandIds: readonly Id[]): Promise<ReadonlyMap<Id, boolean>> {
  if (commandIds.length === 0) return new Map();
  const queued = await tx
    .selectFrom('outbox')
    .select('commandId')
    .where('commandId', 'in', [...commandIds])
    .orderBy('commandId')
    .execute();
  const finished = await tx
    .selectFrom('commandJournal')
    .select(['commandId', 'answerState', 'droppedAt', 'replacedBy'])
    .where('commandId', 'in', [...commandIds])
    .orderBy('commandId')
    .execute();
  return new Map([
    ...queued.map(({ commandId }): [Id, boolean] => [commandId, false]),
    ...finished.map(({ commandId, answerState, droppedAt, replacedBy }): [Id, boolean] => [
      commandId,
      answerState === 'rejected' && (droppedAt ?? replacedBy) !== null,
    ]),
  ]);
}

const subjectIn = ({ commands }: Registry, { name, version, args }: Rejection | HeldCommand) =>
  subjectOfRejected(commands.get(commandKey(name, version)), args);
