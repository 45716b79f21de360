/**
 * What a measure is. Each file of measures/ exports one as `measure`; its name is the file's name, and the runner finds
 * it by listing the folder.
 */
import type { BenchCompany } from './company.ts';
import type { BenchWindow } from './window.ts';

export interface Measure {
  /** One line for `--list`: what is done, against what. */
  readonly about: string;
  run(bench: Bench): Promise<Finding | readonly Finding[]>;
}

/** What the runner lends to a measure. */
export interface Bench {
  /** Smaller data and fewer rounds: all measures together stay under a minute. */
  readonly isQuick: boolean;
  /** Counted runs of a measure that takes minutes, as the person asked; null: as many as its median needs (`countRuns`). */
  readonly runs: number | null;
  /** A folder for this measure alone, gone when it has ended. */
  readonly folder: string;
  /** A line for the person who waits (standard error). */
  say(line: string): void;
  /**
   * The database of a device with a company in it, as large as the run: made by the first measure that asks for it,
   * the same for all of them, gone after the run. What a measure writes there stays for the next ones: it must leave the
   * sizes as they were.
   */
  company(): Promise<BenchCompany>;
  /** The application's window, signed in without a network on a copy of the company; one for all measures of a run. */
  window(): Promise<BenchWindow>;
}

/** One line of the result. */
export interface Finding {
  /** The part behind the measure's name (`write-overhead/update`); none when the measure has one line. */
  readonly part?: string;
  readonly value: number;
  readonly unit: 'ms' | 'µs' | 'MB' | 's' | '×' | '/s' | 'bytes' | 'rows';
  /** Against the other side; null where the goal is absolute and nothing stands beside. */
  readonly ratio: number | null;
  /** What the ratio is against. */
  readonly against: string;
  /** As BENCH says it: `≤ 2×`, `p50 ≤ 1 ms, p99 ≤ 5 ms`. */
  readonly goal: string;
  readonly ok: boolean;
  /** Figures behind the value, by name. */
  readonly parts?: Readonly<Record<string, number | string>>;
}

/** The line as it is printed: numbers with three digits that count. */
export function toLine(name: string, { part, value, ratio, parts, ...finding }: Finding): string {
  const { unit, against, goal, ok } = finding;
  const line = {
    name: part === undefined ? name : `${name}/${part}`,
    value: shorten(value),
    unit,
    ratio: ratio === null ? null : shorten(ratio),
    against,
    goal,
    ok,
    ...(parts
      ? { parts: Object.fromEntries(Object.entries(parts).map(([key, figure]) => [key, shortened(figure)])) }
      : {}),
  };
  return JSON.stringify(line);
}

const shortened = (figure: number | string): number | string => (typeof figure === 'number' ? shorten(figure) : figure);
const shorten = (value: number): number =>
  Math.abs(value) >= 1_000 ? Math.round(value) : Number(value.toPrecision(3));
