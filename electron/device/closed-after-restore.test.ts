// A device that is closed after its server was put back: what was acknowledged has its last place there.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listQuarantine, revokeDevice } from '../../server/admin/devices.ts';
import { startRecovery } from '../../server/sync/recovery.ts';
import { runQuarantine } from '../../server/sync/run-quarantine.ts';
import { allServerRows, putServerBack } from '../../tests/support/server-backup.ts';
import { makeSimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation } from '../../tests/support/simulated-world.ts';

const MINUTE_MS = 60_000;

it('hands over what was acknowledged and lost, and keeps everything until that is there', async () => {
  const simulation = makeSimulation(43);
  const company = await makeSimulatedCompany(simulation);
  const laptop = await addDevice(simulation, { osSecret: null });
  onTestFinished(async () => {
    await laptop.close();
    await company.close();
  });
  const { kysely } = company.database;
  const add = (name: string) =>
    laptop.run('test.addCustomer', { id: laptop.newId(), name, territoryId: company.territories[0] });
  const people = () => readdirSync(join(laptop.folder, 'people'));
  await laptop.signIn('north');
  await simulation.advance(MINUTE_MS);
  await add('kept');
  await simulation.advance(MINUTE_MS);
  const backup = await allServerRows(company.database);
  await add('acknowledged');
  await add('also acknowledged');
  await simulation.advance(MINUTE_MS);
  laptop.world.isCut = true;
  await add('not sent');
  await simulation.advance(1_000);

  await putServerBack(company.database, backup);
  await startRecovery(company.house);
  const { code } = await kysely
    .selectFrom('devices')
    .select('code')
    .where('userId', '=', company.users.north)
    .executeTakeFirstOrThrow();
  await revokeDevice(company.house, { code, reason: null, by: null, account: 'test' });
  // It hears what is missing, and is cut before it has sent it.
  let asked = 0;
  laptop.world.fault = ({ url }) => {
    if (url.endsWith('/quarantine')) asked += 1;
    return asked > 1 ? 'cutBefore' : 'none';
  };
  const { path } = laptop.database();
  laptop.world.isCut = false;
  await simulation.advance(2 * MINUTE_MS);
  expect(existsSync(path)).toBe(true);
  laptop.world.fault = () => 'none';
  await simulation.advance(20 * MINUTE_MS);

  expect(people()).toEqual([]);
  expect(await listQuarantine(company.house)).toMatchObject([
    { args: { name: 'acknowledged' }, chained: true, answeredBefore: true },
    { args: { name: 'also acknowledged' }, chained: true, answeredBefore: true },
    { args: { name: 'not sent' }, chained: true, answeredBefore: false },
  ]);
  const ran = await runQuarantine(company.house, code);
  expect(ran.map(({ state }) => state)).toEqual(['applied', 'applied', 'applied']);
  expect(laptop.problems).toEqual([]);
});
