/**
 * Builds a demo company of any size for a server: `npm run demo -- --seed 7 --language zh --size full --folder demo`.
 * The folder then serves with `npm run server -- --demo demo`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type DemoSizeName, demoSizes } from '#db/demo/generate.ts';
import type { DemoLanguage } from '#shared/kernel/demo.ts';
import { holdCompany } from './hold-company.ts';
import { makeLogger } from './logging.ts';
import { buildDemoAt, DEMO_SEED } from './open-demo.ts';
import { readPlace, UsageError } from './read-options.ts';
import { makeRealWorld } from './real-world.ts';
import { sayFailure } from './say-failure.ts';

const sizeNames = Object.keys(demoSizes);
const usage = `npm run demo -- --folder <folder>
  --size ${sizeNames.join('|')}   default small
  --language zh|en           default zh
  --seed <number>            the same number, the same company
  --names <file>             names of companies, one a line, for a Chinese one
  --database postgres://…    instead of a file in the folder, with --schema`;

const SAY_EVERY_MS = 2_000;

function parseOptions(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      folder: { type: 'string' },
      size: { type: 'string', default: 'small' },
      language: { type: 'string', default: 'zh' },
      seed: { type: 'string', default: String(DEMO_SEED) },
      names: { type: 'string' },
      database: { type: 'string' },
      schema: { type: 'string' },
    },
  }).values;
}

/** @throws UsageError also for an option that there is not, or one that lacks its value */
function parse(args: readonly string[]): ReturnType<typeof parseOptions> {
  try {
    return parseOptions(args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readOptions(args: readonly string[]) {
  const values = parse(args);
  const { folder, size, language, database, schema } = values;
  const seed = Number(values.seed);
  if (folder === undefined) throw new UsageError('--folder says where the company is to be');
  if (!sizeNames.includes(size)) throw new UsageError(`--size is one of ${sizeNames.join(', ')}`);
  if (language !== 'zh' && language !== 'en') throw new UsageError('--language is zh or en');
  if (!Number.isSafeInteger(seed) || seed < 0) throw new UsageError('--seed is a whole number');
  const named = {
    database: database ?? `sqlite:${join(folder, 'company.sqlite')}`,
    'key-file': join(folder, 'company.key'),
    files: join(folder, 'files'),
    schema,
  };
  return {
    place: readPlace((name) => (named as Readonly<Record<string, string | undefined>>)[name]),
    size: size as DemoSizeName,
    language: language as DemoLanguage,
    seed,
    names: values.names,
  };
}

/** Names from the file that was given, or from the list that lies beside the sources of some. */
function readNames(given: string | undefined, language: DemoLanguage): readonly string[] {
  const beside = resolve(import.meta.dirname, '../../shared/data/company-names-zh/names.txt');
  const file = given ?? (existsSync(beside) ? beside : null);
  return file === null || language !== 'zh' ? [] : readFileSync(file, 'utf8').trim().split('\n');
}

async function main(): Promise<void> {
  const { place, size, language, seed, names } = readOptions(process.argv.slice(2));
  const world = makeRealWorld();
  const startedAt = world.clock.monotonicMs();
  const seconds = (): string => ((world.clock.monotonicMs() - startedAt) / 1_000).toFixed(1);
  let toldAt = startedAt;
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  say(`Building the demo company: ${size}, ${language}, seed ${seed}`);
  const letGo = await holdCompany(place, true);
  const { counts } = await buildDemoAt(
    place,
    {
      language,
      seed,
      size: demoSizes[size],
      // A small company is one to be known by heart: its names are the demo's own.
      companyNames: size === 'small' ? [] : readNames(names, language),
      said(rows) {
        const now = world.clock.monotonicMs();
        if (now - toldAt < SAY_EVERY_MS) return;
        toldAt = now;
        say(`  ${rows.toLocaleString('en')} rows, ${seconds()} s`);
      },
    },
    world,
    makeLogger('warn'),
  ).finally(letGo);
  for (const [table, rows] of [...counts].sort(([, a], [, b]) => b - a)) {
    say(`${rows.toLocaleString('en').padStart(12)}  ${table}`);
  }
  say(`Ready after ${seconds()} s.`);
}

main().catch((error: unknown) => {
  const isUsage = error instanceof UsageError;
  process.stderr.write(isUsage ? `${error.message}\n${usage}\n` : `${sayFailure(error)}\n`);
  process.exit(isUsage ? 2 : 1);
});
