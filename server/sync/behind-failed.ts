/**
 * What hangs on a command that failed. Guards:
 * - a request that is refused while it names what a failed command of its device makes is refused by no rule of the
 *   house, but for want of that: it is set aside behind it, and both run again in their order. Else a cancelled order
 *   would be rejected for there is none, and stand when the order is run again.
 */
import { type AnyCommand, commandKey } from '#shared/kernel/command.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Reader } from '#shared/kernel/table.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import '#db/side-tables/server.ts';

/** The reason of a command that was set aside behind another one. */
export const BEHIND_FAILED = 'sync.behindFailed';

/** A command that failed, as the log has it. */
export interface FailedCommand {
  readonly commandId: Id;
  readonly name: string;
  readonly version: number;
  /** JSON. */
  readonly args: string;
}

/** It waits for the command that it hangs on. */
export class BehindFailed extends Error {
  readonly commandId: Id;

  constructor(commandId: Id) {
    super(`it hangs on ${commandId}, which failed`);
    this.name = 'BehindFailed';
    this.commandId = commandId;
  }
}

/**
 * Asked where a command is refused.
 * @param justNow those that failed in this push and are not in the log yet
 * @throws BehindFailed
 */
export async function waitBehindFailed(
  db: Reader,
  commands: ReadonlyMap<string, AnyCommand>,
  { id, deviceId, args }: CommandEnvelope,
  justNow: readonly FailedCommand[],
): Promise<void> {
  const logged = await db
    .selectFrom('commandLog')
    .select(['commandId', 'name', 'version', 'args'])
    .where('deviceId', '=', deviceId)
    .where('answerState', '=', 'failed')
    .where('commandId', '!=', id)
    .orderBy('companyVersion')
    .execute();
  const text = JSON.stringify(args);
  const before = [...logged, ...justNow].find((failed) =>
    madeBy(commands, failed).some((made) => text.includes(JSON.stringify(made))),
  );
  if (before) throw new BehindFailed(before.commandId);
}

function madeBy(commands: ReadonlyMap<string, AnyCommand>, { name, version, args }: FailedCommand): readonly Id[] {
  const definition = commands.get(commandKey(name, version));
  const parsed = definition?.makes ? definition.args.safeParse(JSON.parse(args)) : null;
  return definition?.makes && parsed?.success ? definition.makes(parsed.data) : [];
}
