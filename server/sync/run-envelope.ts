/**
 * Runs one command of a device within the request's transaction. Guards:
 * - a command that throws leaves nothing behind and does not stop those after it;
 * - trouble of the server itself is thrown on, so that no answer is stored for it.
 */
import { type Actor, type AnyCommand, commandKey, type IssuingDevice, type Outcome } from '#shared/kernel/command.ts';
import { type Id, makeId } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { runCommand, TransactionEnded } from '#shared/kernel/runner.ts';
import type { Tx } from '#shared/kernel/table.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import type { CommandAnswer, FormerAnswer, LegalNumber } from '#shared/protocol/sync.ts';
import type { House, ServerRegistry } from '../house.ts';
import { BEHIND_FAILED, BehindFailed, type FailedCommand, waitBehindFailed } from './behind-failed.ts';
import type { ServerTx } from './company-lock.ts';
import { isDeviceOf } from './device-of.ts';
import { type LegalNumbering, makeLegalNumbering, NumberingClosed } from './legal-numbers.ts';
import { findUnstorableText } from './plain-json.ts';
import { sentAnewBefore } from './sent-anew.ts';
import { isServerTrouble } from './server-trouble.ts';

/** A device's clock may differ by this much without a word; beyond it the answer says that the time was moved. */
export const TIME_MOVED_TOLERANCE_MS = 5 * 60_000;

/** The reason of a command that needs a number while none is given; it runs again when the recovery ends. */
export const NUMBERING_CLOSED = 'sync.numberingClosed';

/** What it takes to run commands. */
export type ExecutingHouse = Pick<House, 'world' | 'logger'> & {
  readonly registry: Pick<ServerRegistry, 'commands'>;
};

export interface EnvelopeRun {
  readonly definition: AnyCommand;
  readonly envelope: CommandEnvelope;
  readonly actor: Actor;
  readonly device: IssuingDevice;
  /** The company version that this command makes. */
  readonly version: number;
  readonly receivedAt: Instant;
  /** The time that the device's command before ran with, of those that can have been by now. */
  readonly lastRanAt: Instant;
  /** What it was answered before the server was put back from a backup; null: nothing. */
  readonly former: FormerAnswer | null;
  readonly isRecovering: boolean;
  /** Of the same device, in the same transaction: what failed and is not in the log yet. */
  readonly failedJustNow?: readonly FailedCommand[];
  /** Asks ahead for the command after it (`aheadOf`). */
  readonly askNext?: EnvelopeAhead | undefined;
}

type EnvelopeAhead = (tx: Tx) => Promise<void>;

/** What asks ahead for a command, if it can be asked for: its arguments are ones that it takes, and that can be stored. */
export function aheadOf(
  { commands }: Pick<ServerRegistry, 'commands'>,
  { name, version, args }: CommandEnvelope,
): EnvelopeAhead | undefined {
  const definition = commands.get(commandKey(name, version));
  if (!definition?.ahead || findUnstorableText(args) !== null) return undefined;
  const parsed = definition.args.safeParse(args);
  return parsed.success ? async (tx) => definition.ahead?.(tx, parsed.data) : undefined;
}

export interface EnvelopeResult {
  readonly answer: CommandAnswer;
  /** What the command gave; nothing where it had no effect. */
  readonly result?: unknown;
}

/**
 * Where a command's time may begin. A command that was taken while the server's clock stood ahead ran with a time that has
 * not come yet: it bounds nobody, and the one before it still does.
 */
export async function readLastRanAt(
  tx: ServerTx,
  { deviceId, incarnation }: { readonly deviceId: Id; readonly incarnation: Id },
  now: Instant,
): Promise<Instant> {
  const row = await tx
    .selectFrom('commandLog')
    .select('ranAt')
    .where('deviceId', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .where('ranAt', '<=', now)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.ranAt ?? 0;
}

/** Runs the command with the time that is due to it; the answer is not stored yet. */
export async function runEnvelope(
  house: ExecutingHouse,
  tx: ServerTx,
  run: EnvelopeRun,
): Promise<EnvelopeResult & { readonly ranAt: Instant }> {
  const { envelope, receivedAt, lastRanAt } = run;
  // The receipt is the one time that the server knows for itself: nothing before it is let past it.
  const ranAt = Math.min(receivedAt, Math.max(lastRanAt, envelope.issuedAt));
  return { ...(await runAt(house, tx, run, ranAt)), ranAt };
}

/** Runs the command with a time that it was given before: after it failed. */
export async function runAt(
  house: ExecutingHouse,
  tx: ServerTx,
  run: Omit<EnvelopeRun, 'lastRanAt'>,
  ranAt: Instant,
): Promise<EnvelopeResult> {
  const { envelope, isRecovering } = run;
  const former = run.former?.legalNumbers ?? [];
  const numbering = makeLegalNumbering({ commandId: envelope.id, former, isRecovering });
  const ended = await runGuarded(house, tx, run, ranAt, numbering);
  const moved = Math.abs(ranAt - envelope.issuedAt) > TIME_MOVED_TOLERANCE_MS;
  const timed = moved ? withTimeMoved(ended, envelope.issuedAt, ranAt) : ended;
  const { state, reasons } = withNumbersLost(timed, numbering.lost);
  // What failed asks for the numbers that it had when it runs again.
  const numbers = hasEffects(state) ? numbering.assigned : state === 'failed' ? former : [];
  const answer = {
    commandId: envelope.id,
    seq: envelope.seq,
    state,
    reasons,
    version: run.version,
    answeredAt: run.receivedAt,
    ...(numbers.length > 0 ? { legalNumbers: [...numbers] } : {}),
  };
  return { answer, result: ended.result };
}

type Ended = Pick<CommandAnswer, 'state' | 'reasons'> & { readonly result?: unknown };

async function runGuarded(
  house: ExecutingHouse,
  tx: ServerTx,
  run: Omit<EnvelopeRun, 'lastRanAt'>,
  ranAt: Instant,
  numbering: LegalNumbering,
): Promise<Ended> {
  const { definition, envelope, actor, device, version, isRecovering } = run;
  const badPath = findUnstorableText(envelope.args);
  if (badPath !== null) {
    const params = { command: definition.name, path: badPath, problem: 'text with NUL or half a surrogate pair' };
    return { state: 'rejected', reasons: [{ code: 'kernel.invalidArguments', params }] };
  }
  try {
    // What was answered before the server was put back was first, or was refused, then.
    const formerly = run.former?.state === 'rejected' ? run.former.reasons?.[0] : undefined;
    const refusedBefore = run.former ? formerly : await sentAnewBefore(tx, definition, envelope);
    const outcome = await runCommand(tx, {
      definition,
      args: envelope.args,
      commandId: envelope.id,
      now: ranAt,
      actor,
      device,
      seq: 0,
      version,
      isIssued: true,
      leaveStub: true,
      ...(refusedBefore ? { refusedBefore } : {}),
      assignLegalNumber: numbering.assign,
      // What was answered before the server was put back stands, and devices of since then are known as they come back.
      isDeviceOf: isRecovering || run.former ? async () => null : isDeviceOf,
      refused: (own) => waitBehindFailed(own, house.registry.commands, envelope, run.failedJustNow ?? []),
      askNext: run.askNext,
    });
    return endOf(outcome);
  } catch (error) {
    if (error instanceof TransactionEnded) throw error.cause;
    if (isServerTrouble(error)) throw error;
    if (error instanceof NumberingClosed) return { state: 'failed', reasons: [{ code: NUMBERING_CLOSED, params: {} }] };
    if (error instanceof BehindFailed)
      return { state: 'failed', reasons: [{ code: BEHIND_FAILED, params: { commandId: error.commandId } }] };
    const errorId: Id = makeId(house.world.clock.now(), house.world.random.bytes(16));
    const { id, name, seq } = envelope;
    house.logger.error(
      { err: error, errorId, commandId: id, name, commandVersion: envelope.version, seq },
      'command failed',
    );
    return { state: 'failed', reasons: [{ code: 'sync.commandFailed', params: { errorId } }] };
  }
}

function endOf(outcome: Outcome): Ended {
  if (outcome.state === 'rejected') return { state: 'rejected', reasons: [outcome.reason] };
  const { result } = outcome;
  if (outcome.state === 'applied') return { state: 'applied', reasons: [], result };
  return { state: 'adjusted', reasons: [...outcome.adjustments, ...outcome.flags], result };
}

function hasEffects(state: CommandAnswer['state']): boolean {
  return state === 'applied' || state === 'adjusted';
}

/** What was refused or failed has no time to speak of. */
function withTimeMoved(ended: Ended, issuedAt: Instant, ranAt: Instant): Ended {
  if (!hasEffects(ended.state)) return ended;
  const reason: Reason = { code: 'sync.timeMoved', params: { issuedAt, ranAt } };
  return { state: 'adjusted', reasons: [...ended.reasons, reason] };
}

/** A number that was on paper and is another document's now: someone must know. */
function withNumbersLost(ended: Ended, lost: readonly LegalNumber[]): Ended {
  if (!hasEffects(ended.state) || lost.length === 0) return ended;
  const reasons = lost.map((number): Reason => ({ code: 'sync.legalNumberTaken', params: { ...number } }));
  return { state: 'adjusted', reasons: [...ended.reasons, ...reasons] };
}
