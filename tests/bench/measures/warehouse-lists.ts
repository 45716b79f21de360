/**
 * The lists of the warehouse: stock first page, by key, of a warehouse and with each filter, products, the ledger of a
 * product, counts, what is due. In process against their own statements, prepared; at the screen the whole way of the
 * first page and of each letter typed into its search.
 */
import { timeQuestions } from '../at-the-screen.ts';
import type { Bench, Finding, Measure } from '../measure.ts';
import { median, percentile } from '../statistics.ts';
import { listQuestions, searchQuestions } from '../warehouse/subjects.ts';
import { byLabel, timeQuestionsInProcess, worstOf } from '../warehouse/time-questions-in-process.ts';

const MOST_RATIO = 2;
const MOST_LIST_MS = 150;
const MOST_SEARCH_MS = 50;

export const measure: Measure = {
  about: 'lists of the warehouse with each filter, against their statements, prepared; and at the screen',
  async run(bench) {
    return [await inProcess(bench), await listsAtTheScreen(bench), await searchAtTheScreen(bench)];
  },
};

async function inProcess(bench: Bench): Promise<Finding> {
  const rounds = { warmUps: 5, rounds: bench.isQuick ? 20 : 60 };
  const timings = await timeQuestionsInProcess(await bench.company(), listQuestions, rounds);
  const worst = worstOf(timings, ({ ms, rawMs }) => ms / rawMs);
  return {
    value: worst.ms,
    unit: 'ms',
    ratio: worst.ms / worst.rawMs,
    against: `the statements of “${worst.label}”, prepared`,
    goal: `≤ ${MOST_RATIO}×`,
    ok: worst.ms / worst.rawMs <= MOST_RATIO,
    parts: byLabel(timings, ({ ms }) => ms),
  };
}

async function listsAtTheScreen(bench: Bench): Promise<Finding> {
  const { page } = await bench.window();
  const raw = (await bench.company()).openRawReader();
  const questions = listQuestions(raw);
  raw.close();
  const timings = [];
  for (const { label, query, args } of questions) {
    const rounds = { warmUps: 3, rounds: bench.isQuick ? 15 : 40 };
    timings.push({ label, ms: median((await timeQuestions(page, query, [args], rounds)).queries) });
  }
  const worst = worstOf(timings, ({ ms }) => ms);
  return {
    part: 'screen',
    value: worst.ms,
    unit: 'ms',
    ratio: null,
    against: `nothing: the goal is absolute (the slowest: ${worst.label})`,
    goal: `≤ ${MOST_LIST_MS} ms`,
    ok: worst.ms <= MOST_LIST_MS,
    parts: byLabel(timings, ({ ms }) => ms),
  };
}

async function searchAtTheScreen(bench: Bench): Promise<Finding> {
  const { page } = await bench.window();
  const raw = (await bench.company()).openRawReader();
  const args = searchQuestions(raw).map((question) => question.args);
  raw.close();
  const rounds = { warmUps: args.length * 2, rounds: bench.isQuick ? 80 : 400 };
  const { queries } = await timeQuestions(page, 'inventory.stockList', args, rounds);
  const p99 = percentile(queries, 0.99);
  return {
    part: 'search',
    value: p99,
    unit: 'ms',
    ratio: null,
    against: 'nothing: the goal is absolute',
    goal: `p99 ≤ ${MOST_SEARCH_MS} ms`,
    ok: p99 <= MOST_SEARCH_MS,
    parts: { p50: median(queries) },
  };
}
