/** One process of `npm run simulate`: runs the seeds that its parent hands it, one after the other. */
import type { RunSeed, SeedResult } from './contract.ts';
import './keep-connections.ts';

const answer = (result: SeedResult): void => {
  process.send?.(result);
};

// What it loads is to find the kept connections in the driver's place.
const run: RunSeed = async (seed, options) => (await import('./run-seed.ts')).runSeed(seed, options);

process.on('message', ({ seed, devices }: { seed: number; devices?: number }) => {
  void run(seed, devices === undefined ? {} : { devices }).then(answer, (error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const findings = [{ verdict: 'broken' as const, invariant: 0, text, atMs: 0 }];
    answer({ seed, commands: 0, taken: {}, faults: {}, scenery: {}, deviceDays: 0, findings, digest: '' });
  });
});
// `process.once('exit')` of the template removes its files.
process.on('disconnect', () => process.exit(0));
