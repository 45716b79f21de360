/** A newer version of the application opens the database of an older one, with commands that wait in it. */
import { doSomething } from '../people.ts';
import { someRunning, startLaptop } from './choose.ts';
import type { Fault } from './fault.ts';

export const upgradeDevice: Fault = {
  name: 'upgradedWithPending',
  weight: 2,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop || laptop.version === 'next') return;
    laptop.isCut = true;
    for (let turns = random.between(1, 4); turns > 0 && laptop.running; turns -= 1) await doSomething(scene, laptop);
    if (laptop.running && random.chance(70)) await laptop.stop();
    else if (laptop.running) laptop.kill();
    laptop.version = 'next';
    scene.fault('upgradedWithPending', laptop);
    await startLaptop(scene, laptop);
    laptop.isCut = random.chance(30);
  },
};
