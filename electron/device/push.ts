/**
 * Sends the outbox. Guards:
 * - oldest first, the same ids, numbers and hashes on every try: a repetition takes effect once;
 * - answers are stored in one transaction as they come; a cut answer costs only another try;
 * - a copied or restored database goes on under a new history of its own, with everything that it has not sent;
 * - what the server cannot take stays in the outbox, and is said.
 */
import type { Reason } from '#shared/kernel/refusal.ts';
import type { CommandAnswer, PushResponse } from '#shared/protocol/sync.ts';
import { hasAnsweredElsewhere } from './answered-elsewhere.ts';
import type { DeviceContext } from './device-context.ts';
import type { LostHistory } from './find-lost.ts';
import { forgetAnswers, hearHistory } from './hear-history.ts';
import { recordAnswers, reviseJournal } from './outbox.ts';
import { batchFrom, formerBatchFrom, nextBatch, type PushBatch } from './push-batch.ts';
import type { PushPace } from './push-pace.ts';
import { ServerError } from './server-client.ts';
import { inTransaction } from './store.ts';

export interface PushParts {
  readonly context: DeviceContext;
  /**
   * @param incarnation of whose chain they are
   * @param left told once bytes of it were handed to a connection
   */
  send(batch: PushBatch, incarnation: string, left: () => void): Promise<PushResponse>;
  readonly pace: PushPace;
  /** An answer came, with the server's time: heard before anything of it is kept, for a full disk keeps nothing. */
  heard(serverTime: number): Promise<void>;
  /** Answers are kept: what waits has become less. */
  progress(): void;
  /** These are about to be sent, while no connection is there yet. */
  tried(commandIds: readonly string[]): void;
  /** Which commands are on their way right now: a connection has bytes of them. */
  inFlight(commandIds: readonly string[]): void;
  /** Leaves a history that the server has otherwise: @returns why that cannot be now, or null. */
  startOver(): Promise<Reason | null>;
  /** Throws when another cycle took over. */
  stillCurrent(): void;
}

/**
 * Sends again what a server that was put back from a backup no longer has, with what it once answered, oldest history
 * first; then what waits.
 * @returns why not all of it could be sent, or null
 * @throws NetworkUnreachable
 */
export async function resendLost(parts: PushParts, lost: readonly LostHistory[]): Promise<Reason | null> {
  const { context } = parts;
  await context.lock.hold('sync', () => inTransaction(context, (tx) => forgetAnswers(tx)));
  for (const { incarnation, lastSeq } of lost) {
    if (incarnation === context.incarnation) continue;
    const stuck = await resendFormer(parts, incarnation, lastSeq);
    if (stuck) return stuck;
  }
  const present = lost.find(({ incarnation }) => incarnation === context.incarnation);
  return pushPending(parts, present ? present.lastSeq + 1 : null);
}

async function sendAtPace(
  { pace, send }: PushParts,
  batch: PushBatch,
  incarnation: string,
  left: () => void = () => {},
): Promise<PushResponse> {
  const one = pace.begin();
  let hasLeft = false;
  try {
    const response = await send(batch, incarnation, () => {
      if (!hasLeft) left();
      hasLeft = true;
    });
    one.arrived();
    return response;
  } catch (error) {
    if (error instanceof ServerError) one.arrived();
    else one.cut();
    throw error;
  }
}

/** The journal of a history that this device has left. */
async function resendFormer(parts: PushParts, incarnation: string, lastSeq: number): Promise<Reason | null> {
  const { context } = parts;
  for (let from = lastSeq + 1; ; ) {
    const { limitBytes } = parts.pace;
    const batch = await formerBatchFrom(context.reader.kysely, context.deviceId, incarnation, from, limitBytes);
    const last = batch.commands.at(-1);
    if (!last) return null;
    parts.stillCurrent();
    try {
      const response = await sendAtPace(parts, batch, incarnation);
      parts.stillCurrent();
      await parts.heard(response.serverTime);
      await storeAnswers(context, response.answers);
      parts.progress();
      from = last.seq + 1;
    } catch (error) {
      if (error instanceof ServerError) return { code: error.code, params: error.params };
      throw error;
    }
  }
}

/**
 * Sends until nothing waits.
 * @param from a number from which answered commands are sent again; null: only what waits
 * @returns why the rest stays, or null when all was answered
 * @throws NetworkUnreachable
 */
export async function pushPending(parts: PushParts, from: number | null = null): Promise<Reason | null> {
  const { context } = parts;
  let resendFrom = from;
  let lastGap = -1;
  let isStartedOver = false;
  if (await hasAnsweredElsewhere(context.reader.kysely, context.incarnation)) {
    const refused = await parts.startOver();
    if (refused) return refused;
    isStartedOver = true;
    resendFrom = await firstOfJournal(context);
  }
  for (;;) {
    const { kysely } = context.reader;
    const batch: PushBatch =
      resendFrom === null
        ? await nextBatch(kysely, context.deviceId, parts.pace.limitBytes)
        : await batchFrom(kysely, context.deviceId, context.incarnation, resendFrom, parts.pace.limitBytes);
    const { commands } = batch;
    if (commands.length === 0) return resendFrom === null ? null : historyLost(resendFrom);
    parts.stillCurrent();
    const ids = commands.map((command) => command.id);
    parts.tried(ids);
    try {
      const response = await sendAtPace(parts, batch, context.incarnation, () => parts.inFlight(ids));
      parts.stillCurrent();
      await parts.heard(response.serverTime);
      await storeAnswers(context, response.answers);
      parts.progress();
      const last = commands.at(-1);
      if (resendFrom !== null && last) resendFrom = await nextAfter(context, last.seq);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      if (error.code === 'sync.historyDiverged' && !isStartedOver) {
        // Another database has spoken in this one's name: a copy of it, or the one of which it is a copy.
        const refused = await parts.startOver();
        if (refused) return refused;
        isStartedOver = true;
        resendFrom = await firstOfJournal(context);
        continue;
      }
      const expected = error.code === 'sync.sequenceGap' ? error.params.expected : null;
      if (typeof expected !== 'number' || expected === lastGap) return { code: error.code, params: error.params };
      // The server has lost what it once acknowledged, or this device believes so: what it knows is sent again by number.
      lastGap = expected;
      resendFrom = expected;
      if ((commands[0]?.seq ?? 0) === expected) return historyLost(expected);
    } finally {
      parts.inFlight([]);
    }
  }
}

/** From where to send in a history that has just begun: what was answered elsewhere stands before what waits. */
async function firstOfJournal(context: DeviceContext): Promise<number | null> {
  return nextAfter(context, 0);
}

/** Where resending goes on: null once what is left is the ordinary queue. */
async function nextAfter(context: DeviceContext, seq: number): Promise<number | null> {
  const finished = await context.reader.kysely
    .selectFrom('commandJournal')
    .select('chainSeq')
    .where('incarnation', '=', context.incarnation)
    .where('chainSeq', '>', seq)
    .orderBy('chainSeq')
    .limit(1)
    .executeTakeFirst();
  return finished ? seq + 1 : null;
}

const historyLost = (expected: number): Reason => ({ code: 'sync.historyLost', params: { expected } });

/**
 * Takes in what the server answered, to what waits and to what it was asked again.
 * @param timeline the server's history, where it may be another one than before
 */
export async function storeAnswers(
  context: DeviceContext,
  answers: readonly CommandAnswer[],
  timeline: string | null = null,
): Promise<void> {
  if (answers.length === 0 && timeline === null) return;
  await context.lock.hold('sync', () =>
    inTransaction(context, async (tx) => {
      if (timeline !== null) await hearHistory(tx, timeline);
      await recordAnswers(tx, answers, context.sentAt);
      await reviseJournal(tx, answers);
    }),
  );
}
