/**
 * How many rows a page of a pull brings. Guards: a page that is too long for a thin line, which is cut now and then, is
 * not asked for again and again as it was; a server from before pages could be short is asked for whole ones.
 */
import { NetworkUnreachable, type World } from '#shared/kernel/world.ts';
import { PULL_LIMIT_ROWS } from '#shared/protocol/limits.ts';
import type { PullRequest, PullResponse } from '#shared/protocol/sync.ts';
import { makeExchangePace } from './exchange-pace.ts';
import { ServerError } from './server-client.ts';

const LEAST_ROWS = 100;

/** Asks for a page; @param limit what the request says of its length, nothing while it may be whole */
type AskForPage = (limit: Pick<PullRequest, 'limitRows'>) => Promise<PullResponse>;

/** @returns what asks for the next page at the line's pace; it throws what asking throws */
export function makePullPace(clock: Pick<World['clock'], 'monotonicMs'>): (ask: AskForPage) => Promise<PullResponse> {
  const pace = makeExchangePace(clock, PULL_LIMIT_ROWS, LEAST_ROWS);
  let knowsLimits = true;
  return async (ask) => {
    const isShort = knowsLimits && pace.limit < PULL_LIMIT_ROWS;
    const one = pace.begin();
    try {
      const page = await ask(isShort ? { limitRows: pace.limit } : {});
      one.arrived();
      return page;
    } catch (error) {
      if (error instanceof NetworkUnreachable) one.cut();
      else one.arrived();
      if (!isShort || !(error instanceof ServerError) || error.code !== 'http.invalidBody') throw error;
      knowsLimits = false;
      return ask({});
    }
  };
}
