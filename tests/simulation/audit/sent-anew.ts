/** Whether a creation in the place of a rejected one was the first of them, as the server says it (decision 46). */
import type { GivenReason } from './model/command-run.ts';
import type { LoggedCommand } from './server-mirror.ts';

/** Commands whose rejection leaves a row. */
const creations = new Set(['sales.confirmOrder']);

export interface SecondInPlace {
  /** It was called a second one. */
  readonly isTold: boolean;
  /** What is wrong with that; null: nothing. */
  readonly fault: string | null;
}

/** @param isResent its device had an answer to it, of before the server was put back: that one stands */
export function secondInPlace(command: LoggedCommand, log: Iterable<LoggedCommand>, isResent: boolean): SecondInPlace {
  const { commandId, name, replaces, userId, companyVersion } = command;
  const [reason] = JSON.parse(command.answerReasons) as GivenReason[];
  const isTold = command.answerState === 'rejected' && reason?.code === 'sync.sentAnew';
  const first =
    replaces === null || !creations.has(name)
      ? []
      : [...log].filter(
          (other) =>
            other.replaces === replaces &&
            other.commandId !== commandId &&
            other.userId === userId &&
            other.companyVersion < companyVersion,
        );
  const stands = first.some(({ answerState }) => answerState === 'applied' || answerState === 'adjusted');
  const which = `${name} ${commandId} in place of ${replaces}`;
  if (isTold && first.length === 0 && !isResent)
    return { isTold, fault: `${which} is called a second one, and is the first` };
  if (stands && command.answerState !== 'rejected' && !isResent) {
    return { isTold, fault: `${which} was carried out beside the one that stands there` };
  }
  return { isTold, fault: null };
}
