/**
 * `npm run simulate -- --planted [--only NAME] [--seeds N] [--seconds S]`: plants the known mistakes one at a time and
 * says for each how it was found. Standard output gets one JSON line, the table goes to standard error. The exit code is
 * 0 only when every one was caught. Guards:
 * - a seed that fails without any mistake proves nothing: what a bug was found by is run again without it;
 * - a mistake that cannot be planted, or leaves no program, counts as nothing but an error of this harness, and is loud.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { readOrEndWithUsage } from '../../support/end-with-usage.ts';
import type { PlantedBug } from '../contract.ts';
import { plantedBugs } from './catalogue.ts';
import { type Hunt, hunt } from './hunt.ts';

const USAGE = 'npm run simulate -- --planted [--only NAME]… [--seeds N] [--seconds S] [--first SEED]';
const options = readOrEndWithUsage(readOptions, USAGE);

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      seeds: { type: 'string', default: '80' },
      seconds: { type: 'string', default: '180' },
      first: { type: 'string', default: '1' },
    },
  });
  const unknown = values.only?.find((name) => !plantedBugs.some((bug) => bug.name === name));
  if (unknown !== undefined) throw new Error(`no planted mistake is called ${unknown}`);
  const { only, seeds, seconds, first } = values;
  return { only, seeds: numberOf(seeds), seconds: numberOf(seconds), first: numberOf(first) };
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

function numberOf(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${text} is no number of seeds or seconds`);
  return number;
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

const { seconds } = options;
const allSeeds = Array.from({ length: options.seeds }, (_, at) => options.first + at);

/** On what a mistake is looked for. */
type Ground = Pick<PlantedBug, 'faults' | 'wanted'>;

/** Whether a seed holds with nothing planted; asked only where a bug was found, each answer kept. */
const soundness = new Map<string, Promise<boolean>>();
function isSound(seed: number, ground: Ground): Promise<boolean> {
  const key = `${seed} ${ground.faults?.join() ?? ''} ${ground.wanted?.join() ?? ''}`;
  const known = soundness.get(key) ?? askSoundness(seed, ground);
  soundness.set(key, known);
  return known;
}

async function askSoundness(seed: number, { faults, wanted }: Ground): Promise<boolean> {
  let isFound = false;
  await hunt(null, { seeds: [seed], seconds: 600, faults, wanted }, ({ finding }) => {
    isFound = finding !== null;
  });
  if (isFound) say(`    (seed ${seed} fails with nothing planted: it proves nothing)`);
  return !isFound;
}

/** Goes on behind a seed that proves nothing. */
async function huntSoundly(bug: PlantedBug): Promise<Hunt> {
  const { faults, wanted: wantedCommands } = bug;
  let left = allSeeds;
  let before = { seeds: 0, seconds: 0 };
  for (;;) {
    const done = await hunt(bug, {
      seeds: left,
      seconds: Math.max(1, seconds - before.seconds),
      faults,
      wanted: wantedCommands,
    });
    before = { seeds: before.seeds + done.seeds, seconds: before.seconds + done.seconds };
    const { caught } = done;
    if (!caught || (await isSound(caught.seed, bug))) return { ...done, ...before };
    left = left.filter((seed) => seed > caught.seed);
    if (left.length === 0 || before.seconds > seconds) return { ...done, ...before, caught: null };
  }
}

function tell({ name, caught, seeds, seconds, isPlanted, unusable }: Hunt): void {
  const otherwise = unusable === null ? (isPlanted ? 'MISSED' : 'NEVER LOADED') : 'UNUSABLE';
  const cells = [
    name.padEnd(44),
    (caught?.finding.verdict ?? otherwise).padEnd(12),
    `${seeds} seeds`.padStart(9),
    `${seconds.toFixed(1)} s`.padStart(8),
  ];
  say(cells.join('  '));
  if (unusable !== null) say(`    THE MISTAKE CANNOT BE TRIED: ${unusable.slice(0, 400)}`);
  if (caught) say(`    seed ${caught.seed}: ${caught.finding.text.split('\n')[0]?.slice(0, 160)}`);
}

const wanted = options.only ? plantedBugs.filter(({ name }) => options.only?.includes(name)) : plantedBugs;
const hunts: Hunt[] = [];
await inParallel(wanted, async (bug) => {
  const done = await huntSoundly(bug);
  hunts.push(done);
  tell(done);
});
const caught = hunts.filter((each) => each.caught !== null);
const median = (numbers: readonly number[]): number | null =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? null;
const unusable = hunts.filter((each) => each.unusable !== null).map(({ name }) => name);
const missed = hunts.filter((each) => each.caught === null && each.unusable === null).map(({ name }) => name);
const line = {
  planted: hunts.length,
  caught: caught.length,
  missed: missed.sort(),
  unusable: unusable.sort(),
  medianSeeds: median(caught.map(({ seeds }) => seeds)),
  medianSeconds: median(caught.map(({ seconds }) => seconds)),
};
process.stdout.write(`${JSON.stringify(line)}\n`);
if (unusable.length > 0) say(`ERROR OF THE HARNESS: ${unusable.join(', ')} could not be tried`);
process.exit(missed.length === 0 && unusable.length === 0 && hunts.length > 0 ? 0 : 1);
