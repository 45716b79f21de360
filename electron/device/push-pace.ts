/**
 * How much goes into one push. Guards: a push that is too long for the line is not sent again and again as it was. It
 * becomes shorter after each that was cut or took long, and longer again while they go quickly. On a line of 20 kbit/s
 * the largest push is under way for more than a minute and a half; a short one arrives between two cuts.
 */
import type { Clock } from '#shared/kernel/world.ts';
import { PUSH_LIMIT_BYTES } from '#shared/protocol/limits.ts';

/** One command more than this goes alone. */
const LEAST_BYTES = 8 * 1024;
/** A push that took longer shortens the next one: a line like this is cut now and then. */
const LONG_MS = 15_000;
const QUICK_MS = 5_000;

export interface PushPace {
  /** For the next push. */
  readonly limitBytes: number;
  /** Takes the time of one. A push that is never ended, because another cycle took over, counts as cut. */
  begin(): PushTry;
}

interface PushTry {
  arrived(): void;
  /** No whole answer came. One that failed at once says nothing about its length. */
  cut(): void;
}

export function makePushPace(clock: Pick<Clock, 'monotonicMs'>): PushPace {
  let limitBytes = PUSH_LIMIT_BYTES;
  let open: PushTry | null = null;
  const shorten = (): void => {
    limitBytes = Math.max(LEAST_BYTES, Math.floor(limitBytes / 2));
  };
  return {
    get limitBytes() {
      return limitBytes;
    },
    begin() {
      open?.cut();
      const began = clock.monotonicMs();
      const end = (judge: (tookMs: number) => void): void => {
        if (open !== own) return;
        open = null;
        judge(clock.monotonicMs() - began);
      };
      const own: PushTry = {
        arrived: () =>
          end((tookMs) => {
            if (tookMs > LONG_MS) shorten();
            else if (tookMs < QUICK_MS) limitBytes = Math.min(PUSH_LIMIT_BYTES, limitBytes * 2);
          }),
        cut: () =>
          end((tookMs) => {
            if (tookMs > QUICK_MS) shorten();
          }),
      };
      open = own;
      return own;
    },
  };
}
