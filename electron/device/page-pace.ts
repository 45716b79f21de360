/**
 * How many rows a page of a pull or of a snapshot brings. Guards: a page that is too long for a thin line, which is cut
 * now and then, is not asked for again and again as it was; a server from before pages could be short is asked for whole
 * ones.
 */
import { NetworkUnreachable, type World } from '#shared/kernel/world.ts';
import { PAGE_LEAST_ROWS } from '#shared/protocol/limits.ts';
import { makeExchangePace } from './exchange-pace.ts';
import { ServerError } from './server-client.ts';

/** What the request says of its page's length; nothing while it may be whole. */
type PageLimit = { readonly limitRows?: number };

/**
 * @param most rows of a whole page
 * @returns what asks for the next page at the line's pace; it throws what asking throws
 */
export function makePagePace<Page>(
  clock: Pick<World['clock'], 'monotonicMs'>,
  most: number,
): (ask: (limit: PageLimit) => Promise<Page>) => Promise<Page> {
  const pace = makeExchangePace(clock, most, PAGE_LEAST_ROWS);
  let knowsLimits = true;
  return async (ask) => {
    const isShort = knowsLimits && pace.limit < most;
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
