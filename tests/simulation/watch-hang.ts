/**
 * Whether a process that works on a seed hangs. Guards:
 * - it is measured by the processor's time that it had: on a machine with other work a sound seed may wait for minutes,
 *   and waiting for its turn is nothing that it did wrong;
 * - a process that sleeps and has nothing more to do hangs, however little time it took.
 */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface HangLimits {
  /** Between two looks. */
  readonly lookMs: number;
  /** Nothing is said before. */
  readonly leastMs: number;
  /** Of the processor's time; far beyond what any seed takes. */
  readonly busyMs: number;
}

const LIMITS: HangLimits = { lookMs: 15_000, leastMs: 120_000, busyMs: 240_000 };
/** Of `/proc`, everywhere: ticks are hundredths of a second. */
const TICK_MS = 10;

interface Look {
  readonly busyMs: number;
  /** It runs, or waits for its turn. */
  readonly isRunning: boolean;
}

/** Null where the system does not say. */
function lookAt(pid: number | undefined): Look | null {
  if (pid === undefined) return null;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name before it may hold anything.
    const [state, ...fields] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { busyMs: (Number(fields[10]) + Number(fields[11])) * TICK_MS, isRunning: state === 'R' || state === 'D' };
  } catch {
    return null;
  }
}

/**
 * Begins to watch a process that was given something to do.
 * @param hangs called once, when it does
 * @returns ends the watch
 */
export function watchHang(
  child: Pick<ChildProcess, 'pid'>,
  hangs: () => void,
  limits: HangLimits = LIMITS,
): () => void {
  const first = lookAt(child.pid);
  let before = first;
  let waitedMs = 0;
  const timer = setInterval(() => {
    waitedMs += limits.lookMs;
    const now = lookAt(child.pid);
    const isIdle = now !== null && before !== null && !now.isRunning && now.busyMs === before.busyMs;
    const isOver =
      now === null || first === null ? waitedMs >= limits.busyMs : now.busyMs - first.busyMs >= limits.busyMs;
    before = now;
    if (!isOver && !(isIdle && waitedMs >= limits.leastMs)) return;
    clearInterval(timer);
    hangs();
  }, limits.lookMs);
  return () => clearInterval(timer);
}
