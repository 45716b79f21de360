/**
 * Runs the measures and prints one JSON line each; words for people go to standard error. Guards:
 * - a measure that breaks is told and does not stop the others; the exit code says whether all ran, not whether all are good;
 * - one measure at a time, each with a collected heap and an empty folder;
 * - what is shared (the company's database, the window) is made by the first measure that asks, and gone at the end.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOrEndWithUsage } from '../support/end-with-usage.ts';
import { type BenchCompany, makeBenchCompany } from './company.ts';
import { type Finding, type Measure, toLine } from './measure.ts';
import { type BenchOptions, readOptions, usage } from './read-options.ts';
import { type BenchWindow, openBenchWindow } from './window.ts';

const measuresFolder = new URL('./measures/', import.meta.url);

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Every measure's name: those of the files that are no tests. */
function listMeasures(): string[] {
  return readdirSync(measuresFolder)
    .flatMap((file) => /^([\w-]+)\.ts$/.exec(file)?.[1] ?? [])
    .sort();
}

async function loadMeasure(name: string): Promise<Measure> {
  const { measure } = (await import(new URL(`${name}.ts`, measuresFolder).href)) as { measure?: Measure };
  if (!measure) throw new Error(`measures/${name}.ts exports no measure`);
  return measure;
}

async function runAll({ names, isQuick, runs }: BenchOptions): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'));
  const company = once<BenchCompany>(() => makeBenchCompany(join(folder, 'company'), { isQuick, say }));
  const window = once<BenchWindow>(async () => openBenchWindow(join(folder, 'window'), await company(), say));
  let allRan = true;
  try {
    for (const name of names) {
      const own = join(folder, name);
      mkdirSync(own);
      const start = performance.now();
      try {
        const measure = await loadMeasure(name);
        globalThis.gc?.();
        const found = await measure.run({
          isQuick,
          runs,
          folder: own,
          say: (line) => say(`  ${line}`),
          company,
          window,
        });
        const findings: readonly Finding[] = Array.isArray(found) ? found : [found];
        for (const finding of findings) process.stdout.write(`${toLine(name, finding)}\n`);
        const state = findings.every(({ ok }) => ok) ? 'ok' : 'not at its goal';
        say(`${name}: ${state} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
      } catch (error) {
        allRan = false;
        say(`${name} broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
      rmSync(own, { recursive: true, force: true, maxRetries: 5 });
    }
  } finally {
    await window.made()?.then(
      (opened) => opened.close(),
      () => {},
    );
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return allRan;
}

/** Makes something when it is first asked for. `made` is it, if anyone asked. */
function once<Value>(make: () => Promise<Value>): { (): Promise<Value>; made(): Promise<Value> | null } {
  let value: Promise<Value> | null = null;
  const get = (): Promise<Value> => {
    value ??= make();
    return value;
  };
  return Object.assign(get, { made: () => value });
}

const options = readOrEndWithUsage(() => readOptions(process.argv.slice(2), listMeasures()), usage);

try {
  if (options.lists) {
    for (const name of options.names) process.stdout.write(`${name}: ${(await loadMeasure(name)).about}\n`);
  } else {
    const start = performance.now();
    const allRan = await runAll(options);
    say(`${options.isQuick ? 'Quick' : 'Full'} measures done in ${((performance.now() - start) / 1000).toFixed(0)} s.`);
    process.exitCode = allRan ? 0 : 1;
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
