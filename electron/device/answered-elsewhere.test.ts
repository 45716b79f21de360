// A laptop's database that was put back to before it took a new history (simulation seed 40258).
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkProof } from '#shared/protocol/proof.ts';
import { compareProof } from '../../server/admin/compare-proof.ts';
import { startRecovery } from '../../server/sync/recovery.ts';
import { allServerRows, putServerBack, type ServerRows } from '../../tests/support/server-backup.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

const MINUTE_MS = 60_000;
const level = { network: 'online', waiting: 0, trouble: null };

let simulation: Simulation;
let company: SimulatedCompany;
let first: SimulatedDevice;
let second: SimulatedDevice;
let backup: ServerRows;
beforeEach(async () => {
  simulation = makeSimulation(23);
  company = await makeSimulatedCompany(simulation);
  first = await addDevice(simulation);
  second = await addDevice(simulation);
  await first.signIn('north');
  await simulation.advance(1_000);
  await add(first, 'before');
  await simulation.advance(MINUTE_MS);
  await first.restart();
  cpSync(first.folder, second.folder, { recursive: true });
  await second.restart();
  backup = await allServerRows(company.database);
  await signInOffline(first);
  await signInOffline(second);
  await add(first, 'one');
  await add(first, 'two');
  await first.restart();
  const old = `${first.folder}.old`;
  cpSync(first.folder, old, { recursive: true });
  await signInOffline(first);
  await add(second, 'of the second');
  // It finds the second under its number, and sends what waits under a history of its own.
  await cameBack(second);
  await cameBack(first);
  expect(await namesOnServer()).toEqual(['before', 'of the second', 'one', 'two']);
  await first.restart();
  rmSync(first.folder, { recursive: true });
  cpSync(old, first.folder, { recursive: true });
  rmSync(old, { recursive: true });
  await first.restart();
  // What waits here is answered by pull, while nothing can be sent.
  first.world.fault = ({ url }) => (url.endsWith('/push') ? 'cutBefore' : 'none');
  await first.signIn('north');
  await simulation.advance(MINUTE_MS);
  expect((await first.device.sync.status()).waiting).toBe(0);
});
afterEach(async () => {
  await first.close();
  await second.close();
  await company.close();
});

const add = (device: SimulatedDevice, name: string) =>
  device.run('test.addCustomer', { id: device.newId(), name, territoryId: company.territories[0] });
const namesOnServer = async () => {
  const rows = await company.database.kysely.selectFrom('customers').select('name').orderBy('name').execute();
  return rows.map((row) => row.name).filter((name) => /^[a-z]/.test(name));
};
async function signInOffline(device: SimulatedDevice): Promise<void> {
  device.world.isCut = true;
  await device.signIn('north');
}
async function cameBack(device: SimulatedDevice): Promise<void> {
  device.world.isCut = false;
  await simulation.advance(5 * MINUTE_MS);
}
const proofOf = async (device: SimulatedDevice) => {
  const path = join(device.folder, 'proof.jsonl');
  expect(await device.device.main.writeProof({ path })).toMatchObject({ ok: true });
  const report = checkProof(readFileSync(path, 'utf8'));
  expect(report.problems).toEqual([]);
  const { kysely } = company.database;
  expect(await compareProof(kysely, report.commands)).toMatchObject({ missing: 0, problems: [] });
  const [one, ...rest] = report.commands;
  const forged = one ? [{ ...one, incarnation: 'another', command: { ...one.command, args: {} } }] : [];
  expect((await compareProof(kysely, [...forged, ...rest])).problems).toHaveLength(1);
  return report.commands.map(({ command }) => (command.args as { name: string }).name).sort();
};

it('begins a history with what was answered under the other, and goes on', async () => {
  expect(await proofOf(first)).toEqual(['before', 'one', 'two']);
  expect(await simulation.finish(first.device.main.checkDatabase())).toMatchObject({ ok: true, problems: [] });
  first.world.fault = () => 'none';
  await cameBack(first);
  await add(first, 'after');
  await cameBack(first);
  expect(await namesOnServer()).toEqual(['after', 'before', 'of the second', 'one', 'two']);
  expect(await first.device.sync.status()).toMatchObject(level);
  expect(await proofOf(first)).toEqual(['after', 'before', 'one', 'two']);
  expect(await simulation.finish(first.device.main.checkDatabase())).toMatchObject({ ok: true, problems: [] });
  expect(first.problems.filter((problem) => !problem.startsWith('push: '))).toEqual([]);
});

it('gives it to a server that was put back to before it, at once or later', async () => {
  for (const isLater of [false, true]) {
    if (isLater) {
      first.world.fault = () => 'none';
      await cameBack(first);
    }
    await putServerBack(company.database, backup);
    await startRecovery(company.house);
    expect(await namesOnServer()).toEqual(['before']);
    first.world.fault = () => 'none';
    // The server lost the token of this sign-in.
    await first.signIn('north');
    await simulation.advance(10 * MINUTE_MS);
    expect(await namesOnServer(), String(isLater)).toEqual(['before', 'one', 'two']);
    expect(await first.device.sync.status()).toMatchObject(level);
  }
});
