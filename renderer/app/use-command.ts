import { useCallback, useState } from 'react';
import type { CommandReply, CommandOptions as SentInPlace } from '#shared/protocol/bridge.ts';
import { useAmended } from './amending.tsx';
import { bridge } from './bridge.ts';
import { closeRefusal, type NoticeAction, notifyRefusal } from './notices.ts';

export interface CommandHandle {
  /** Runs the command. A rejection is told to the person here; the caller looks at `state` to go on or to stay. */
  run(args: unknown, options?: SentInPlace): Promise<CommandReply>;
  /** Runs it and takes everything back: what would happen. Nothing is told. */
  dryRun(args: unknown): Promise<CommandReply>;
  readonly running: boolean;
}

export interface CommandOptions {
  /** The screen tells rejections by itself. */
  readonly quiet?: boolean;
  /** The key that helps with a refusal: `(reason) => reason.code === 'customerMissing' ? {label, run} : null`. */
  readonly remedy?: (reason: { code: string }) => NoticeAction | null;
}

/**
 * A command by name. What is sent where a rejected command of this name is typed anew names that one (amending.tsx). Ids of new rows are made before, by `bridge().newIds`.
 */
export function useCommand(name: string, options: CommandOptions = {}): CommandHandle {
  const [running, setRunning] = useState(false);
  const { quiet = false, remedy } = options;
  const amended = useAmended(name)?.commandId;
  const run = useCallback(
    async (args: unknown, sent?: SentInPlace): Promise<CommandReply> => {
      setRunning(true);
      try {
        const inPlace = sent ?? (amended === undefined ? undefined : { replaces: amended });
        const reply = await (inPlace ? bridge().command(name, args, inPlace) : bridge().command(name, args));
        if (reply.state !== 'rejected') closeRefusal(name);
        else if (!quiet) notifyRefusal(reply.reason, remedy?.(reply.reason) ?? null, name);
        return reply;
      } catch {
        const reply: CommandReply = { state: 'rejected', reason: { code: 'unexpected', params: {} } };
        if (!quiet) notifyRefusal(reply.reason, null, name);
        return reply;
      } finally {
        setRunning(false);
      }
    },
    [name, quiet, remedy, amended],
  );
  const dryRun = useCallback((args: unknown) => bridge().dryRun(name, args), [name]);
  return { run, dryRun, running };
}
