/**
 * What a scan is answered in the work modes (goods, boxes, lots, places, documents, nothing known), the steps around it
 * (a pick list, other shelves, where to put, a count), and what a person asks of a product: its page, its lots, what can
 * be promised by which day, who got a lot.
 */
import { timeQuestions } from '../at-the-screen.ts';
import type { Bench, Finding, Measure } from '../measure.ts';
import { median } from '../statistics.ts';
import { scanQuestions } from '../warehouse/subjects.ts';
import { byLabel, timeQuestionsInProcess, worstOf } from '../warehouse/time-questions-in-process.ts';

const MOST_SCAN_MS = 5;
const MOST_STEP_MS = 50;
const MOST_OPENING_MS = 150;
/** Asked once as a mode or a page opens, not at each scan. */
const opened: readonly string[] = ['pick list', 'to put away', 'count', 'trace of a lot'];

export const measure: Measure = {
  about: 'answers to scans in the work modes, promises and traces: in process and at the screen',
  async run(bench) {
    return [await inProcess(bench), await atTheScreen(bench)];
  },
};

async function inProcess(bench: Bench): Promise<Finding> {
  const rounds = { warmUps: 5, rounds: bench.isQuick ? 50 : 200 };
  const timings = await timeQuestionsInProcess(await bench.company(), scanQuestions, rounds);
  const worst = worstOf(
    timings.filter(({ label }) => !opened.includes(label)),
    ({ ms }) => ms,
  );
  return {
    value: worst.ms,
    unit: 'ms',
    ratio: worst.ms / worst.rawMs,
    against: `the statements of the slowest, “${worst.label}”, prepared`,
    goal: `p50 ≤ ${MOST_SCAN_MS} ms`,
    ok: worst.ms <= MOST_SCAN_MS,
    parts: byLabel(timings, ({ ms }) => ms),
  };
}

async function atTheScreen(bench: Bench): Promise<Finding> {
  const { page } = await bench.window();
  const raw = (await bench.company()).openRawReader();
  const questions = scanQuestions(raw);
  raw.close();
  const timings = [];
  for (const { label, query, args } of questions) {
    const rounds = { warmUps: 3, rounds: bench.isQuick ? 15 : 60 };
    timings.push({ label, ms: median((await timeQuestions(page, query, [args], rounds)).queries) });
  }
  const share = ({ label, ms }: { readonly label: string; readonly ms: number }): number =>
    ms / (opened.includes(label) ? MOST_OPENING_MS : MOST_STEP_MS);
  const worst = worstOf(timings, share);
  return {
    part: 'screen',
    value: worst.ms,
    unit: 'ms',
    ratio: null,
    against: `nothing: the goal is absolute (the slowest for what it is: ${worst.label})`,
    goal: `≤ ${MOST_STEP_MS} ms; ≤ ${MOST_OPENING_MS} ms where a screen opens`,
    ok: share(worst) <= 1,
    parts: byLabel(timings, ({ ms }) => ms),
  };
}
