/**
 * The one writer. Guards:
 * - a command and its place in the outbox commit together or not at all;
 * - a refused command, a dry run and a command that breaks leave nothing behind;
 * - the tables are named only after the commit.
 */
import type { ControlledTransaction } from 'kysely';
import { tablesTouchedBy } from '#db/touch-log.ts';
import type { AnyCommand, Outcome } from '#shared/kernel/command.ts';
import { type Id, makeId } from '#shared/kernel/ids.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { endTxContext, runCommand, TransactionEnded } from '#shared/kernel/runner.ts';
import type { Tables } from '#shared/kernel/table.ts';
import type { CommandOptions, CommandReply, NamedCommand } from '#shared/protocol/bridge.ts';
import { ARGS_LIMIT_BYTES } from '#shared/protocol/limits.ts';
import { keepValues } from './command-values.ts';
import { actorOf, type DeviceContext, issuingDeviceOf } from './device-context.ts';
import { appendCommand, readChainEnd, reasonsOf } from './outbox.ts';
import { keepSubject, linkReplaced, subjectOf } from './subjects.ts';
import { noteTrouble } from './trouble.ts';

export interface Store {
  /** @param options.replaces the rejected command in whose place a person sends this one */
  run(name: string, args: unknown, options?: CommandOptions): Promise<CommandReply>;
  /** Runs `before` and the command, and takes everything back: what would happen. */
  dryRun(name: string, args: unknown, before?: readonly NamedCommand[]): Promise<CommandReply>;
}

/**
 * @param issued called after each commit that put a command into the outbox
 * @param refusalOf why a command of this kind cannot be issued now, or null
 */
export function makeStore(
  context: DeviceContext,
  issued: (seq: number) => void,
  refusalOf: (kind: AnyCommand['kind']) => Reason | null = () => null,
): Store {
  const { world, registry, lock, writer } = context;

  async function execute(
    name: string,
    args: unknown,
    isDry: boolean,
    replaces?: Id,
    before: readonly NamedCommand[] = [],
  ): Promise<CommandReply> {
    const definition = registry.latestCommand(name);
    if (!definition) return refused('device.unknownCommand', { command: name });
    const reason = refusalOf(definition.kind);
    if (reason) return { state: 'rejected', reason };
    const text = asJson(args);
    if (text === null) return refused('kernel.invalidArguments', { command: name, path: '' });
    if (Buffer.byteLength(text) > ARGS_LIMIT_BYTES) {
      return refused('device.argumentsTooLarge', { command: name, limitBytes: ARGS_LIMIT_BYTES });
    }
    // What runs here is exactly what travels: undefined, dates and the like do not survive JSON.
    const plainArgs: unknown = JSON.parse(text);

    return lock.hold('person', async () => {
      const tx = await writer.kysely.startTransaction().execute();
      try {
        const end = await readChainEnd(tx);
        const seq = end.seq + 1;
        const now = context.now();
        const commandId = makeId(now, world.random.bytes(16));
        const plain = {
          commandId,
          now,
          actor: actorOf(context),
          device: issuingDeviceOf(context),
          seq,
          version: 0,
          isIssued: false,
          leaveStub: false,
        };
        for (const each of isDry ? before : []) {
          const first = registry.latestCommand(each.name);
          // What is refused here is refused where it is tried itself: what comes after it meets what is there.
          if (first) await runCommand(tx, { ...plain, definition: first, args: each.args });
        }
        const outcome = await runCommand(tx, { ...plain, definition, args: plainArgs });
        if (isDry || outcome.state === 'rejected') {
          await tx.rollback().execute();
          return toReply(outcome, commandId, null);
        }
        const envelope = {
          id: commandId,
          name,
          version: definition.version,
          args: JSON.parse(text),
          deviceId: context.deviceId,
          seq,
          userId: context.userId,
          issuedAt: now,
          ...(await linkReplaced(tx, context.registry, replaces, commandId)),
        };
        await appendCommand(tx, envelope, end, outcome);
        await keepValues(tx, context.registry, commandId, seq);
        await keepSubject(tx, envelope, subjectOf(definition, plainArgs, outcome.result));
        await endTxContext(tx);
        const tables = await tablesTouchedBy(tx, seq);
        await tx.commit().execute();
        issued(seq);
        context.changed(tables);
        return toReply(outcome, commandId, seq);
      } catch (thrown) {
        const error = thrown instanceof TransactionEnded ? thrown.cause : thrown;
        await rollBack(tx);
        return { state: 'rejected', reason: noteTrouble(world, context.problem, name, error, 'device.commandFailed') };
      }
    });
  }

  return {
    run: (name, args, options) => execute(name, args, false, options?.replaces),
    dryRun: (name, args, before = []) => execute(name, args, true, undefined, before),
  };
}

/** Takes a transaction back, unless the database has done so already (disk full). */
async function rollBack(tx: ControlledTransaction<Tables>): Promise<void> {
  if (tx.isCommitted || tx.isRolledBack) return;
  try {
    await tx.rollback().execute();
  } catch {
    // SQLite rolls back by itself on some errors; the first error is the one that counts.
  }
}

/** Commits what `work` did, or takes it back and throws on. Call inside the lock. */
export async function inTransaction<T>(
  context: DeviceContext,
  work: (tx: ControlledTransaction<Tables>) => Promise<T>,
): Promise<T> {
  const tx = await context.writer.kysely.startTransaction().execute();
  try {
    const result = await work(tx);
    await tx.commit().execute();
    return result;
  } catch (error) {
    await rollBack(tx);
    throw error;
  }
}

function toReply(outcome: Outcome, commandId: Id, sequence: number | null): CommandReply {
  if (outcome.state === 'rejected') return outcome;
  const { state, result } = outcome;
  if (state === 'applied') return { state, result, commandId, sequence };
  return { state, result, commandId, sequence, reasons: reasonsOf(outcome) };
}

function refused(code: string, params: Reason['params']): CommandReply {
  return { state: 'rejected', reason: { code, params } };
}

function asJson(args: unknown): string | null {
  try {
    return JSON.stringify(args ?? null) ?? null;
  } catch {
    return null;
  }
}
