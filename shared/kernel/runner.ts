/**
 * Runs commands and queries, the same on device and server, on SQLite and PostgreSQL. Guards:
 * - arguments are parsed and the right is checked before anything runs;
 * - a refused command leaves no row behind (savepoint), but for its stub on the server; without the right not even that;
 * - a fact that has happened is recorded whatever became of its author's right: the server sets it before those who sort
 *   it out;
 * - a command that breaks leaves nothing behind either: the transaction can go on with the next one;
 * - only declared refusal codes leave a command: an undeclared one is a bug and throws.
 */
import type { ControlledTransaction } from 'kysely';
import type { Actor, AnyCommand, CommandContext, IssuingDevice, Outcome } from './command.ts';
import type { Id } from './ids.ts';
import type { Instant } from './instants.ts';
import { prepareQuery } from './prepared.ts';
import type { AnyQuery, QueryContext } from './query.ts';
import { type Reason, Refusal } from './refusal.ts';
import type { Reader, Tables, Tx } from './table.ts';

/** One run of a command. */
export interface CommandRun {
  readonly definition: AnyCommand;
  readonly args: unknown;
  readonly commandId: Id;
  readonly now: Instant;
  readonly actor: Actor;
  readonly device: IssuingDevice;
  /** The device's running number; 0 on the server. */
  readonly seq: number;
  /** The company version that this command makes; 0 on the device. */
  readonly version: number;
  /**
   * It was issued before this run, on a device: what the server runs, and what a device replays. A fact is not asked for
   * its right any more then, however it is with that by now. False while its person is about to issue it.
   */
  readonly isIssued: boolean;
  /** On the server a rejected creation leaves its stub row. */
  readonly leaveStub: boolean;
  /** It was refused before, and stays so: nothing of it runs but its stub. */
  readonly refusedBefore?: Reason;
  /** Gives the numbers of billing documents, within the command's savepoint; none on a device. */
  readonly assignLegalNumber?: (tx: Tx, series: string) => Promise<number>;
  /** Whether a person has a computer with a code; null: it cannot be said. None on a device. */
  readonly isDeviceOf?: (tx: Tx, userId: Id, code: string) => Promise<boolean | null>;
  /** Asks ahead for the command that comes after; called when this one has written all. */
  readonly askNext?: ((tx: Tx) => Promise<void>) | undefined;
  /** Told that it is refused, when nothing of it is there; what it throws is thrown on, and no stub is left. */
  readonly refused?: (tx: Tx) => Promise<void>;
}

/** Codes that the runner itself refuses with, whatever the command. */
export const runnerRefusals = ['kernel.invalidArguments', 'kernel.notPermitted'] as const;

/** The flag of a fact whose author had no right to it, or none any more, when the server heard of it. */
const WITHOUT_RIGHT = 'kernel.doneWithoutRight';

/**
 * Runs a command inside the caller's transaction; the caller commits (with its outbox entry or its stored answer).
 * @throws whatever the command throws that is not a declared refusal; what it did is taken back then
 * @throws TransactionEnded when the database has taken back everything, or cannot be reached
 */
export async function runCommand(tx: ControlledTransaction<Tables>, run: CommandRun): Promise<Outcome> {
  const { definition } = run;
  const parsed = definition.args.safeParse(run.args);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return rejected({
      code: 'kernel.invalidArguments',
      params: { command: definition.name, path: issue?.path.join('.') ?? '', problem: issue?.message ?? '' },
    });
  }
  const mayDo = run.actor.permissions.has(definition.permission);
  const hasHappened = definition.kind === 'fact' && run.isIssued;
  if (!mayDo && !hasHappened) return notPermitted(run);

  const adjustments: Reason[] = [];
  const flags: Reason[] = [];
  await setTxContext(tx, run);
  const { stub } = definition;
  const contextOf = (savepoint: Tx): CommandContext => makeContext(run, savepoint, adjustments, flags);
  try {
    if (run.refusedBefore) throw new Refusal(run.refusedBefore.code, run.refusedBefore.params);
    const result = await guarded(tx, async (savepoint) => {
      const context = contextOf(savepoint);
      const made = await definition.run(savepoint, parsed.data, context);
      // A device foretells what was done; whose right it was is the server's to say.
      if (!mayDo && context.atOffice) {
        flags.push({ code: WITHOUT_RIGHT, params: { permission: definition.permission } });
        await definition.tellWithoutRight?.(savepoint, parsed.data, made, context);
      }
      await run.askNext?.(savepoint);
      return made;
    });
    if (adjustments.length === 0 && flags.length === 0) return { state: 'applied', result };
    return { state: 'adjusted', result, adjustments, flags };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (!run.refusedBefore) {
      assertDeclared(definition, error);
      await run.refused?.(tx);
    }
    if (run.leaveStub && stub) await guarded(tx, (savepoint) => stub(savepoint, parsed.data, contextOf(savepoint)));
    return rejected(error.reason);
  }
}

/**
 * Nothing of the transaction stands any more, also what was done before the command: disk full, connection lost. `cause`
 * is what the database said.
 */
export class TransactionEnded extends Error {
  constructor(cause: unknown) {
    super('the transaction has ended', { cause });
    this.name = 'TransactionEnded';
  }
}

/** All of `work` or nothing of it. */
async function guarded<Result>(
  tx: ControlledTransaction<Tables>,
  work: (savepoint: ControlledTransaction<Tables, ['command']>) => Promise<Result>,
): Promise<Result> {
  const savepoint = await tx.savepoint('command').execute();
  try {
    const result = await work(savepoint);
    await savepoint.releaseSavepoint('command').execute();
    return result;
  } catch (error) {
    try {
      await savepoint.rollbackToSavepoint('command').execute();
      await savepoint.releaseSavepoint('command').execute();
    } catch (trouble) {
      throw new TransactionEnded(error instanceof Refusal ? trouble : error);
    }
    throw error;
  }
}

/** Closes the door after commands: whoever writes next must say on whose behalf. Call before commit. */
export async function endTxContext(tx: ControlledTransaction<Tables>): Promise<void> {
  await setIdle(tx, {});
}

const setIdle = prepareQuery((tx) => tx.updateTable('txContext').set({ mode: 'idle' }).where('id', '=', 1));

/**
 * Runs a query on a read connection.
 * @throws Refusal `kernel.invalidArguments` or `kernel.notPermitted`
 */
export async function runQuery(
  db: Reader,
  definition: AnyQuery,
  args: unknown,
  context: QueryContext,
): Promise<unknown> {
  const parsed = definition.args.safeParse(args);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Refusal('kernel.invalidArguments', {
      command: definition.name,
      path: issue?.path.join('.') ?? '',
      problem: issue?.message ?? '',
    });
  }
  if (definition.permission !== null && !context.actor.permissions.has(definition.permission)) {
    throw new Refusal('kernel.notPermitted', { permission: definition.permission });
  }
  return definition.run(db, parsed.data, context);
}

function rejected(reason: Reason): Outcome {
  return { state: 'rejected', reason };
}

function notPermitted(run: CommandRun): Outcome {
  return rejected({ code: 'kernel.notPermitted', params: { permission: run.definition.permission } });
}

function assertDeclared(definition: AnyCommand, refusal: Refusal): void {
  const declared = definition.refusals[refusal.code] === 'reject';
  if (!declared && !runnerRefusals.some((code) => code === refusal.code)) {
    throw new Error(`${definition.name} refused with the undeclared code ${refusal.code}`, { cause: refusal });
  }
}

async function setTxContext(tx: ControlledTransaction<Tables>, run: CommandRun): Promise<void> {
  const { commandId, seq, version, actor, now } = run;
  await setCommand(tx, { commandId, seq, version, actorId: actor.userId, now });
}

interface TxContextValues {
  readonly [column: string]: string | number;
  readonly commandId: string;
  readonly seq: number;
  readonly version: number;
  readonly actorId: string;
  readonly now: number;
}
const setCommand = prepareQuery((tx, given: TxContextValues) =>
  tx
    .updateTable('txContext')
    .set({ mode: 'command', ...given })
    .where('id', '=', 1),
);

function makeContext(run: CommandRun, tx: Tx, adjustments: Reason[], flags: Reason[]): CommandContext {
  const { now, actor } = run;
  return {
    commandId: run.commandId,
    now,
    actor,
    device: run.device,
    atOffice: run.version > 0,
    assignLegalNumber: async (series) => (await run.assignLegalNumber?.(tx, series)) ?? null,
    isDeviceOf: async (userId, code) => (await run.isDeviceOf?.(tx, userId, code)) ?? null,
    created: () => ({
      createdAt: now,
      createdBy: actor.userId,
      updatedAt: now,
      updatedBy: actor.userId,
      deletedAt: null,
    }),
    updated: () => ({ updatedAt: now, updatedBy: actor.userId }),
    refusal: (code, params = {}) => new Refusal(code, params),
    adjust: (code, params = {}) => {
      adjustments.push({ code, params });
    },
    flag: (code, params = {}) => {
      flags.push({ code, params });
    },
  };
}
