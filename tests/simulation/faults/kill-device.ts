/** The device dies at any of its statements, or around a commit, while a person works or while it syncs. */
import type { DeathPlan } from '../lives.ts';
import { doSomething } from '../people.ts';
import type { Scene } from '../scene.ts';
import { someRunning, startLaptop } from './choose.ts';
import type { Fault } from './fault.ts';

const STATEMENTS_AT_MOST = { command: 60, sync: 200 };
const COMMITS_AT_MOST = { command: 1, sync: 3 };
const WAIT_MS = 40_000;

type Where = DeathPlan['at'];

const names: Readonly<Record<Where, string>> = {
  statement: 'deviceKilledAtStatement',
  beforeCommit: 'deviceKilledBeforeCommit',
  afterCommit: 'deviceKilledAfterCommit',
};

function killing(at: Where, weight: number): Fault {
  return {
    name: names[at],
    weight,
    async inject(scene, random) {
      const laptop = someRunning(scene, random);
      if (!laptop) return;
      const whileSyncing = random.chance(50);
      const most = at === 'statement' ? STATEMENTS_AT_MOST : COMMITS_AT_MOST;
      const countdown = random.between(1, whileSyncing ? most.sync : most.command);
      // So that there is something to sync.
      if (whileSyncing) await doSomething(scene, laptop);
      if (!laptop.running) return;
      laptop.planDeath({ at, countdown }, () => scene.fault(names[at], laptop, { countdown, whileSyncing }));
      if (!whileSyncing) await doSomething(scene, laptop);
      else await advanceWhile(scene, () => laptop.running !== null);
      if (laptop.running) {
        laptop.planDeath(null, () => {});
        return;
      }
      await scene.simulation.advance(random.between(0, 30_000));
      await startLaptop(scene, laptop);
    },
  };
}

async function advanceWhile(scene: Scene, goesOn: () => boolean): Promise<void> {
  for (let ms = 0; ms < WAIT_MS && goesOn(); ms += 2_000) await scene.simulation.advance(2_000);
}

export const killDevice: readonly Fault[] = [
  killing('statement', 10),
  killing('beforeCommit', 5),
  killing('afterCommit', 5),
];
