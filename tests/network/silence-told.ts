/**
 * Looks for the lie that a line is alive: the screen says that something is on its way, or that all is well while
 * something waits, and for many seconds not a byte has come. Guards: bytes that go are no answer, a line may swallow them.
 */
import type { SyncStatus } from '#shared/protocol/bridge.ts';
import type { Line } from './line-proxy.ts';

const LOOK_EVERY_MS = 250;
/** What the device takes before it says so, and as much again for a machine that is slow. */
const TOLD_WITHIN_MS = 14_000;

/** Watches from now on. @returns what ends it, with how often such a lie began */
export function watchSilence(line: Line, last: () => SyncStatus | undefined): () => number {
  let lies = 0;
  let isLying = false;
  let { down } = line.counts;
  let sinceMs = performance.now();
  const look = (): void => {
    const status = last();
    const saysWell = status?.network === 'syncing' || (status?.network === 'online' && status.waiting > 0);
    if (!saysWell || line.counts.down !== down) {
      down = line.counts.down;
      sinceMs = performance.now();
      isLying = false;
    } else if (!isLying && performance.now() - sinceMs > TOLD_WITHIN_MS) {
      isLying = true;
      lies += 1;
    }
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    return lies;
  };
}
