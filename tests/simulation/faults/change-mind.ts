/** People who change their minds: what was rejected is said in another way, what has not gone yet is taken back. */
import { doSomething, lookAtAttention, takeBack } from '../people.ts';
import { someRunning } from './choose.ts';
import type { Fault } from './fault.ts';

const ALL = 100;

export const sayAnotherWay: Fault = {
  name: 'rejectedSaidAnotherWay',
  weight: 4,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop) return;
    const before = scene.counts.commands;
    await lookAtAttention(scene, laptop, ALL);
    if (scene.counts.commands > before) scene.fault('rejectedSaidAnotherWay', laptop);
  },
};

export const takeUnsentBack: Fault = {
  name: 'unsentTakenBack',
  weight: 3,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop) return;
    laptop.isCut = true;
    for (let turns = random.between(1, 4); turns > 0 && laptop.running; turns -= 1) await doSomething(scene, laptop);
    if (await takeBack(scene, laptop)) scene.fault('unsentTakenBack', laptop);
    laptop.isCut = random.chance(30);
    laptop.running?.device.wake();
  },
};
