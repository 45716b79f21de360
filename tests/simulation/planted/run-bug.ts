/**
 * A process of its own for one planted bug: runs the seeds that it is told and stops at the first that finds something.
 * Without a bug it is the product as it is, and runs them all. Guards:
 * - a mistake that cannot be planted, or with which the source is no program any more, is an error of its own and never
 *   something that a seed has found.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding, PlantedBug } from '../contract.ts';
import { plant, treeRoot } from './plant.ts';

/** What the parent asks for. */
export interface BugOrder {
  /** Null: nothing is planted. */
  readonly bug: PlantedBug | null;
  readonly seeds: readonly number[];
  readonly untilMs: number;
  /** Only these kinds of fault; all without it. */
  readonly faults?: readonly string[] | undefined;
  /** Commands that people think of first. */
  readonly wanted?: readonly string[] | undefined;
}

/** One seed's end. */
export interface BugReport {
  readonly seed: number;
  readonly finding: Finding | null;
  readonly isPlanted: boolean;
}

/** The mistake is no mistake of a program: nothing was tried. */
export interface UnusableBug {
  readonly unusable: string;
}

/** What is wrong with the text of a program, not with what it does. */
const NO_PROGRAM = /SyntaxError|ReferenceError|ERR_MODULE_NOT_FOUND|ERR_INVALID_TYPESCRIPT_SYNTAX|its place is there/;

process.on('message', (order: BugOrder) => {
  void run(order).then(
    () => process.disconnect(),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));

async function run({ bug, seeds, untilMs, faults, wanted }: BugOrder): Promise<void> {
  const isPlanted = bug ? plant(bug) : () => false;
  const unusable = (text: string): void => {
    const message: UnusableBug = { unusable: text };
    process.send?.(message);
  };
  const loaded = await load(bug);
  if (typeof loaded === 'string') return unusable(loaded);
  // Not before: nothing of the product is loaded without the mistake.
  const { recentErrors } = await import('../../support/simulated-company.ts');
  for (const seed of seeds) {
    const finding = await firstFinding(() =>
      loaded.runSeed(seed, { ...(faults ? { faults } : {}), wanted: new Set(wanted) }),
    );
    // What is loaded only when it is needed is loaded in a seed.
    const said = finding ? [finding.text, ...recentErrors].find((text) => NO_PROGRAM.test(text)) : undefined;
    if (bug && said !== undefined) return unusable(said);
    const report: BugReport = { seed, finding, isPlanted: isPlanted() };
    process.send?.(report);
    if ((finding && bug) || Date.now() > untilMs) return;
  }
}

/** @returns the simulation with the mistake in it, or why that is no program */
async function load(bug: PlantedBug | null): Promise<typeof import('../run-seed.ts') | string> {
  if (!bug) return import('../run-seed.ts');
  try {
    await import(pathToFileURL(join(treeRoot, bug.file)).href);
    return await import('../run-seed.ts');
  } catch (error) {
    return textOf(error);
  }
}

/** What a mistake throws where no seed can catch it is found too. */
async function firstFinding(work: () => Promise<{ readonly findings: readonly Finding[] }>): Promise<Finding | null> {
  try {
    return (await work()).findings[0] ?? null;
  } catch (error) {
    return { verdict: 'broken', invariant: 0, text: textOf(error), atMs: 0 };
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
