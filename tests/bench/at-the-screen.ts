/** Timings inside the window: from a screen's question to its answer in the page, through every process between. */
import type { Page } from '@playwright/test';
import type { SatchelBridge } from '#shared/protocol/bridge.ts';

/** What the preload puts into the page. */
declare const window: { readonly satchel: SatchelBridge };

export interface ScreenTimings {
  /** Milliseconds of each question, in the order asked. */
  readonly queries: readonly number[];
  /** Milliseconds of a call that only goes to the device thread and back. */
  readonly pings: readonly number[];
}

/**
 * Asks a query again and again, one at a time, with a ping beside each.
 * @param args of each question, in turn
 * @throws when a question is refused
 */
export function timeQuestions(
  page: Page,
  name: string,
  args: readonly object[],
  { warmUps, rounds }: { readonly warmUps: number; readonly rounds: number },
): Promise<ScreenTimings> {
  return page.evaluate(
    async (plan) => {
      const queries: number[] = [];
      const pings: number[] = [];
      const time = async (call: () => Promise<unknown>): Promise<number> => {
        const start = performance.now();
        await call();
        return performance.now() - start;
      };
      for (let run = 0; run < plan.warmUps + plan.rounds; run += 1) {
        const query = await time(async () => {
          const reply = await window.satchel.query(plan.name, plan.args[run % plan.args.length]);
          if (!reply.ok) throw new Error(JSON.stringify(reply.reason));
        });
        const ping = await time(() => window.satchel.newIds(1));
        if (run < plan.warmUps) continue;
        queries.push(query);
        pings.push(ping);
      }
      return { queries, pings };
    },
    { name, args, warmUps, rounds },
  );
}
