/** A small scene of three devices in good weather, as the auditor sees one. */
import { openSqlite } from '#db/sqlite.ts';
import type { Reader } from '#shared/kernel/table.ts';
import { simulationRegistry } from '../../support/simulated-company.ts';
import type { Login } from '../../support/simulated-device.ts';
import { openScene, type Scene } from '../../support/simulated-scene.ts';
import type { AuditedScene, Auditor } from '../contract.ts';
import { makeAuditor } from './auditor.ts';
import { readWritten } from './read-written.ts';

/** Opens it, and tells an auditor how the company began. */
export async function openSmallScene(seed: number): Promise<{ scene: Scene; auditor: Auditor }> {
  const scene = await openScene(seed);
  const auditor = makeAuditor({ registry: simulationRegistry, startMs: scene.simulation.now() });
  const rows = await readWritten(scene.company.database.kysely, simulationRegistry, 0);
  auditor.happened({ what: 'serverWrote', version: await readVersion(scene), rows }, scene.simulation.now());
  return { scene, auditor };
}

export function lookAt(scene: Scene): AuditedScene {
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
