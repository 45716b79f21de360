/**
 * `npm run simulate`: seeds from the first one on, in a process a core, until the time is over. Standard output gets one
 * JSON line, progress goes to standard error. Guards:
 * - a seed that hangs or takes its process with it counts as broken, and the others go on; one that waits for its turn on
 *   a busy machine does neither;
 * - every finding is said with its seed; the exit code is 0 only when there was none.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { readOrEndWithUsage } from '../support/end-with-usage.ts';
import { commandNames } from './command-names.ts';
import type { Finding, SeedResult, Verdict } from './contract.ts';
import { runSeed } from './run-seed.ts';
import { watchHang } from './watch-hang.ts';

/**
 * Seeds throw away much and keep little: a larger nursery all the time, what is kept is looked through seldom, and no
 * helpers that take turns on the same core.
 */
const MEMORY = [
  '--min-semi-space-size=192',
  '--max-semi-space-size=192',
  '--initial-old-space-size=1024',
  '--single-threaded-gc',
];
/**
 * Linux: pages of a database that are thrown away are kept for the next ones, instead of being given back and asked for,
 * in large pages where the system gives some: gigabytes of compiled statements are looked up in them.
 */
const ALLOCATOR = {
  GLIBC_TUNABLES: [
    'glibc.malloc.mmap_threshold=67108864',
    'glibc.malloc.trim_threshold=1073741824',
    'glibc.malloc.top_pad=67108864',
    'glibc.malloc.tcache_max=16384',
    'glibc.malloc.tcache_count=512',
    'glibc.malloc.hugetlb=1',
  ].join(':'),
};
const SAY_EVERY_MS = 15_000;
const TEXT_CHARACTERS = 600;
const FINDINGS_SAID = 3;

const USAGE =
  'npm run simulate -- [--seed N] [--minutes M] [--devices D] [--workers W] [--replay SEED] | --planted [--help: its own]';
const options = readOrEndWithUsage(readOptions, USAGE);

function readOptions() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '1' },
      devices: { type: 'string' },
      replay: { type: 'string' },
      workers: { type: 'string', default: String(availableParallelism()) },
    },
  });
  const { seed, minutes, devices, replay, workers } = values;
  return {
    seed: numberOf(seed, 'seed'),
    minutes: numberOf(minutes, 'minutes'),
    workers: numberOf(workers, 'workers'),
    devices: devices === undefined ? undefined : numberOf(devices, 'devices'),
    replay: replay === undefined ? undefined : numberOf(replay, 'replay'),
  };
}

function numberOf(text: string, what: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0) throw new Error(`--${what} takes a number, not ${text}`);
  return number;
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

interface Totals {
  seeds: number;
  commands: number;
  readonly taken: Map<string, number>;
  readonly faults: Map<string, number>;
  readonly scenery: Map<string, number>;
  deviceDays: number;
  readonly verdicts: Record<Verdict, number>;
  readonly failing: Set<number>;
}

const totals: Totals = {
  seeds: 0,
  commands: 0,
  taken: new Map(),
  faults: new Map(),
  scenery: new Map(),
  deviceDays: 0,
  verdicts: { lost: 0, duplicated: 0, diverged: 0, stalled: 0, broken: 0 },
  failing: new Set(),
};

function take(result: SeedResult): void {
  totals.seeds += 1;
  totals.commands += result.commands;
  totals.deviceDays += result.deviceDays;
  addUp(totals.faults, result.faults);
  addUp(totals.scenery, result.scenery);
  addUp(totals.taken, result.taken);
  for (const finding of result.findings) blame(result.seed, finding);
  for (const finding of result.findings.slice(0, FINDINGS_SAID)) tell(result.seed, finding);
}

function addUp(into: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) into.set(name, (into.get(name) ?? 0) + count);
}

function blame(seed: number, { verdict }: Finding): void {
  totals.verdicts[verdict] += 1;
  totals.failing.add(seed);
}

function tell(seed: number, { verdict, invariant, text, atMs }: Finding): void {
  const at = new Date(atMs).toISOString();
  say(`seed ${seed} ${verdict} (invariant ${invariant}) at ${at}\n  ${text.slice(0, TEXT_CHARACTERS)}`);
}

function printTotals(): void {
  const faults = [...totals.faults.values()].reduce((sum, count) => sum + count, 0);
  const { seeds, commands, verdicts, failing } = totals;
  for (const [name, count] of [...totals.faults].sort()) say(`  ${name}: ${count}`);
  for (const [name, count] of [...totals.scenery].sort()) say(`  (no fault) ${name}: ${count}`);
  const missing = commandNames.filter((name) => !totals.taken.has(name));
  say(`  commands that were never taken: ${missing.join(', ') || 'none'}`);
  const line = {
    seeds,
    commands,
    faults,
    faultKinds: totals.faults.size,
    deviceDays: Math.round(totals.deviceDays),
    ...verdicts,
    failingSeeds: [...failing].sort((a, b) => a - b),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function replay(seed: number): Promise<void> {
  const { devices } = options;
  const result = await runSeed(seed, { say, ...(devices === undefined ? {} : { devices }) });
  say(`digest ${result.digest}`);
  take(result);
}

/** @param next gives the seed to run, or null when it is over */
function runWorker(next: () => number | null): Promise<void> {
  return new Promise((resolve) => {
    let worker: ChildProcess | null = null;
    let seed: number | null = null;
    let endWatch = (): void => {};

    const hand = (): void => {
      endWatch();
      seed = next();
      if (seed === null) {
        worker?.disconnect();
        return;
      }
      worker?.send({ seed, devices: options.devices });
      const begun = worker;
      if (begun) endWatch = watchHang(begun, () => begun.kill('SIGKILL'));
    };
    const begin = (): void => {
      worker = fork(new URL('./worker.ts', import.meta.url), {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        execArgv: [...process.execArgv, ...MEMORY],
        env: { ...process.env, ...ALLOCATOR },
      });
      worker.on('message', (result: SeedResult) => {
        take(result);
        hand();
      });
      worker.once('exit', () => {
        endWatch();
        if (seed === null) {
          resolve();
          return;
        }
        const finding: Finding = { verdict: 'broken', invariant: 0, text: 'its process ended or hung', atMs: 0 };
        blame(seed, finding);
        tell(seed, finding);
        begin();
      });
      hand();
    };
    begin();
  });
}

async function runUntil(endMs: number): Promise<void> {
  let { seed } = options;
  const next = (): number | null => {
    if (Date.now() >= endMs) return null;
    seed += 1;
    return seed - 1;
  };
  const progress = setInterval(() => {
    say(`${totals.seeds} seeds, ${totals.commands} commands, failing: ${totals.failing.size}`);
  }, SAY_EVERY_MS);
  await Promise.all(Array.from({ length: options.workers }, () => runWorker(next)));
  clearInterval(progress);
}

if (options.replay === undefined) await runUntil(Date.now() + options.minutes * 60_000);
else await replay(options.replay);
printTotals();
process.exit(totals.failing.size === 0 ? 0 : 1);
