/**
 * Memory of the application at rest: signed in on the company, the customer list open, nothing asked for some seconds;
 * the proportional sizes of all its processes. No company's server and no demo in it. Against an empty window of the same
 * runtime, at rest as long; both alone on a copy of the runtime, one after the other.
 */
import { join } from 'node:path';
import { makeComputer } from '../computer.ts';
import type { Measure } from '../measure.ts';
import { memoryOfTree, type TreeMemory } from '../process-memory.ts';
import { waitForEmptyPage, waitForList } from '../start-moments.ts';
import { copyRuntime, makeEmptyApp, type StartedApp, startApp, startSatchel } from '../started-app.ts';
import { median } from '../statistics.ts';

const MOST_RATIO = 1.5;
const REST_MS = 3_000;
const LOOKS = 5;

export const measure: Measure = {
  about: 'memory of all processes at rest, signed in with a list open, against an empty window of the same runtime',
  async run(bench) {
    const computer = await makeComputer(join(bench.folder, 'home'), await bench.company());
    const empty = makeEmptyApp(join(bench.folder, 'empty'));
    const runtime = copyRuntime(join(bench.folder, 'runtime'));
    const window = await startApp(empty.folder, empty.environment, runtime);
    await waitForEmptyPage(window);
    const emptyAtRest = await restAndLook(window, bench.isQuick);
    const app = await startSatchel(computer, runtime);
    await waitForList(app, true);
    const atRest = await restAndLook(app, bench.isQuick);
    const ratio = atRest.megabytes / emptyAtRest.megabytes;
    return {
      value: atRest.megabytes,
      unit: 'MB',
      ratio,
      against: 'an empty window of the same runtime',
      goal: `≤ ${MOST_RATIO}×`,
      ok: ratio <= MOST_RATIO,
      parts: { empty: emptyAtRest.megabytes, ...atRest.byKind },
    };
  },
};

/** Lets it rest, looks several times, and ends it. @returns the look in the middle */
async function restAndLook(app: StartedApp, isQuick: boolean): Promise<TreeMemory> {
  await new Promise((rested) => setTimeout(rested, isQuick ? REST_MS : 3 * REST_MS));
  const looks: TreeMemory[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    looks.push(memoryOfTree(app.pid));
    await new Promise((next) => setTimeout(next, 100));
  }
  await app.end();
  const middle = median(looks.map(({ megabytes }) => megabytes));
  const found = looks.find(({ megabytes }) => megabytes === middle);
  if (!found) throw new Error('an odd number of looks has a middle');
  return found;
}
