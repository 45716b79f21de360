/** Files that are put back, or copied: a laptop's from a backup, a second laptop from an image, the server's from last night. */

import type { SeededRandom } from '#shared/kernel/demo.ts';
import { readVersion } from '../administrator.ts';
import { doSomething } from '../people.ts';
import type { Scene } from '../scene.ts';
import { moveTerritory } from './change-rights.ts';
import { someRunning, startLaptop } from './choose.ts';
import type { Fault } from './fault.ts';
import { closeLaptop } from './revoke-device.ts';

async function work(scene: Scene, random: SeededRandom): Promise<void> {
  for (let turns = random.between(1, 4); turns > 0; turns -= 1) {
    const laptop = someRunning(scene, random);
    if (laptop) await doSomething(scene, laptop);
    await scene.simulation.advance(random.between(1, 60_000));
  }
}

export const restoreDevice: Fault = {
  name: 'deviceRestoredFromCopy',
  weight: 3,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop) return;
    const copiedAtMs = scene.simulation.now();
    const copy = laptop.copyFiles();
    await scene.simulation.advance(1_000);
    for (let turns = random.between(1, 5); turns > 0 && laptop.running; turns -= 1) await doSomething(scene, laptop);
    await work(scene, random);
    await scene.simulation.advance(random.between(1, 200_000));
    if (laptop.running) laptop.kill();
    scene.fault('deviceRestoredFromCopy', laptop, { copiedAtMs });
    for (const { key } of [laptop.owner, ...laptop.guests.values()])
      scene.tell({ what: 'deviceRestored', device: key, copiedAtMs });
    laptop.moveFiles(copy);
    await startLaptop(scene, laptop);
  },
};

export const cloneDevice: Fault = {
  name: 'deviceCloned',
  weight: 2,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    const key = laptop && `${laptop.key} copy`;
    if (!laptop || !key || scene.laptops.some((other) => other.key === key)) return;
    const folder = laptop.copyFiles();
    scene.fault('deviceCloned', laptop);
    scene.tell({ what: 'deviceCloned', device: laptop.key, copy: key });
    await scene.simulation.advance(random.between(1, 60_000));
    const copy = scene.addLaptop({ key, login: laptop.login, folder });
    copy.skewMs = laptop.skewMs;
    copy.version = laptop.version;
    copy.isCut = random.chance(50);
    await startLaptop(scene, copy);
  },
};

/**
 * The file is put back. As its administrator should do it a new timeline begins, and devices bring what they know; who
 * forgets to say so leaves it to devices and server to notice.
 */
const restoring = (name: string, weight: number, isSaid: boolean): Fault => ({
  name,
  weight,
  async inject(scene, random) {
    const { server, simulation } = scene;
    if (!server.isUp) return;
    const copiedAtMs = simulation.now();
    const backup = server.backUp();
    const version = await readVersion(scene);
    await simulation.advance(1_000);
    // What the office alone did is on no device, so that none would send it again.
    const isOfficeAlone = random.chance(30);
    if (!isOfficeAlone) await work(scene, random);
    if (isOfficeAlone || random.chance(30)) await moveTerritory.inject(scene, random);
    await simulation.advance(random.between(0, 300_000));
    if (!server.isUp) return;
    const away = random.chance(50) ? someRunning(scene, random) : null;
    if (away) away.isCut = true;
    await server.putBack(backup);
    await simulation.advance(random.between(1, 60_000));
    const timeline = isSaid ? await server.startRestored() : null;
    if (!isSaid) await server.start();
    scene.fault(name, null, { copiedAtMs });
    scene.tell({ what: 'serverRestored', copiedAtMs, version, timeline });
    // Closed before it could say what it had been answered: nobody but this laptop knows.
    if (away && random.chance(30)) await closeLaptop(scene, random, away, true);
    // Others bring it past where somebody stood who was not there.
    if (away) await work(scene, random);
  },
});

export const restoreServer: readonly Fault[] = [
  restoring('serverRestored', 2, true),
  restoring('serverRestoredUnsaid', 2, false),
];
