import { fork } from 'node:child_process';
import type { Finding, PlantedBug } from '../contract.ts';
import { watchHang } from '../watch-hang.ts';
import type { BugOrder, BugReport, UnusableBug } from './run-bug.ts';

/** How the hunt for one bug ended. */
export interface Hunt {
  readonly name: string;
  readonly caught: { readonly seed: number; readonly finding: Finding } | null;
  readonly seeds: number;
  readonly seconds: number;
  /** Its file was loaded with the mistake in it. */
  readonly isPlanted: boolean;
  /** Why the mistake could not be tried: its place is gone, or what it leaves is no program. An error of the harness. */
  readonly unusable: string | null;
}

export interface HuntLimits {
  readonly seeds: readonly number[];
  readonly seconds: number;
  readonly faults?: readonly string[] | undefined;
  readonly wanted?: readonly string[] | undefined;
}

/** Runs seeds with the bug until one finds it. @param bug null: nothing is planted, and every seed runs */
export function hunt(bug: PlantedBug | null, limits: HuntLimits, told?: (report: BugReport) => void): Promise<Hunt> {
  return new Promise((resolve, reject) => {
    const startMs = Date.now();
    const untilMs = startMs + limits.seconds * 1_000;
    const child = fork(new URL('./run-bug.ts', import.meta.url), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // What the parent was started with (a runner of tests) is none of the child's.
      execArgv: [],
    });
    let seeds = 0;
    let isPlanted = false;
    let unusable: string | null = null;
    let caught: Hunt['caught'] = null;
    let errors = '';
    let endWatch = (): void => {};
    const begins = (): void => {
      endWatch();
      // A process that hangs over a mistake has found it, too.
      endWatch = watchHang(child, () => {
        const seed = limits.seeds[seeds] ?? 0;
        caught ??= { seed, finding: { verdict: 'stalled', invariant: 8, text: 'the seed comes to no end', atMs: 0 } };
        child.kill('SIGKILL');
      });
    };
    child.stderr?.on('data', (chunk: Buffer) => {
      errors = `${errors}${chunk.toString()}`.slice(-2_000);
    });
    child.on('message', (report: BugReport | UnusableBug) => {
      begins();
      if ('unusable' in report) {
        ({ unusable } = report);
        return;
      }
      seeds += 1;
      isPlanted ||= report.isPlanted;
      if (bug && report.finding) caught ??= { seed: report.seed, finding: report.finding };
      told?.(report);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      endWatch();
      if (code !== 0 && !caught && bug && unusable === null) {
        const finding: Finding = { verdict: 'broken', invariant: 0, text: `its process ended: ${errors}`, atMs: 0 };
        caught = { seed: limits.seeds[seeds] ?? 0, finding };
      }
      if (code !== 0 && !bug) reject(new Error(`without a bug: ${errors}`));
      const secondsTaken = (Date.now() - startMs) / 1_000;
      resolve({ name: bug?.name ?? '', caught, seeds, seconds: secondsTaken, isPlanted, unusable });
    });
    begins();
    const order: BugOrder = { bug, seeds: limits.seeds, untilMs, faults: limits.faults, wanted: limits.wanted };
    child.send(order);
  });
}
