/** People who meet: two who sell the last piece, one who works long without a network. */

import type { SeededRandom } from '#shared/kernel/demo.ts';
import { serverBug } from '../../support/test-commands.ts';
import { rerunBroken } from '../administrator.ts';
import type { Laptop } from '../laptop.ts';
import { listGenerators } from '../list-generators.ts';
import { doSomething, think } from '../people.ts';
import type { Scene } from '../scene.ts';
import { someRunning } from './choose.ts';
import type { Fault } from './fault.ts';

/** Both offline, both take all that is left; then both come back. */
export const lastPiece: Fault = {
  name: 'lastPieceSoldTwice',
  weight: 4,
  async inject(scene, random) {
    const sellers = scene.laptops.filter((laptop) => laptop.running && laptop.login !== 'stock' && !laptop.isRevoked);
    const both = random.some(sellers, 2);
    const generators = await listGenerators();
    const last = generators.find(({ name }) => name === 'sales.confirmOrder last piece');
    if (both.length < 2 || !last) return;
    for (const laptop of both) laptop.isCut = true;
    let sold = 0;
    for (const laptop of both) {
      const command = await think(scene, laptop, last);
      if (command && (await scene.issue(laptop, command.name, command.args))?.state === 'applied') sold += 1;
    }
    if (sold === both.length) scene.fault('lastPieceSoldTwice', both[0] ?? null);
    for (const laptop of both) {
      laptop.isCut = false;
      laptop.running?.device.wake();
    }
  },
};

const USUALLY = { least: 20, most: 60 };
/** More than ten full requests, in so few seeds that all of them together cost next to nothing. */
const SELDOM = { least: 2_000, most: 5_000 };
const SELDOM_IN_HUNDRED = 2;
/** Of the thousands so many are anything that comes to mind; the others are of the cheapest kind. */
const IN_A_HUNDRED_ANYTHING = 2;

/** A day's work waits to be sent; in a few seeds a year's, made by whoever may change customers. */
export const pileUp: Fault = {
  name: 'hundredsPending',
  weight: 0.6,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop) return;
    laptop.isCut = true;
    const isMany = (laptop.login === 'north' || laptop.login === 'boss') && random.chance(SELDOM_IN_HUNDRED);
    const { least, most } = isMany ? SELDOM : USUALLY;
    const count = random.between(least, most);
    scene.fault(isMany ? 'thousandsPending' : 'hundredsPending', laptop, { count });
    for (let turns = 0; turns < count && laptop.running; turns += 1) {
      if (isMany && !random.chance(IN_A_HUNDRED_ANYTHING)) await changeCustomer(scene, laptop, random);
      else await doSomething(scene, laptop);
    }
    laptop.isCut = random.chance(20);
    laptop.running?.device.wake();
  },
};

async function changeCustomer(scene: Scene, laptop: Laptop, random: SeededRandom): Promise<void> {
  const seen = await laptop.observe()?.selectFrom('customers').select('id').orderBy('id').limit(10).execute();
  const [customer] = random.some(seen ?? [], 1);
  const name = random.oneOf(['a', 'b', 'c']);
  if (customer) await scene.issue(laptop, 'test.changeCustomer', { id: customer.id, name });
}

export const breaksOnOneSide: Fault = {
  name: 'throwsOnOneSide',
  weight: 3,
  async inject(scene, random) {
    // Whoever sees what the boss sees: one changes the name that another's command relies on.
    const [one, other] = random.some(
      scene.laptops.filter((laptop) => laptop.running && laptop.login !== 'stock'),
      2,
    );
    if (!one || !other) return;
    const seen = await one.observe()?.selectFrom('customers').select(['id', 'name']).orderBy('id').execute();
    const [customer] = random.some(seen ?? [], 1);
    if (!customer) return;
    one.isCut = true;
    const made = await scene.issue(one, 'test.fragile', { id: customer.id, seen: customer.name });
    const name = customer.name === 'x' ? 'y' : 'x';
    const changed = await scene.issue(other, 'test.changeCustomer', { id: customer.id, name });
    if (made?.state === 'applied' && changed?.state === 'applied') scene.fault('throwsOnOneSide', one);
    await scene.simulation.advance(3_000);
    one.isCut = false;
    one.running?.device.wake();
  },
};

/** A command breaks at the server alone until its next version; an administrator then runs it again. */
export const serverHasBug: Fault = {
  name: 'throwsAtServer',
  weight: 2,
  async inject(scene, random) {
    const [one] = random.some(
      scene.laptops.filter((laptop) => laptop.running && laptop.login !== 'stock'),
      1,
    );
    const seen = await one?.observe()?.selectFrom('customers').select(['id', 'name']).orderBy('id').execute();
    const [customer] = random.some(seen ?? [], 1);
    if (!one || !customer) return;
    serverBug.isThere = true;
    await scene.issue(one, 'test.fragile', { id: customer.id, seen: customer.name });
    scene.fault('throwsAtServer', one);
    await doSomething(scene, one);
    await scene.simulation.advance(random.between(100, 20_000));
    serverBug.isThere = false;
    if (random.chance(50)) await rerunBroken(scene);
  },
};
