import type { ServerWorld } from './server-world.ts';

const LOOK_EVERY_MS = 1_000;

/** Calls once when the program that started this one is gone, however it went. */
export function endWithParent(world: ServerWorld, onGone: () => void): void {
  const parent = process.ppid;
  const look = (): void => {
    // Elsewhere an orphan gets another parent; on Windows it keeps the number of one that is no more.
    if (process.ppid === parent && isAlive(parent)) world.timers.after(LOOK_EVERY_MS, look);
    else onGone();
  };
  process.once('disconnect', onGone);
  look();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
