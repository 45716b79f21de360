/**
 * Pending commands, run again on the server's rows. Guards:
 * - the same order, ids, times and rights as the first run, so the same rows come out;
 * - a fact has happened: it is shown whatever became of its person's right to it, as the server will record it;
 * - a command that breaks or is refused now loses its prediction alone: it stays pending, is marked, its person hears of
 *   it (unshown.ts), and the server decides;
 * - a full or broken disk is no fault of a command: it ends the replay, and everything stays as it was.
 */
import type { ControlledTransaction } from 'kysely';
import { touchedTables } from '#db/touch-log.ts';
import { type AnyCommand, commandKey } from '#shared/kernel/command.ts';
import { runCommand, TransactionEnded } from '#shared/kernel/runner.ts';
import type { Tables } from '#shared/kernel/table.ts';
import { actorOf, type DeviceContext, issuingDeviceOf } from './device-context.ts';
import type { OutboxRow } from './outbox.ts';
import { readRights, rightsTables } from './person-rights.ts';
import { isDiskTrouble } from './trouble.ts';
import { brokenBy, noteReplay, type Unshown } from './unshown.ts';

export interface ReplayInput {
  readonly commands: readonly OutboxRow[];
  /** Called between commands: lets a person in front. */
  readonly step: () => Promise<void>;
  /** The rows may have what a command did already: where it meets that, nothing is broken, and nobody is told. */
  readonly meetsOwn?: boolean;
}

/** Call with an empty touch log. @returns tables whose rows the replay touched */
export async function replayCommands(
  context: DeviceContext,
  tx: ControlledTransaction<Tables>,
  { commands, step, meetsOwn = false }: ReplayInput,
): Promise<Set<string>> {
  let rights = commands.length === 0 ? null : await rightsIn(tx, context);
  for (const command of commands) {
    const unshown = await replayOne(context, tx, command, rights);
    if (changesRights(context, command)) rights = await rightsIn(tx, context);
    if (!meetsOwn || unshown === null) await noteReplay(context, tx, command, unshown);
    await step();
  }
  return touchedTables(tx, step);
}

/** As the rows of this moment say: what was done before its person gave a right away was done with it. */
async function rightsIn(
  tx: ControlledTransaction<Tables>,
  context: DeviceContext,
): Promise<ReadonlySet<string> | null> {
  const rights = await readRights(tx, context.userId);
  return rights && new Set(rights);
}

const changesRights = (context: DeviceContext, command: OutboxRow): boolean =>
  definitionOf(context, command)?.writes.some((table) => rightsTables.has(table)) ?? false;

/** @param rights null while they are not here @returns why its effect is not on the screens, or null */
async function replayOne(
  context: DeviceContext,
  tx: ControlledTransaction<Tables>,
  command: OutboxRow,
  rights: ReadonlySet<string> | null,
): Promise<Unshown | null> {
  const definition = definitionOf(context, command);
  if (!definition) return brokenBy(`unknown command ${commandKey(command.name, command.version)}`, command);
  try {
    const outcome = await runCommand(tx, {
      definition,
      args: JSON.parse(command.args),
      commandId: command.commandId,
      now: command.issuedAt,
      actor: rights ? { ...actorOf(context), permissions: rights } : actorOf(context),
      device: issuingDeviceOf(context),
      seq: command.seq,
      version: 0,
      isIssued: true,
      leaveStub: false,
    });
    return outcome.state === 'rejected' ? { reason: outcome.reason } : null;
  } catch (error) {
    if (error instanceof TransactionEnded) throw error.cause;
    if (isDiskTrouble(error)) throw error;
    return brokenBy(error, command);
  }
}

export function definitionOf(context: DeviceContext, command: OutboxRow): AnyCommand | undefined {
  return context.registry.commands.get(commandKey(command.name, command.version));
}
