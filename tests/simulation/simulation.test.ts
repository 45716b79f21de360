import { expect, it } from 'vitest';
import { commandNames } from './command-names.ts';
import { runSeed } from './run-seed.ts';

/** Some 20 seconds of seeds; `npm run simulate` takes as many as there is time for. */
const FIRST = 1;
const COUNT = 30;
/** So many more at the most, until every command has been somebody's. */
const MORE = 170;

it('the same seed does the same again', async () => {
  const once = await runSeed(4711);
  const again = await runSeed(4711);
  expect(again).toEqual(once);
  expect((await runSeed(4712)).digest).not.toBe(once.digest);
});

it('whatever befalls devices and server, nothing is lost, doubled, different or stuck once it heals; and every command is tried', async () => {
  const missing = new Set(commandNames);
  const last = FIRST + COUNT + MORE;
  for (let seed = FIRST; seed < FIRST + COUNT || (missing.size > 0 && seed < last); seed += 1) {
    // The first ones run as `npm run simulate` runs them; then people try what nobody has tried.
    const wanted = seed < FIRST + COUNT ? new Set<string>() : missing;
    const { findings, taken } = await runSeed(seed, { wanted });
    expect(findings, `seed ${seed}`).toEqual([]);
    for (const name of Object.keys(taken)) missing.delete(name);
  }
  expect([...missing]).toEqual([]);
}, 300_000);
