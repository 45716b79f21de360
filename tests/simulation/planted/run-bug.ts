/**
 * A process of its own for one planted bug: runs the seeds that it is told and stops at the first that finds something.
 * Without a bug's name it is the product as it is, and runs them all.
 */
import type { Finding } from '../contract.ts';
import { plantedBugs } from './catalogue.ts';
import { plant } from './plant.ts';

/** What the parent asks for. */
export interface BugOrder {
  /** Null: nothing is planted. */
  readonly name: string | null;
  readonly seeds: readonly number[];
  readonly untilMs: number;
  /** Only these kinds of fault; all without it. */
  readonly faults?: readonly string[] | undefined;
}

/** One seed's end. */
export interface BugReport {
  readonly seed: number;
  readonly finding: Finding | null;
  readonly isPlanted: boolean;
}

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

async function run(order: BugOrder): Promise<void> {
  const { name, seeds, untilMs } = order;
  const bug = name === null ? null : plantedBugs.find((each) => each.name === name);
  if (bug === undefined) throw new Error(`no planted bug is called ${name}`);
  const isPlanted = bug ? plant(bug) : () => false;
  const { runSeed } = await import('../run-seed.ts');
  for (const seed of seeds) {
    const finding = await firstFinding(() => runSeed(seed, order.faults ? { faults: order.faults } : {}));
    const report: BugReport = { seed, finding, isPlanted: isPlanted() };
    process.send?.(report);
    if ((finding && bug) || Date.now() > untilMs) return;
  }
}

/** What a mistake throws where no seed can catch it is found too. */
async function firstFinding(work: () => Promise<{ readonly findings: readonly Finding[] }>): Promise<Finding | null> {
  try {
    return (await work()).findings[0] ?? null;
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { verdict: 'broken', invariant: 0, text, atMs: 0 };
  }
}
