/** The auditor beside the product, in good weather: whatever people do, what it computes is what there is. */
import { expect, it } from 'vitest';
import { demoSource } from '#db/demo/seeded-random.ts';
import { openSqlite } from '#db/sqlite.ts';
import type { Scene } from '../../support/simulated-scene.ts';
import type { Auditor } from '../contract.ts';
import { listGenerators } from '../list-generators.ts';
import { lookAt, openSmallScene } from './small-scene.ts';

const roles = { north: 'rep', south: 'rep', boss: 'manager' } as const;

async function playSome(scene: Scene, auditor: Auditor, seed: number, steps: number): Promise<number> {
  const { random } = demoSource(seed, 'play');
  const all = await listGenerators();
  let made = 0;
  for (let step = 0; step < steps; step += 1) {
    const login = random.oneOf<keyof typeof roles>(['north', 'south', 'boss']);
    const device = scene.devices[login];
    const possible = all.filter(({ roles: wanted }) => !wanted || wanted.includes(roles[login]));
    const generator = possible[random.between(0, possible.length - 1)];
    const database = openSqlite({ ...device.database(), readOnly: true });
    const command = await generator?.make({
      random,
      newId: device.newId,
      nextNumber: (series) => device.device.nextNumber(series),
      db: database.kysely,
      now: scene.simulation.now(),
      person: { userId: scene.company.users[login], roleCode: roles[login], permissions: new Set() },
    });
    await database.close();
    if (!command) continue;
    device.world.isCut = random.chance(50);
    const reply = await device.run(command.name, command.args);
    const commandId = reply.state === 'rejected' ? null : reply.commandId;
    const userId = scene.company.users[login];
    auditor.issued({ device: login, userId, ...command, atMs: scene.simulation.now(), reply, commandId });
    made += 1;
    if (random.chance(40)) await scene.simulation.advance(random.between(1, 20_000));
    expect(await auditor.check(lookAt(scene), 'running')).toEqual([]);
  }
  return made;
}

it.each([1, 2])('seed %i: nothing is found where nothing is wrong', async (seed) => {
  const { scene, auditor } = await openSmallScene(seed);
  expect(await playSome(scene, auditor, seed, 60)).toBeGreaterThan(20);
  for (const device of Object.values(scene.devices)) device.world.isCut = false;
  await scene.simulation.advance(300_000);
  expect(await auditor.check(lookAt(scene), 'quiet')).toEqual([]);
  await scene.close();
});
