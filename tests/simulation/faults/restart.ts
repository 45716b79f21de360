/** What is no accident: an application that is closed and opened, a server that is updated, a network that is switched off. */
import { someRunning, startLaptop } from './choose.ts';
import type { Fault } from './fault.ts';

export const restartDevice: Fault = {
  name: 'deviceRestarted',
  weight: 4,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop) return;
    scene.fault('deviceRestarted', laptop);
    await laptop.stop();
    await scene.simulation.advance(random.between(0, 120_000));
    await startLaptop(scene, laptop);
  },
};

export const serverAway: Fault = {
  name: 'serverAway',
  weight: 3,
  async inject(scene, random) {
    if (!scene.server.isUp) return;
    scene.fault('serverAway', null);
    await scene.server.stop();
    await scene.simulation.advance(random.between(1_000, 200_000));
    await scene.server.start();
  },
};

/** Stays until it is switched on again, by this or when everything heals. */
export const networkSwitched: Fault = {
  name: 'networkAway',
  weight: 28,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop) return;
    laptop.isCut = !laptop.isCut;
    if (laptop.isCut) scene.fault('networkAway', laptop);
    else laptop.running?.device.wake();
  },
};
