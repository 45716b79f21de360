/** What is said of many timings, and how two sides of a ratio are timed: in turns, so that what the machine does meanwhile befalls both. */
import type { Bench } from './measure.ts';

/** Fewer say little of a median. */
const LEAST_RUNS = 5;

/** How often a measure that takes minutes runs each of its sides: as the person asked, else once in a quick run. */
export const countRuns = ({ isQuick, runs }: Pick<Bench, 'isQuick' | 'runs'>): number =>
  runs ?? (isQuick ? 1 : LEAST_RUNS);

/** The median of one figure of several runs. */
export const medianOf = <Run>(runs: readonly Run[], figure: (run: Run) => number): number => median(runs.map(figure));

/** The middle one; of an even number the mean of the two in the middle. @throws on an empty list */
export function median(values: readonly number[]): number {
  const sorted = sortedCopy(values);
  const upper = at(sorted, Math.floor(sorted.length / 2));
  return sorted.length % 2 === 1 ? upper : (at(sorted, sorted.length / 2 - 1) + upper) / 2;
}

/**
 * The value that a share of all values does not exceed (nearest rank).
 * @param share 0.99 for the p99
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = sortedCopy(values);
  const rank = Math.ceil(share * sorted.length);
  return at(sorted, Math.min(sorted.length, Math.max(1, rank)) - 1);
}

/** Milliseconds that a piece of work took. */
export async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export interface Rounds {
  /** Runs of each side before any is counted. */
  readonly warmUps: number;
  /** Counted runs of each side; at least five. */
  readonly rounds: number;
}

/**
 * Times several sides in turns: each round runs every side once, and the next round in the opposite order.
 * @param sides each is called with the number of its run, warm-ups included: the same numbers for every side
 * @returns milliseconds of the counted runs, by side
 */
export async function timeInTurns<Side extends string>(
  { warmUps, rounds }: Rounds,
  sides: Readonly<Record<Side, (run: number) => unknown>>,
): Promise<Readonly<Record<Side, readonly number[]>>> {
  if (rounds < LEAST_RUNS) throw new Error('a median needs five runs at least');
  const names = Object.keys(sides) as Side[];
  const timings = Object.fromEntries(names.map((name): [Side, number[]] => [name, []])) as Record<Side, number[]>;
  for (let run = 0; run < warmUps + rounds; run += 1) {
    for (const name of run % 2 === 0 ? names : names.toReversed()) {
      const took = await time(() => sides[name](run));
      if (run >= warmUps) timings[name].push(took);
    }
  }
  return timings;
}

function sortedCopy(values: readonly number[]): number[] {
  if (values.length === 0) throw new Error('nothing was measured');
  return [...values].sort((left, right) => left - right);
}

function at(values: readonly number[], place: number): number {
  return values[place] ?? Number.NaN;
}
