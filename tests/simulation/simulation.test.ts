import { expect, it } from 'vitest';
import { runSeed } from './run-seed.ts';

/** Some 20 seconds of seeds; `npm run simulate` takes as many as there is time for. */
const FIRST = 1;
const COUNT = 30;

it('the same seed does the same again', async () => {
  const once = await runSeed(4711);
  const again = await runSeed(4711);
  expect(again).toEqual(once);
  expect((await runSeed(4712)).digest).not.toBe(once.digest);
});

it('whatever befalls devices and server, nothing is lost, doubled, different or stuck once it heals', async () => {
  for (let seed = FIRST; seed < FIRST + COUNT; seed += 1) {
    const { findings } = await runSeed(seed);
    expect(findings, `seed ${seed}`).toEqual([]);
  }
}, 300_000);
