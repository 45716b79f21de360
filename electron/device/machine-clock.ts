import type { Instant } from '#shared/kernel/instants.ts';
import type { World } from '#shared/kernel/world.ts';

/** A correction is kept when it moved by more than this. */
const TOLERANCE_MS = 1_000;

/** This machine's clock, set right by what a server says of the time (SYNC.md, time). */
export interface MachineClock {
  /** To be added to what the clock shows. */
  readonly offsetMs: number;
  /** Corrected; before 1970 it stands still at the newest time that could be one. */
  now(): Instant;
  /**
   * @param askedAt when this machine asked, by its own clock: the lid may have been shut while the answer was here
   */
  hear(serverTime: Instant, askedAt: Instant): void;
}

/**
 * @param offsetMs as it was known last
 * @param lastGoodTime the time of the last command
 */
export function makeMachineClock({ clock }: World, offsetMs: number, lastGoodTime: Instant): MachineClock {
  let known = offsetMs;
  let newest = lastGoodTime;
  return {
    get offsetMs() {
      return known;
    },
    now() {
      const corrected = clock.now() + known;
      if (corrected >= 0) newest = corrected;
      return newest;
    },
    hear(serverTime, askedAt) {
      const offset = Math.round(serverTime - clock.now());
      const most = Math.round(serverTime - askedAt);
      const wasWrong = known <= offset - TOLERANCE_MS || known >= most + TOLERANCE_MS;
      if (wasWrong) known = offset;
    },
  };
}
