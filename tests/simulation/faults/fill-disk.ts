/**
 * A disk takes no more pages for a while. At a laptop what a person does then fails, is said, and leaves nothing behind; at
 * the server whole requests fail, nothing is answered for good, and whoever asked asks again.
 */
import { doSomething } from '../people.ts';
import { someRunning } from './choose.ts';
import type { Fault } from './fault.ts';

const PAGES_LEFT = 3;
const NO_LIMIT = 1_073_741_823;

export const fillDisk: Fault = {
  name: 'diskFull',
  weight: 6,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop) return;
    const before = laptop.running;
    for (const writer of laptop.writers()) {
      const pages = Number(writer.pragma('page_count', { simple: true }));
      writer.pragma(`max_page_count = ${pages + random.between(0, PAGES_LEFT)}`);
    }
    laptop.isFull = true;
    scene.fault('diskFull', laptop);
    for (let turns = random.between(1, 5); turns > 0; turns -= 1) await doSomething(scene, laptop);
    await scene.simulation.advance(random.between(1_000, 40_000));
    laptop.isFull = false;
    // What it said of it was due.
    laptop.takeProblems();
    if (laptop.running !== before) return;
    for (const writer of laptop.writers()) writer.pragma(`max_page_count = ${NO_LIMIT}`);
  },
};

export const fillServerDisk: Fault = {
  name: 'serverDiskFull',
  weight: 3,
  async inject(scene, random) {
    const { server, simulation } = scene;
    const { house } = server;
    if (!house) return;
    for (const writer of server.writers()) {
      const pages = Number(writer.pragma('page_count', { simple: true }));
      writer.pragma(`max_page_count = ${pages + random.between(0, PAGES_LEFT)}`);
    }
    scene.tell({ what: 'serverFull', isFull: true });
    scene.fault('serverDiskFull', null);
    for (let turns = random.between(1, 5); turns > 0; turns -= 1) {
      const laptop = someRunning(scene, random);
      if (laptop) await doSomething(scene, laptop);
    }
    await simulation.advance(random.between(1_000, 40_000));
    if (server.house === house) for (const writer of server.writers()) writer.pragma(`max_page_count = ${NO_LIMIT}`);
    scene.tell({ what: 'serverFull', isFull: false });
  },
};
