/**
 * How large an exchange may be. Guards: one that is too long for the line is not tried again and again as it was. It
 * becomes smaller after each that was cut or took long, and larger again while they go quickly.
 */
import type { Clock } from '#shared/kernel/world.ts';

/** An exchange that took longer makes the next one smaller: a line like this is cut now and then. */
const LONG_MS = 15_000;
const QUICK_MS = 5_000;

export interface ExchangePace {
  /** For the next exchange. */
  readonly limit: number;
  /** Takes the time of one. An exchange that is never ended, because another cycle took over, counts as cut. */
  begin(): ExchangeTry;
}

interface ExchangeTry {
  arrived(): void;
  /** No whole answer came. One that failed at once says nothing about its size. */
  cut(): void;
}

/** @param most of the unit that the caller counts in @param least below which it never goes */
export function makeExchangePace(clock: Pick<Clock, 'monotonicMs'>, most: number, least: number): ExchangePace {
  let limit = most;
  let open: ExchangeTry | null = null;
  const shrink = (): void => {
    limit = Math.max(least, Math.floor(limit / 2));
  };
  return {
    get limit() {
      return limit;
    },
    begin() {
      open?.cut();
      const began = clock.monotonicMs();
      const end = (judge: (tookMs: number) => void): void => {
        if (open !== own) return;
        open = null;
        judge(clock.monotonicMs() - began);
      };
      const own: ExchangeTry = {
        arrived: () =>
          end((tookMs) => {
            if (tookMs > LONG_MS) shrink();
            else if (tookMs < QUICK_MS) limit = Math.min(most, limit * 2);
          }),
        cut: () =>
          end((tookMs) => {
            if (tookMs > QUICK_MS) shrink();
          }),
      };
      open = own;
      return own;
    },
  };
}
