/** Nights, and weeks without a network: laptops sleep, the world goes on. */
import { careForServer } from '../administrator.ts';
import { doSomething } from '../people.ts';
import { someRunning, startLaptop } from './choose.ts';
import type { Fault } from './fault.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Every laptop's lid is shut. */
export const night: Fault = {
  name: 'night',
  weight: 6,
  async inject(scene, random) {
    scene.fault('night', null);
    await scene.simulation.sleep(random.between(8, 60) * HOUR_MS);
    await careForServer(scene);
    for (const laptop of scene.laptops) laptop.running?.device.wake();
    await scene.simulation.advance(random.between(0, 20_000));
  },
};

/** One laptop is off for so long that the server's log no longer reaches back to it. */
export const weeksOffline: Fault = {
  name: 'weeksOffline',
  weight: 1,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop) return;
    laptop.isCut = true;
    for (let turns = random.between(0, 3); turns > 0 && laptop.running; turns -= 1) await doSomething(scene, laptop);
    if (laptop.running) await laptop.stop();
    scene.fault('weeksOffline', laptop);
    const weeks = random.between(2, 20);
    for (let week = 0; week < weeks; week += 1) {
      await scene.simulation.sleep(7 * DAY_MS);
      if (week % 5 !== 0) continue;
      await careForServer(scene);
      const other = someRunning(scene, random);
      if (!other) continue;
      other.running?.device.wake();
      await doSomething(scene, other);
      await scene.simulation.advance(10_000);
    }
    laptop.isCut = random.chance(30);
    await startLaptop(scene, laptop);
  },
};
