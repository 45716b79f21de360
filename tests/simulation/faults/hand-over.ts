/**
 * One laptop, two people: its owner leaves with work that was not sent, another signs in, works and leaves too. What each
 * has not sent goes as theirs, by a token that can do nothing else, while the other is at the desk.
 */
import type { Laptop } from '../laptop.ts';
import { doSomething } from '../people.ts';
import type { Scene } from '../scene.ts';
import { someRunning, startLaptop } from './choose.ts';
import type { Fault } from './fault.ts';

const people = ['north', 'south', 'boss', 'stock', 'office'] as const;
/** A first sign-in needs a network, and the weather may be bad. */
const SIGN_IN_TRIES = 3;

async function work(scene: Scene, laptop: Laptop, most: number): Promise<void> {
  for (let turns = scene.random.between(1, most); turns > 0 && laptop.running; turns -= 1)
    await doSomething(scene, laptop);
}

/** Signs out who is there and signs in the next. @returns whether that one is in */
export async function changePeople(scene: Scene, laptop: Laptop, next: Laptop['desk']): Promise<boolean> {
  await laptop.signOut();
  laptop.desk = next;
  for (let tries = 0; tries < SIGN_IN_TRIES && laptop.running; tries += 1) {
    const reply = await laptop.signIn();
    scene.say(`${next.key}: ${next.login} signs in ${reply.ok ? '' : reply.reason.code}`);
    if (!reply.ok) continue;
    scene.tell({ what: 'deviceStarted', device: next.key, userId: next.userId });
    return true;
  }
  return false;
}

export const handOver: Fault = {
  name: 'laptopHandedOver',
  weight: 1.6,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop || !scene.server.isUp) return;
    laptop.isCut = random.chance(70);
    await work(scene, laptop, 4);
    const login = random.oneOf(people);
    if (!laptop.running || login === laptop.login) return;
    const guest = { key: `${laptop.key} lent to ${login}`, login, userId: scene.facts.users[login] };
    await laptop.signOut();
    laptop.isCut = false;
    if (await changePeople(scene, laptop, guest)) {
      laptop.guests.set(login, guest);
      scene.fault('laptopHandedOver', laptop, { login });
      await scene.simulation.advance(random.between(0, 20_000));
      laptop.isCut = random.chance(60);
      await work(scene, laptop, 4);
      await scene.simulation.advance(random.between(0, 5_000));
    }
    if (laptop.running && random.chance(20)) laptop.kill();
    if (!laptop.running) await startLaptop(scene, laptop);
    else await changePeople(scene, laptop, laptop.owner);
    laptop.isCut = random.chance(20);
    laptop.running?.device.wake();
  },
};
