/** The auditor beside the product, in good weather: whatever people do, what it computes is what there is. */
import { expect, it } from 'vitest';
import { demoSource } from '#db/demo/seeded-random.ts';
import { openSqlite } from '#db/sqlite.ts';
import type { Reader } from '#shared/kernel/table.ts';
import { simulationRegistry } from '../../support/simulated-company.ts';
import type { Login } from '../../support/simulated-device.ts';
import { openScene, type Scene } from '../../support/simulated-scene.ts';
import type { AuditedScene, Auditor } from '../contract.ts';
import { listGenerators } from '../list-generators.ts';
import { makeAuditor } from './auditor.ts';
import { readWritten } from './read-written.ts';

const roles = { north: 'rep', south: 'rep', boss: 'manager' } as const;

function look(scene: Scene): AuditedScene {
  return {
    nowMs: scene.simulation.now(),
    registry: simulationRegistry,
    server: scene.company.database.kysely,
    devices: Object.entries(scene.devices).map(([key, device]) => ({
      key,
      userId: scene.company.users[key as Login],
      isOff: false,
      isRevoked: false,
      async read<T>(work: (db: Reader) => Promise<T>) {
        const database = openSqlite({ ...device.database(), readOnly: true });
        try {
          return await work(database.kysely);
        } finally {
          await database.close();
        }
      },
      status: () => device.device.sync.status(),
      takeProblems: () => device.problems.splice(0),
    })),
  };
}

async function readVersion(scene: Scene): Promise<number> {
  const row = await scene.company.database.kysely
    .selectFrom('companyVersion')
    .select('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

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
    expect(await auditor.check(look(scene), 'running')).toEqual([]);
  }
  return made;
}

it.each([1, 2])('seed %i: nothing is found where nothing is wrong', async (seed) => {
  const scene = await openScene(seed);
  const auditor = makeAuditor({ registry: simulationRegistry, startMs: scene.simulation.now() });
  const rows = await readWritten(scene.company.database.kysely, simulationRegistry, 0);
  auditor.happened({ what: 'serverWrote', version: await readVersion(scene), rows }, scene.simulation.now());
  expect(await playSome(scene, auditor, seed, 60)).toBeGreaterThan(30);
  for (const device of Object.values(scene.devices)) device.world.isCut = false;
  await scene.simulation.advance(300_000);
  expect(await auditor.check(look(scene), 'quiet')).toEqual([]);
  await scene.close();
});
