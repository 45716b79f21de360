/**
 * A newer version of the application opens the database of an older one, with commands that wait in it; the server has
 * its own before, and goes on with devices of either. What is newer: versions.ts.
 */
import { doSomething } from '../people.ts';
import type { Scene } from '../scene.ts';
import { someRunning, startLaptop } from './choose.ts';
import type { Fault } from './fault.ts';

async function updateServer({ server, simulation }: Scene, awayMs: number): Promise<void> {
  await server.stop();
  server.version = 'next';
  await simulation.advance(awayMs);
  await server.start();
}

/** Devices learn with their next pull that there is more than they know. */
export const upgradeServer: Fault = {
  name: 'serverUpgraded',
  weight: 0.7,
  async inject(scene, random) {
    if (!scene.server.isUp || scene.server.version === 'next') return;
    scene.fault('serverUpgraded', null);
    await updateServer(scene, random.between(1_000, 60_000));
  },
};

export const upgradeDevice: Fault = {
  name: 'upgradedWithPending',
  weight: 1.4,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop || laptop.version === 'next') return;
    if (scene.server.isUp && scene.server.version === 'now') await updateServer(scene, 1_000);
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
