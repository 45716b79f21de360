/**
 * From the start of the process to a customer list that can be used, on a computer whose person signed in there before
 * and left the list open. Included: the runtime's own start, the sign-in screen, the password (typed by the page at
 * once), opening the encrypted database, the first page of the list, its rows on the screen, and two frames after them.
 * The value holds the derivation of the key from the password; the ratio does not: how long that takes is chosen, as the
 * price of a guess, and is measured beside it in the same runtime (docs/decisions/0016). Against an empty window of the same runtime, made as ours is: from its start
 * until its page is painted and has had an answer from main, and two frames. Both were started there before.
 */
import { join } from 'node:path';
import { makeComputer } from '../computer.ts';
import { timeKeyDerivation } from '../key-derivation.ts';
import type { Measure } from '../measure.ts';
import { type ListMoments, waitForEmptyPage, waitForList } from '../start-moments.ts';
import { makeEmptyApp, startApp, startSatchel } from '../started-app.ts';
import { median } from '../statistics.ts';

const MOST_RATIO = 2.5;
const WARM_UPS = 1;
/** The window keeps its tabs so long after the last change, and then some. */
const WORKSPACE_IS_KEPT_MS = 1_000;

export const measure: Measure = {
  about: 'process start to a customer list that can be used, against an empty window of the same runtime',
  async run(bench) {
    const computer = await makeComputer(join(bench.folder, 'home'), await bench.company());
    const empty = makeEmptyApp(join(bench.folder, 'empty'));
    const first = await startSatchel(computer);
    await waitForList(first, true);
    await new Promise((kept) => setTimeout(kept, WORKSPACE_IS_KEPT_MS));
    await first.end();

    const [starts, empties]: [ListMoments[], number[]] = [[], []];
    for (let round = 0; round < WARM_UPS + (bench.isQuick ? 5 : 9); round += 1) {
      const window = await startApp(empty.folder, empty.environment);
      const emptyMs = (await waitForEmptyPage(window)).ready - window.startedAt;
      await window.end();
      const app = await startSatchel(computer);
      const { signIn, signedIn, ready } = await waitForList(app, false);
      await app.end();
      if (round < WARM_UPS) continue;
      empties.push(emptyMs);
      const since = (moment: number): number => moment - app.startedAt;
      starts.push({ signIn: since(signIn), signedIn: since(signedIn), ready: since(ready) });
    }
    const at = (name: keyof ListMoments): number => median(starts.map((start) => start[name]));
    const keyMs = timeKeyDerivation();
    const ratio = (at('ready') - keyMs) / median(empties);
    return {
      value: at('ready'),
      unit: 'ms',
      ratio,
      against: 'an empty window of the same runtime; less the derivation of the key, which is in the value',
      goal: `≤ ${MOST_RATIO}×`,
      ok: ratio <= MOST_RATIO,
      parts: { empty: median(empties), signInScreen: at('signIn'), signedIn: at('signedIn'), keyDerivation: keyMs },
    };
  },
};
