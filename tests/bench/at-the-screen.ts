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

/**
 * Asks a query first alone, then while two reports at a time run without a pause.
 * @returns milliseconds of each question, and how many reports ended meanwhile
 */
export function timeQuestionsWhileReporting(
  page: Page,
  name: string,
  args: readonly object[],
  report: { readonly name: string; readonly args: object },
  { warmUps, rounds }: { readonly warmUps: number; readonly rounds: number },
): Promise<{ readonly alone: readonly number[]; readonly beside: readonly number[]; readonly reports: number }> {
  return page.evaluate(
    async (plan) => {
      const ask = async (query: string, given: object | undefined): Promise<void> => {
        const reply = await window.satchel.query(query, given);
        if (!reply.ok) throw new Error(JSON.stringify(reply.reason));
      };
      const time = async (runs: number): Promise<number[]> => {
        const timings: number[] = [];
        for (let run = 0; run < runs; run += 1) {
          const start = performance.now();
          await ask(plan.name, plan.args[run % plan.args.length]);
          timings.push(performance.now() - start);
          // Keys come one at a time.
          await new Promise((next) => setTimeout(next, 2));
        }
        return timings;
      };
      await time(plan.warmUps);
      const alone = await time(plan.rounds);
      let reports = 0;
      let isOver = false;
      const keepReporting = async (): Promise<void> => {
        while (!isOver) {
          await ask(plan.report.name, plan.report.args);
          reports += 1;
        }
      };
      const reporting = [keepReporting(), keepReporting()];
      await time(5);
      const beside = await time(plan.rounds);
      isOver = true;
      await Promise.all(reporting);
      return { alone, beside, reports };
    },
    { name, args, report, warmUps, rounds },
  );
}
