/** The server dies at any of its statements, or around a commit; its file stays, and it is started again. */
import type { DeathPlan } from '../lives.ts';
import { doSomething } from '../people.ts';
import { someRunning } from './choose.ts';
import type { Fault } from './fault.ts';

const STATEMENTS_AT_MOST = 200;
const COMMITS_AT_MOST = 2;
const WAIT_MS = 20_000;

type Where = DeathPlan['at'];

const names: Readonly<Record<Where, string>> = {
  statement: 'serverKilledAtStatement',
  beforeCommit: 'serverKilledBeforeCommit',
  afterCommit: 'serverKilledAfterCommit',
};

function killing(at: Where, weight: number): Fault {
  return {
    name: names[at],
    weight,
    async inject(scene, random) {
      const { server, simulation } = scene;
      if (!server.isUp) return;
      // So that it has something to do.
      const laptop = someRunning(scene, random);
      if (laptop) await doSomething(scene, laptop);
      if (!server.isUp) return;
      const countdown = random.between(1, at === 'statement' ? STATEMENTS_AT_MOST : COMMITS_AT_MOST);
      server.planDeath({ at, countdown }, () => scene.fault(names[at], null, { countdown }));
      for (let ms = 0; ms < WAIT_MS && server.isUp; ms += 2_000) await simulation.advance(2_000);
      if (server.isUp) {
        server.planDeath(null, () => {});
        return;
      }
      await simulation.advance(random.between(0, 60_000));
      await server.start();
    },
  };
}

export const killServer: readonly Fault[] = [
  killing('statement', 6),
  killing('beforeCommit', 5),
  killing('afterCommit', 5),
];
