/**
 * `npm run simulate -- --planted [--only NAME] [--seeds N] [--seconds S]`: plants the known mistakes one at a time and
 * says for each how it was found. Standard output gets one JSON line, the table goes to standard error. The exit code is
 * 0 only when every one was caught. Guards:
 * - a seed that fails without any mistake proves nothing: such seeds are found first, and left out.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { plantedBugs } from './catalogue.ts';
import { type Hunt, hunt } from './hunt.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    seeds: { type: 'string', default: '80' },
    seconds: { type: 'string', default: '180' },
    first: { type: 'string', default: '1' },
  },
});

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

/** Seeds that hold with nothing planted. */
async function soundSeeds(): Promise<number[]> {
  const first = numberOf(values.first);
  const all = Array.from({ length: numberOf(values.seeds) }, (_, at) => first + at);
  const halves = Array.from({ length: availableParallelism() }, (_, part) =>
    all.filter((_seed, at) => at % availableParallelism() === part),
  );
  const failing = new Set<number>();
  await inParallel(halves, async (seeds) => {
    await hunt(null, { seeds, seconds: 3_600 }, ({ seed, finding }) => {
      if (finding) failing.add(seed);
    });
  });
  if (failing.size > 0) say(`left out, since they fail with nothing planted: ${[...failing].join(', ')}`);
  return all.filter((seed) => !failing.has(seed));
}

function tell({ name, caught, seeds, seconds, isPlanted }: Hunt): void {
  const cells = [
    name.padEnd(44),
    (caught?.finding.verdict ?? (isPlanted ? 'MISSED' : 'NEVER LOADED')).padEnd(12),
    `${seeds} seeds`.padStart(9),
    `${seconds.toFixed(1)} s`.padStart(8),
  ];
  say(cells.join('  '));
  if (caught) say(`    seed ${caught.seed}: ${caught.finding.text.split('\n')[0]?.slice(0, 160)}`);
}

const wanted = values.only ? plantedBugs.filter(({ name }) => values.only?.includes(name)) : plantedBugs;
const limits = { seeds: await soundSeeds(), seconds: numberOf(values.seconds) };
const hunts: Hunt[] = [];
await inParallel(wanted, async ({ name }) => {
  const done = await hunt(name, limits);
  hunts.push(done);
  tell(done);
});
const caught = hunts.filter((each) => each.caught !== null);
const median = (numbers: readonly number[]): number | null =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? null;
const missed = hunts.filter((each) => each.caught === null).map(({ name }) => name);
const line = {
  planted: hunts.length,
  caught: caught.length,
  missed: missed.sort(),
  medianSeeds: median(caught.map(({ seeds }) => seeds)),
  medianSeconds: median(caught.map(({ seconds }) => seconds)),
};
process.stdout.write(`${JSON.stringify(line)}\n`);
process.exit(missed.length === 0 && hunts.length > 0 ? 0 : 1);
