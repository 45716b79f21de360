/**
 * How many bytes go into one push. On a line of 20 kbit/s the largest push is under way for more than a minute and a half;
 * a short one arrives between two cuts.
 */
import type { Clock } from '#shared/kernel/world.ts';
import { PUSH_LIMIT_BYTES } from '#shared/protocol/limits.ts';
import { type ExchangePace, makeExchangePace } from './exchange-pace.ts';

/** One command more than this goes alone. */
const LEAST_BYTES = 8 * 1024;

export interface PushPace extends Pick<ExchangePace, 'begin'> {
  /** For the next push. */
  readonly limitBytes: number;
}

export function makePushPace(clock: Pick<Clock, 'monotonicMs'>): PushPace {
  const pace = makeExchangePace(clock, PUSH_LIMIT_BYTES, LEAST_BYTES);
  return {
    get limitBytes() {
      return pace.limit;
    },
    begin: () => pace.begin(),
  };
}
