/** What is written at the server by nobody's command, told to the auditor row by row. */
import type { Tx } from '#shared/kernel/table.ts';
import { closeDevice } from '../../server/devices/change-device.ts';
import { codesOfClosed } from '../../server/devices/review-quarantine.ts';
import { purgeLog } from '../../server/sync/purge-log.ts';
import { endRecovery } from '../../server/sync/recovery.ts';
import { rerunFailed } from '../../server/sync/rerun-failed.ts';
import { runQuarantine } from '../../server/sync/run-quarantine.ts';
import { runSystemCommand, type SystemContext } from '../../server/sync/system-command.ts';
import { simulationRegistry } from '../support/simulated-company.ts';
import { readWritten } from './audit/read-written.ts';
import type { Scene } from './scene.ts';

/** Writes as an administrator; nothing while the server is away. */
export async function administrate(
  scene: Scene,
  write: (tx: Tx, context: SystemContext) => Promise<unknown>,
): Promise<void> {
  const { house } = scene.server;
  if (!house) return;
  const { kysely } = house.database;
  const before = await readVersion(scene);
  let version = 0;
  const work = runSystemCommand(house, async (tx, context) => {
    const place = await tx.selectFrom('txContext').select('version').where('id', '=', 1).executeTakeFirstOrThrow();
    version = place.version;
    return write(tx, context);
  });
  await scene.simulation.finish(work);
  const rows = await readWritten(kysely, simulationRegistry, before);
  scene.tell({ what: 'serverWrote', version, rows });
}

/** The company's beginning, which no command made. */
export async function tellBeginning(scene: Scene): Promise<void> {
  const rows = await readWritten(scene.server.observe(), simulationRegistry, 0);
  scene.tell({ what: 'serverWrote', version: await readVersion(scene), rows });
}

/** Where the company's history stands. */
export async function readVersion(scene: Scene): Promise<number> {
  const kysely = scene.server.observe();
  const row = await kysely.selectFrom('companyVersion').select('version').where('id', '=', 1).executeTakeFirst();
  return row?.version ?? 0;
}

/** Runs again what broke at the server, under its id. @returns how many commands */
export async function rerunBroken(scene: Scene): Promise<number> {
  const { house } = scene.server;
  if (!house) return 0;
  const answers = await scene.simulation.finish(rerunFailed(house));
  for (const { commandId, state } of answers) scene.say(`administrator runs ${commandId} again: ${state}`);
  return answers.length;
}

/** Who was said to work here no more comes back: what lies on his laptop is heard, too. */
export async function letEverybodyIn(scene: Scene): Promise<void> {
  if (!scene.server.isUp) return;
  const away = await scene.server
    .observe()
    .selectFrom('users')
    .select('id')
    .where('active', '=', 0)
    .where('id', 'in', Object.values(scene.facts.users))
    .orderBy('id')
    .execute();
  if (away.length === 0) return;
  await administrate(scene, (tx, context) =>
    tx
      .updateTable('users')
      .set({ active: 1, ...context.updated })
      .where(
        'id',
        'in',
        away.map(({ id }) => id),
      )
      .execute(),
  );
  for (const { id } of away) scene.tell({ what: 'rightsChanged', userId: id, detail: { active: 1 } });
}

/** Says that all devices were heard that will be, after a restore of the server. */
export async function endRestore(scene: Scene): Promise<void> {
  const { house } = scene.server;
  if (house) await scene.simulation.finish(endRecovery(house, true));
}

/** The nightly care of the server: its log lets go of what is old enough. */
export async function careForServer(scene: Scene): Promise<void> {
  const { house } = scene.server;
  if (house) await scene.simulation.finish(purgeLog(house));
}

/** Runs what closed devices handed over. */
export async function runHandedOver(scene: Scene): Promise<void> {
  const { house } = scene.server;
  if (!house) return;
  for (const deviceId of scene.closedDevices) {
    for (const code of await scene.simulation.finish(codesOfClosed(house, deviceId))) {
      const answers = await scene.simulation.finish(runQuarantine(house, code));
      scene.say(`administrator runs ${answers.length} commands that ${code} handed over`);
    }
  }
}

/** Closes again what a server that was put back has forgotten to be closed. */
export async function closeAgain(scene: Scene): Promise<void> {
  const { house } = scene.server;
  if (!house || scene.closedDevices.size === 0) return;
  const forgotten = await house.database.kysely
    .selectFrom('devices')
    .select('id')
    .distinct()
    .where('id', 'in', [...scene.closedDevices])
    .where('revokedAt', 'is', null)
    .orderBy('id')
    .execute();
  for (const { id } of forgotten)
    await scene.simulation.finish(closeDevice(house, { userId: null, account: 'simulation' }, id, null));
}
