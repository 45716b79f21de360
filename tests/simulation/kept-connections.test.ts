import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SeedResult } from './contract.ts';
import { runSeed } from './run-seed.ts';

/** Some are killed in these, some restored, and one has its database damaged: their files come back to used folders. */
const seeds = [1, 22, 23, 24, 25, 26, 27, 29];

let worker: ChildProcess;

beforeAll(() => {
  worker = fork(new URL('./worker.ts', import.meta.url), { execArgv: [] });
});

afterAll(() => {
  worker.disconnect();
});

it('a seed does the same over connections that others had before as over its own', { timeout: 240_000 }, async () => {
  for (const seed of [...seeds, ...seeds]) {
    const [kept] = (await ask(seed)) as [SeedResult];
    expect(kept, `seed ${seed}`).toEqual(await runSeed(seed));
  }
});

function ask(seed: number): Promise<unknown[]> {
  const answer = once(worker, 'message');
  worker.send({ seed });
  return answer;
}
