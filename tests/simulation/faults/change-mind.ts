/** People who change their minds: what was rejected is said in another way, what has not gone yet is taken back. */
import { administrate } from '../administrator.ts';
import { doSomething, lookAtAttention, takeBack } from '../people.ts';
import type { Scene } from '../scene.ts';
import { someRunning } from './choose.ts';
import type { Fault } from './fault.ts';

const ALL = 100;

/** Somebody works without a network while his rights are away: what he did is rejected, and he says it once more. */
export const sayAnotherWay: Fault = {
  name: 'rejectedSaidAnotherWay',
  weight: 4,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop || !scene.server.isUp) return;
    laptop.isCut = true;
    for (let turns = random.between(2, 5); turns > 0 && laptop.running; turns -= 1) await doSomething(scene, laptop);
    const giveBack = await takeRights(scene, laptop.desk.userId);
    laptop.isCut = false;
    laptop.running?.device.wake();
    await scene.simulation.advance(random.between(1_000, 8_000));
    await giveBack();
    await scene.simulation.advance(random.between(1_000, 8_000));
    const before = scene.counts.commands;
    await lookAtAttention(scene, laptop, ALL);
    if (scene.counts.commands > before) scene.fault('rejectedSaidAnotherWay', laptop);
  },
};

/** @returns gives them back */
async function takeRights(scene: Scene, userId: string): Promise<() => Promise<void>> {
  const users = scene.server.observe().selectFrom('users').select('roleId').where('id', '=', userId);
  const { roleId } = await users.executeTakeFirstOrThrow();
  const roles = scene.server.observe().selectFrom('roles').select('id').where('code', '=', 'warehouse');
  const fewer = await roles.executeTakeFirstOrThrow();
  const become = async (role: string): Promise<void> => {
    await administrate(scene, (tx, context) =>
      tx
        .updateTable('users')
        .set({ roleId: role, ...context.updated })
        .where('id', '=', userId)
        .execute(),
    );
    scene.tell({ what: 'rightsChanged', userId, detail: { role } });
  };
  await become(fewer.id);
  return () => become(roleId);
}

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
