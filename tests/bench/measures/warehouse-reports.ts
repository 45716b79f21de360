/**
 * The eight reports of the warehouse over a year of movements, each against its own statements, prepared; and what a
 * letter typed into the stock list costs in the window while two of them run without a pause.
 */
import { timeQuestionsWhileReporting } from '../at-the-screen.ts';
import type { Bench, Finding, Measure } from '../measure.ts';
import { median, percentile } from '../statistics.ts';
import { reportQuestions, searchQuestions } from '../warehouse/subjects.ts';
import { byLabel, timeQuestionsInProcess, worstOf } from '../warehouse/time-questions-in-process.ts';

const MOST_RATIO = 1.3;
const MOST_KEYSTROKE_MS = 50;

export const measure: Measure = {
  about: 'the eight reports of the warehouse, against their statements, prepared; a keystroke while they run',
  async run(bench) {
    return [await inProcess(bench), await besideKeystrokes(bench)];
  },
};

async function inProcess(bench: Bench): Promise<Finding> {
  const rounds = { warmUps: 1, rounds: 5 };
  const timings = await timeQuestionsInProcess(await bench.company(), reportQuestions, rounds);
  const worst = worstOf(timings, ({ ms, rawMs }) => ms / rawMs);
  return {
    value: worst.ms,
    unit: 'ms',
    ratio: worst.ms / worst.rawMs,
    against: `the statements of “${worst.label}”, prepared`,
    goal: `≤ ${MOST_RATIO}×`,
    ok: worst.ms / worst.rawMs <= MOST_RATIO,
    parts: {
      ...byLabel(timings, ({ ms }) => ms),
      ...Object.fromEntries(timings.map(({ label, ms, rawMs }) => [`${label} ×`, ms / rawMs])),
    },
  };
}

async function besideKeystrokes(bench: Bench): Promise<Finding> {
  const { page } = await bench.window();
  const raw = (await bench.company()).openRawReader();
  const searches = searchQuestions(raw).map(({ args }) => args);
  const [report] = reportQuestions(raw);
  raw.close();
  if (!report) throw new Error('no report');
  const rounds = { warmUps: 16, rounds: bench.isQuick ? 150 : 500 };
  const running = { name: report.query, args: report.args };
  const times = await timeQuestionsWhileReporting(page, 'inventory.stockList', searches, running, rounds);
  const [p99, p99Alone] = [percentile(times.beside, 0.99), percentile(times.alone, 0.99)];
  return {
    part: 'keystroke',
    value: p99,
    unit: 'ms',
    ratio: p99 / p99Alone,
    against: 'the same searches while no report runs (p99 both)',
    goal: `p99 ≤ ${MOST_KEYSTROKE_MS} ms`,
    ok: p99 <= MOST_KEYSTROKE_MS,
    parts: {
      p50: median(times.beside),
      p50Alone: median(times.alone),
      p99Alone,
      reportsMeanwhile: times.reports,
    },
  };
}
