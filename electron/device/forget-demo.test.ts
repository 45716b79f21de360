// What becomes of a person of the demo, and of their files, when the demo company is made anew.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeSimulatedCompany, PASSWORD, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

const server = 'http://127.0.0.1:4001';
const people = [{ login: 'north', password: PASSWORD, name: 'North', roleCode: 'rep' }];

let simulation: Simulation;
let company: SimulatedCompany;
let laptop: SimulatedDevice;
let companyId: string;
beforeEach(async () => {
  simulation = makeSimulation(31);
  company = await makeSimulatedCompany(simulation);
  laptop = await addDevice(simulation);
  companyId = (await company.database.kysely.selectFrom('companyVersion').select('companyId').executeTakeFirstOrThrow())
    .companyId;
  await laptop.device.setDemo({ server, companyId, people });
  await simulation.finish(laptop.device.session.signIn({ server, login: 'north', password: PASSWORD }));
  await simulation.advance(1_000);
});
afterEach(async () => {
  await laptop.close();
  await company.close();
});

const foldersIn = (folder: string) => readdirSync(join(folder, 'people'));
const state = () => laptop.device.session.state();

it('whoever works in the old demo is signed out, told why, and their data removed', async () => {
  laptop.world.isCut = true;
  await laptop.run('test.addCustomer', { id: laptop.newId(), name: 'unsent', territoryId: company.territories[0] });
  expect(foldersIn(laptop.folder)).toHaveLength(1);
  const told: string[] = [];
  laptop.device.session.onState((next) => told.push(next.state));
  await laptop.device.setDemo({ server, companyId: laptop.newId(), people });
  expect(await state()).toMatchObject({ state: 'signedOut', known: [], setAside: { code: 'session.demoReset' } });
  expect(told).toEqual(['signedOut']);
  expect(foldersIn(laptop.folder)).toEqual([]);
  expect(laptop.problems).toEqual([]);
});

it('the same demo at another address changes nothing for whoever works there', async () => {
  await laptop.device.setDemo({ server: 'http://127.0.0.1:4002', companyId, people });
  expect(await state()).toMatchObject({ state: 'signedIn', server: 'http://127.0.0.1:4002' });
  expect(foldersIn(laptop.folder)).toHaveLength(1);
});

it('people of a company are left alone, and so is a database that another window has open', async () => {
  const other = await addDevice(simulation);
  await other.signIn('south');
  cpSync(join(laptop.folder, 'people'), join(other.folder, 'people'), { recursive: true });
  await other.device.setDemo({ server, companyId: laptop.newId(), people });
  expect(await other.device.session.state()).toMatchObject({ state: 'signedIn', user: { login: 'south' } });
  const forget = (folder: string) =>
    other.device.main.forgetDemo({ companyId: other.newId(), profileFolders: [folder, join(folder, 'not there')] });
  expect(await forget(laptop.folder)).toEqual({ ok: true });
  expect(foldersIn(laptop.folder)).toHaveLength(1);
  await simulation.finish(laptop.device.session.signOut());
  await forget(laptop.folder);
  expect(foldersIn(laptop.folder)).toEqual([]);
  expect(
    foldersIn(other.folder).filter((name) => existsSync(join(other.folder, 'people', name, 'data.sqlite'))),
  ).not.toEqual([]);
  await other.close();
});

it('whoever another window removed already is forgotten here too, and the window goes on with the new demo', async () => {
  await simulation.finish(laptop.device.session.signOut());
  const other = await addDevice(simulation);
  const next = other.newId();
  await other.device.main.forgetDemo({ companyId: next, profileFolders: [laptop.folder] });
  expect(foldersIn(laptop.folder)).toEqual([]);
  const told: unknown[] = [];
  laptop.device.session.onState((each) => told.push(each));
  await laptop.device.setDemo({ server, companyId: next, people });
  expect(told).toMatchObject([{ state: 'signedOut', known: [], demo: people }]);
  expect(laptop.problems).toEqual([]);
  await other.close();
});

it('a folder that cannot be removed is said, and keeps nobody else', async () => {
  await simulation.finish(laptop.device.session.signOut());
  const [first = ''] = foldersIn(laptop.folder);
  const stuck = join(laptop.folder, 'people', '0');
  cpSync(join(laptop.folder, 'people', first), stuck, { recursive: true });
  // No lease can be taken where its path is a folder.
  rmSync(join(stuck, 'data.sqlite.lease'));
  mkdirSync(join(stuck, 'data.sqlite.lease'));
  await laptop.restart();
  await laptop.device.setDemo({ server, companyId: laptop.newId(), people });
  expect(foldersIn(laptop.folder)).toEqual(['0']);
  expect(laptop.problems).not.toEqual([]);
  laptop.problems.splice(0);
});

it('a choice is left only when nobody is signed in and nothing waits', async () => {
  expect(await laptop.device.main.leave()).toMatchObject({ reason: { code: 'start.signOutFirst' } });
  laptop.world.isCut = true;
  await laptop.run('test.addCustomer', { id: laptop.newId(), name: 'unsent', territoryId: company.territories[0] });
  await simulation.advance(100);
  await simulation.finish(laptop.device.session.signOut());
  expect(await state()).toMatchObject({ known: [{ hasUnsent: true }] });
  expect(await laptop.device.main.leave()).toMatchObject({
    reason: { code: 'start.unsentWork', params: { name: 'north' } },
  });
  laptop.world.isCut = false;
  await simulation.finish(laptop.device.session.signIn({ server, login: 'north', password: PASSWORD }));
  await simulation.advance(60_000);
  await simulation.finish(laptop.device.session.signOut());
  expect(await laptop.device.main.leave()).toEqual({ ok: true });
});

it('without the demo its people are not offered', async () => {
  await simulation.finish(laptop.device.session.signOut());
  await laptop.device.setDemo(null);
  expect(await state()).toMatchObject({ known: [], demo: [] });
});
