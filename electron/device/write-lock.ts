/**
 * Who may write the one connection. Guards:
 * - one writer at a time, so that no statement of one lands in the transaction of another;
 * - a person never waits for sync: people come first in the queue, and sync looks at `personWaits` between its steps
 *   and gives way.
 */
import type { Timers } from '#shared/kernel/world.ts';

export interface WriteLock {
  /** Runs `work` as the only writer. `person`: something on a screen waits for it. */
  hold<T>(who: 'person' | 'sync', work: () => Promise<T>): Promise<T>;
  /** A person is in the queue. */
  readonly personWaits: boolean;
  /** Anyone is. */
  readonly someoneWaits: boolean;
}

export function makeWriteLock(): WriteLock {
  const people: (() => void)[] = [];
  const syncs: (() => void)[] = [];
  let held = false;

  const release = (): void => {
    const next = people.shift() ?? syncs.shift();
    if (next) next();
    else held = false;
  };

  return {
    async hold(who, work) {
      if (held) await new Promise<void>((resolve) => (who === 'person' ? people : syncs).push(resolve));
      held = true;
      try {
        return await work();
      } finally {
        release();
      }
    },
    get personWaits() {
      return people.length > 0;
    },
    get someoneWaits() {
      return people.length > 0 || syncs.length > 0;
    },
  };
}

/** Lets messages and timers in: database work alone never leaves the current turn of the event loop. */
export function breathe(timers: Timers): Promise<void> {
  return new Promise((resolve) => {
    timers.after(0, resolve);
  });
}
