/**
 * `npm run crash`: real processes under load, killed at random and started again, until as many were killed as wanted;
 * then one JSON line on standard output. Exit code 1 when a promise was broken or somebody did not come to rest.
 */
import { spawn } from 'node:child_process';
import { readOrEndWithUsage } from '../support/end-with-usage.ts';
import { ownMounts } from './full-disk.ts';
import { type CrashOptions, readCrashOptions, SUBJECTS, type Subject, usage } from './options.ts';
import { bundlePrograms, type Programs } from './programs.ts';
import { runSubject } from './run-subject.ts';
import { addTally, isClean, killsOf, newTally, printTally, type Tally } from './tally.ts';

/** Set for the process that runs `disk-full` among mounts of its own. */
const INSIDE = 'SATCHEL_CRASH_MOUNTS';
/** Kills of a subject before the next has its turn: all get theirs, however soon a run is ended. */
const KILLS_A_TURN = 150;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function main(): Promise<void> {
  const options = readOrEndWithUsage(() => readCrashOptions(process.argv.slice(2)), usage);
  const began = performance.now();
  const isInside = process.env[INSIDE] !== undefined;
  const tally = await runAll(options, began, isInside);
  for (const kind of ['lost', 'duplicated', 'diverged', 'stuck'] as const) {
    for (const line of tally[kind].slice(0, 20)) say(`${kind}: ${line}`);
  }
  const seconds = (performance.now() - began) / 1_000;
  process.stdout.write(`${isInside ? JSON.stringify(tally) : printTally(tally, seconds)}\n`);
  process.exit(isClean(tally) ? 0 : 1);
}

async function runAll(options: CrashOptions, began: number, isInside: boolean): Promise<Tally> {
  const programs = await bundlePrograms();
  process.once('exit', () => programs.remove());
  const until = began + options.minutes * 60_000;
  const random = seededRandom(options.seed);
  const total = newTally();
  const share = Math.min(KILLS_A_TURN, Math.ceil(options.kills / options.subjects.length));
  for (let turn = 0; killsOf(total) < options.kills && performance.now() < until && isClean(total); turn += 1) {
    const subject = options.subjects[turn % options.subjects.length] ?? SUBJECTS[0];
    const kills = Math.min(share, options.kills - killsOf(total));
    addTally(total, await runOne({ subject, programs, random, kills, until, isInside, began, total }));
  }
  return total;
}

async function runOne(one: {
  subject: Subject;
  programs: Programs;
  random: () => number;
  kills: number;
  until: number;
  isInside: boolean;
  began: number;
  total: Tally;
}): Promise<Tally> {
  const { subject, isInside, total, began } = one;
  const mounts = subject === 'disk-full' && !isInside ? ownMounts() : null;
  if (mounts) return runInside(mounts, one);
  if (subject === 'disk-full' && !isInside) {
    say('NO MOUNTS ARE ALLOWED HERE: a full disk is played by a limit on the size of files (prlimit)');
  }
  const said = (tally: Tally): void => {
    const minutes = (performance.now() - began) / 60_000;
    say(`${subject}: ${killsOf(total) + killsOf(tally)} kills in ${minutes.toFixed(1)} min, ${tally.rounds} rounds`);
  };
  return runSubject({ ...one, said, mayMount: isInside });
}

/** The same program again, where it may mount small disks. */
async function runInside(
  mounts: readonly string[],
  { kills, until, random }: { kills: number; until: number; random: () => number },
): Promise<Tally> {
  say('disk-full: on small file systems in memory, mounted for this run alone');
  const minutes = Math.max(0.02, (until - performance.now()) / 60_000);
  const seed = Math.floor(random() * 1e9);
  const own = ['--only', 'disk-full', '--kills', String(kills), '--minutes', String(minutes), '--seed', String(seed)];
  const [program = '', ...args] = [...mounts, process.execPath, import.meta.filename, ...own];
  const env = { ...process.env, [INSIDE]: '1' };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (output === '') throw new Error(`the run on small disks ended with ${code}`);
  return JSON.parse(output) as Tally;
}

/** mulberry32: the same blows for the same seed. What the processes do in between is their own. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

await main();
